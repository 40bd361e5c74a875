package dev.gavel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.gavel.server.http.SseReader;
import dev.gavel.wire.v1.Command;
import dev.gavel.wire.v1.Disposition;
import dev.gavel.wire.v1.GavelGrpc;
import dev.gavel.wire.v1.OpenSessionRequest;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

@Tag("slow")
class FiveServersTest {

    @TempDir
    private static Path records;
    private static FiveServers servers;

    @BeforeAll
    static void open() {
        servers = new FiveServers(records);
    }

    @AfterAll
    static void close() {
        servers.close();
    }

    @Test
    void takesAWriteAtAnyServerAndShowsItAtAnyOther() {
        var auction = servers.follower(0).openAuction("sue");
        var amount = 10000;
        for (var house : servers.all()) {
            var response = house.post("/v1/commands", bid(auction, amount), "Gavel-User",
                    "ann" + amount);

            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            assertThat(response.headers().firstValue("Gavel-Index"))
                    .contains(TestHouse.json(response).path("index").asText());
            for (var other : servers.all()) {
                assertThat(TestHouse.json(other.get("/v1/auctions/" + auction))
                        .path("price")
                        .asInt()).isEqualTo(amount);
            }
            amount += 1000;
        }
    }

    @Test
    void givesTheFirstAnswerThroughThreeServers() {
        var auction = servers.leader().openAuction("sue");
        var first = servers.follower(0)
                .post("/v1/commands", bid(auction, 10000), "Gavel-User",
                        "ann", "Idempotency-Key", "thrice");
        var second = servers.follower(1)
                .post("/v1/commands", bid(auction, 10000), "Gavel-User",
                        "ann", "Idempotency-Key", "thrice");
        var third = servers.leader()
                .post("/v1/commands", bid(auction, 10000), "Gavel-User",
                        "ann", "Idempotency-Key", "thrice");
        var asked = servers.follower(2).get("/v1/requests/thrice", "Gavel-User", "ann");

        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(third.body()).isEqualTo(first.body());
        assertThat(asked.body()).isEqualTo(first.body());
        assertThat(TestHouse.json(servers.follower(3).get("/v1/auctions/" + auction))
                .path("bids")
                .asInt()).isEqualTo(1);
    }

    @Test
    void saysWhereTheLeaderIsToThoseWhoWantNoDetour() {
        var leader = servers.leader().server().address().http();

        var write = servers.follower(0)
                .post("/v1/commands", "{\"op\":\"register\"}",
                        "Gavel-User", "ann", "Gavel-No-Forward", "true");
        var read = servers.follower(1).get("/v1/auctions", "Gavel-No-Forward", "true");
        var local = servers.follower(1)
                .get("/v1/auctions?consistency=local", "Gavel-No-Forward",
                        "true");

        assertThat(write.statusCode()).isEqualTo(421);
        assertThat(write.headers().firstValue("Gavel-Leader")).contains(leader);
        assertThat(TestHouse.json(write).path("code").asText()).isEqualTo("NOT_LEADER");
        assertThat(TestHouse.json(write).path("message").asText()).contains(leader);
        assertThat(read.statusCode()).isEqualTo(421);
        assertThat(local.statusCode()).isEqualTo(200);
    }

    @Test
    void goesOnWatchingAtAnotherServer() {
        var auction = servers.leader().openAuction("sue");
        String last;
        try (var stream = SseReader.open(servers.follower(0), "/v1/events?auction=" + auction)) {
            stream.awaitPosition();
            bid(auction, 10000, 15000);
            last = stream.awaitOfType("bidAccepted", 5).getLast().id();
        }
        bid(auction, 15000, 20000);

        for (var house : servers.all()) {
            try (var stream = SseReader.open(house, "/v1/events?auction=" + auction,
                    "Last-Event-ID", last)) {
                var events = stream.awaitOfType("bidAccepted", 5);
                assertThat(events).extracting(event -> event.json().path("amount").asInt())
                        .containsExactly(15000, 16000, 17000, 18000, 19000);
            }
        }
    }

    @Test
    void showsAllServersAtEach() {
        for (var house : servers.all()) {
            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
                var cluster = TestHouse.json(house.get("/v1/cluster"));
                assertThat(cluster.path("leader").asInt())
                        .isEqualTo(FiveServers.idOf(servers.leader()));
                assertThat(cluster.path("servers")).hasSize(5)
                        .allMatch(row -> row.path("up").asBoolean()
                                && row.path("ready").asBoolean());
                var digests = new TreeMap<Long, Set<String>>();
                cluster.path("servers")
                        .forEach(row -> digests
                                .computeIfAbsent(row.path("digestIndex").asLong(),
                                        at -> new HashSet<>())
                                .add(row.path("digest").asText()));
                assertThat(digests.values()).allMatch(same -> same.size() == 1);
            });
        }
    }

    @Test
    void sendsCallersOfTheClientPortToTheLeaderOrAsksItForThem() {
        var follower = servers.follower(0).server().address();
        var leader = servers.leader().server().address();
        var channel = NettyChannelBuilder.forAddress(follower.host(), follower.clientPort())
                .usePlaintext()
                .build();
        try {
            var gavel = GavelGrpc.newBlockingStub(channel);
            var command = Command.newBuilder()
                    .setUser("ann")
                    .setJson(ByteString.copyFromUtf8("{\"op\":\"register\"}"))
                    .build();

            assertThatThrownBy(() -> gavel.execute(command)).satisfies(failure -> {
                assertThat(Status.fromThrowable(failure).getCode())
                        .isEqualTo(Status.Code.UNAVAILABLE);
                var trailers = Objects.requireNonNull(Status.trailersFromThrowable(failure));
                assertThat(trailers.get(Metadata.Key.of("gavel-leader",
                        Metadata.ASCII_STRING_MARSHALLER))).isEqualTo(leader.client());
            });
            var forwarded = gavel.execute(command.toBuilder().setForward(true).build());
            assertThat(forwarded.getDisposition()).isEqualTo(Disposition.ANSWERED);
            assertThat(forwarded.getJson().toStringUtf8()).contains("\"success\"");
            assertThat(gavel.openSession(OpenSessionRequest.newBuilder().setForward(true).build())
                    .getClient()).matches("[0-9]+");
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void handsLeadershipOverWhoeverIsAsked() {
        var to = FiveServers.idOf(servers.follower(1));
        var asked = servers.follower(0);

        var strict = asked.post("/v1/cluster/transfer", "{\"to\":" + to + "}", "Gavel-No-Forward",
                "true");
        assertThat(strict.statusCode()).as(strict.body()).isEqualTo(421);
        assertThat(TestHouse.json(strict).path("code").asText()).isEqualTo("NOT_LEADER");
        assertThat(strict.headers().firstValue("Gavel-Leader"))
                .contains(servers.leader().server().address().http());

        var done = asked.post("/v1/cluster/transfer", "{\"to\":" + to + "}");
        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        assertThat(TestHouse.json(done).path("leader").asInt()).isEqualTo(to);
        await().until(() -> FiveServers.idOf(servers.leader()) == to);

        var nobody = asked.post("/v1/cluster/transfer", "{\"to\":77}");
        assertThat(nobody.statusCode()).isEqualTo(409);
        assertThat(nobody.body()).contains("There is no server 77",
                "its servers are 0, 1, 2, 3, 4.");
    }

    @Test
    void showsHowBusyTheWayIntoTheLogIs() {
        assertThat(servers.leader().get("/metrics").body()).contains("gavel_commands_waiting 0.0",
                "gavel_entries_under_way ");
    }

    private static void bid(String auction, int from, int to) {
        for (var amount = from; amount < to; amount += 1000) {
            var outcome = servers.follower(1).command("ann" + amount, bid(auction, amount));
            assertThat(outcome.path("status").asText()).as(outcome.toString())
                    .isEqualTo("success");
        }
    }

    private static String bid(String auction, int amount) {
        return "{\"op\":\"bid\",\"auction\":\"" + auction + "\",\"amount\":" + amount + "}";
    }
}
