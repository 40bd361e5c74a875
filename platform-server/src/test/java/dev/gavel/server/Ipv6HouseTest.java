package dev.gavel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gavel.raft.Partition;
import dev.gavel.server.config.Limits;
import dev.gavel.server.config.ServerAddress;
import dev.gavel.server.http.SseReader;
import dev.gavel.wire.v1.ClusterRequest;
import dev.gavel.wire.v1.GavelGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A house whose servers are at IPv6 addresses. */
@Tag("slow")
class Ipv6HouseTest {

    @TempDir
    private static Path records;
    private static final List<TestHouse> HOUSES = new ArrayList<>();

    @BeforeAll
    static void open() throws IOException {
        assumeTrue(hasIpv6(), "this machine has no address ::1");
        var config = TestHouse.config(3, Limits.defaults(), records);
        config = config.withServers(config.servers()
                .stream()
                .map(server -> new ServerAddress(server.id(), "::1", server.httpPort(),
                        server.clientPort(), server.raftPort()))
                .toList());
        for (var server : config.servers()) {
            HOUSES.add(TestHouse
                    .of(PlatformServer.start(config, server.id(),
                            ReplicaStarter.onTheNetwork(new Partition()))));
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() -> HOUSES.stream()
                        .allMatch(house -> house.server().notReadyBecause().isEmpty()));
    }

    private static boolean hasIpv6() {
        var loopback = new byte[16];
        loopback[15] = 1;
        try (var socket = new ServerSocket(0, 1, InetAddress.getByAddress(loopback))) {
            return socket.getLocalPort() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    @AfterAll
    static void close() {
        HOUSES.parallelStream().forEach(TestHouse::close);
    }

    @Test
    void takesBidsAtEveryServerAndTellsOfThemAtEveryOther() {
        var auction = HOUSES.getFirst().openAuction("sue");
        try (var stream = SseReader.open(HOUSES.get(1), "/v1/events?auction=" + auction)) {
            stream.awaitPosition();
            for (var n = 0; n < 3; n++) {
                var outcome = HOUSES.get(n)
                        .command("ann" + n, "{\"op\":\"bid\",\"auction\":\""
                                + auction + "\",\"amount\":" + (20_000 + 10_000 * n) + "}");
                assertThat(outcome.path("status").asText()).as(outcome.toString())
                        .isEqualTo("success");
            }

            stream.awaitOfType("bidAccepted", 3);
        }
    }

    @Test
    void namesItsServersAsTheyAreReached() {
        var house = HOUSES.getFirst();
        var cluster = TestHouse.json(house.get("/v1/cluster")).path("servers");
        var policy = house.get("/")
                .headers()
                .firstValue("Content-Security-Policy")
                .orElseThrow();
        assertThat(cluster).hasSize(3);
        for (var n = 0; n < 3; n++) {
            var address = HOUSES.get(n).server().address();
            assertThat(cluster.get(n).path("httpAddress").asText())
                    .isEqualTo("[::1]:" + address.httpPort());
            assertThat(cluster.get(n).path("address").asText())
                    .isEqualTo("[::1]:" + address.clientPort());
            assertThat(policy).contains(" http://[::1]:" + address.httpPort());
        }
        assertThat(policy).doesNotContain("127.0.0.1").doesNotContain("unsafe");
    }

    @Test
    void letsThePagesOfItsOwnServersReadAndNoOthers() {
        var house = HOUSES.getFirst();
        var other = HOUSES.get(1).server().address();
        for (var ours : List.of("http://[::1]:" + other.httpPort(),
                "http://localhost:" + other.httpPort())) {
            assertThat(house.get("/v1/auctions", "Origin", ours)
                    .headers()
                    .firstValue("Access-Control-Allow-Origin")).contains(ours);
        }
        assertThat(house.get("/v1/auctions", "Origin", "http://127.0.0.1:" + other.httpPort())
                .headers()
                .firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void answersOnItsClientPort() {
        var address = HOUSES.getFirst().server().address();
        var channel = NettyChannelBuilder.forAddress(address.host(), address.clientPort())
                .usePlaintext()
                .build();
        try {
            assertThat(GavelGrpc.newBlockingStub(channel)
                    .cluster(ClusterRequest.getDefaultInstance())
                    .getServersCount()).isEqualTo(3);
        } finally {
            channel.shutdownNow();
        }
    }
}
