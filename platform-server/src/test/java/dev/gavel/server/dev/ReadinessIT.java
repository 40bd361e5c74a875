package dev.gavel.server.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.gavel.client.cli.CommandTree;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** In each state of a house of real servers, all entrances of a server say the same of it. */
@Timeout(400)
class ReadinessIT {

    private static final String READY = "ready";
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** When callers begin to wait in vain, the entrances have said it for long, or say it now. */
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(2);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    @Test
    void allEntrancesSayTheSameOfServersThatHearNoMajorityAndOfThoseThatGoOnAfterwards()
            throws Exception {
        try (var cluster = DevCluster.start(5)) {
            var leader = cluster.leader();
            cluster.ids().forEach(id -> assertAgreed(cluster, id, READY));

            var stopped = List.of((leader + 1) % 5, (leader + 2) % 5, (leader + 3) % 5);
            stopped.forEach(cluster::pause);
            var left = List.of(leader, (leader + 4) % 5);
            for (var id : left) {
                await().atMost(SOON)
                        .untilAsserted(() -> assertThat(said(cluster, id)).hasSize(5)
                                .doesNotContainValue(READY));
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertAgreed(cluster, id,
                                "majority|leader|confirmed"));
            }

            cluster.resume(stopped.getFirst());
            for (var id : List.of(left.getFirst(), left.getLast(), stopped.getFirst())) {
                await().atMost(PATIENCE).untilAsserted(() -> assertAgreed(cluster, id, READY));
            }
            stopped.stream().skip(1).forEach(cluster::resume);
            for (var id : stopped) {
                await().atMost(PATIENCE).untilAsserted(() -> assertAgreed(cluster, id, READY));
            }
        }
    }

    @Test
    void aServerThatHasJustBeenWokenIsNotReadyBeforeItHasHeardFromTheOthers() throws Exception {
        try (var cluster = DevCluster.start(3)) {
            var leader = cluster.leader();
            cluster.pause(leader);
            await().atMost(PATIENCE)
                    .until(() -> cluster.rows().stream().anyMatch(ServerRow::leads));
            cluster.resume(leader);
            var first = await().atMost(PATIENCE)
                    .until(() -> ask(cluster, leader, "/readyz"), Optional::isPresent)
                    .orElseThrow();
            if (first.path("ready").asBoolean()) {
                assertThat(cluster.row(leader).orElseThrow().leads())
                        .as("ready, so it follows the new leader")
                        .isFalse();
            }
            await().atMost(PATIENCE).untilAsserted(() -> assertAgreed(cluster, leader, READY));
        }
    }

    @Test
    void allEntrancesSayThatADiskIsNearlyFull() throws Exception {
        try (var cluster = DevCluster.prepare(3)) {
            cluster.tell(2, Map.of("GAVEL_REPLICATION_DISK_RESERVE_BYTES", "" + (1L << 40)));
            cluster.ids().forEach(cluster::launch);
            cluster.awaitReady(0);
            cluster.awaitReady(1);

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertAgreed(cluster, 2, "disk is nearly full"));
        }
    }

    @Test
    void aLeaderWhoseDiskIsSlowLetsAnotherLeadAndAllItsEntrancesSayWhy() throws Exception {
        try (var cluster = DevCluster.start(3)) {
            var slow = cluster.leader();
            var going = new AtomicBoolean(true);
            var writer = Thread.startVirtualThread(() -> {
                for (var n = 0; going.get(); n++) {
                    consign(cluster, (slow + 1) % 3, n);
                }
            });
            var strace = delaySyncs(cluster.pid(slow).orElseThrow());
            try {
                await().atMost(PATIENCE)
                        .until(() -> cluster.row(slow).filter(row -> !row.leads()).isPresent());
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertAgreed(cluster, slow, "disk is slow"));
                assertThat(cluster.leader()).isNotEqualTo(slow);
            } finally {
                strace.destroy(); // it lets go of the process
                strace.waitFor();
            }
            await().atMost(PATIENCE).untilAsserted(() -> assertAgreed(cluster, slow, READY));
            going.set(false);
            writer.join();
        }
    }

    /** As a worn disk would: each sync takes 0.3 s longer. */
    private static Process delaySyncs(long pid) throws IOException {
        return new ProcessBuilder("strace", "-f", "-qq", "-e", "trace=fsync,fdatasync", "-e",
                "inject=fsync,fdatasync:delay_enter=300000", "-e", "signal=none", "-o",
                "/dev/null", "-p", "" + pid).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void consign(DevCluster cluster, int id, int n) {
        try {
            Http.ask(cluster.address(id).http(), "/v1/commands",
                    Map.of("Gavel-User", "sue", "Idempotency-Key", "key-" + n),
                    Optional.of(Http.JSON.createObjectNode()
                            .put("op", "consign")
                            .put("name", "lot " + n)),
                    Duration.ofSeconds(10));
        } catch (IOException e) {
            // leadership is on its way; the next is taken
        }
    }

    private JsonNode missing() {
        return MissingNode.getInstance();
    }

    private Optional<JsonNode> ask(DevCluster cluster, int id,
            String path) {
        try {
            return Optional.of(Http.ask(cluster.address(id).http(), path, Map.of(),
                    Optional.empty(), ANSWER).body());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What each entrance says: {@value #READY}, or why not. */
    private Map<String, String> said(DevCluster cluster, int id) throws Exception {
        var all = new LinkedHashMap<String, String>();
        var readyz = ask(cluster, id, "/readyz").orElse(missing());
        all.put("/readyz", word(readyz.path("ready").asBoolean(),
                readyz.path("reason").asText("no answer")));
        var row = cluster.row(id);
        all.put("/v1/cluster", row.map(one -> word(one.ready(), one.notReadyBecause()))
                .orElse("no answer"));
        var out = new StringWriter();
        CommandTree.run(new String[]{"status", "--json", "--server", cluster.address(id).client()},
                new PrintWriter(out, true), new PrintWriter(new StringWriter()), false, Map.of());
        for (var one : Http.JSON.readTree(out.toString()).path("servers")) {
            if (one.path("id").asInt(-1) == id) {
                all.put("status", word(one.path("ready").asBoolean(),
                        one.path("notReadyBecause").asText()));
            }
        }
        var metrics = http.send(HttpRequest.newBuilder(
                URI.create("http://" + cluster.address(id).http() + "/metrics")).build(),
                BodyHandlers.ofString()).body();
        all.put("metrics", metrics.contains("\ngavel_ready 1.0") ? READY : "0");
        all.put("health", health(cluster, id) == ServingStatus.SERVING ? READY : "0");
        return all;
    }

    private static ServingStatus health(DevCluster cluster, int id) {
        var channel = NettyChannelBuilder.forTarget(cluster.address(id).client())
                .usePlaintext()
                .build();
        try {
            return HealthGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(ANSWER.toMillis(), TimeUnit.MILLISECONDS)
                    .check(HealthCheckRequest.getDefaultInstance())
                    .getStatus();
        } catch (StatusRuntimeException e) {
            return ServingStatus.UNKNOWN;
        } finally {
            channel.shutdownNow();
        }
    }

    private static String word(boolean ready, String why) {
        return ready ? READY : why;
    }

    private void assertAgreed(DevCluster cluster, int id, String expected) {
        Map<String, String> all;
        try {
            all = said(cluster, id);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        var sentences = all.values().stream().filter(one -> !one.equals("0")).distinct().toList();
        assertThat(sentences).as(all.toString()).hasSize(1);
        assertThat(sentences.getFirst()).as(all.toString()).containsPattern(expected);
        assertThat(all.values().stream().distinct().count() == 1).as(all.toString())
                .isEqualTo(expected.equals(READY));
        assertThat(all).containsKey("status");
    }
}
