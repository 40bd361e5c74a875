package dev.gavel.lab.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.cli.servers.DevCluster;
import dev.gavel.cli.servers.Http;
import dev.gavel.lab.whole.Entrances;
import dev.gavel.server.cluster.Standing;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** In each state of a house of real servers, all entrances of a server say the same of it. */
@Timeout(400)
@Tag("waits")
class ReadinessIT {

    private static final String READY = Entrances.READY;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** When callers begin to wait in vain, the entrances have said it for long, or say it now. */
    private static final Duration SOON = Duration.ofSeconds(5);

    @Test
    void allEntrancesSayTheSameOfServersThatHearNoMajorityAndOfThoseThatGoOnAfterwards()
            throws Exception {
        try (var cluster = DevCluster.start(5)) {
            var leader = cluster.leader();
            for (var id : cluster.ids()) {
                await().atMost(PATIENCE).untilAsserted(() -> assertAgreed(cluster, id, READY));
            }

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
                    .until(() -> cluster.rows().stream().anyMatch(Standing::leads));
            cluster.resume(leader);
            var first = await().atMost(PATIENCE)
                    .until(() -> new Entrances(cluster.address(leader)).ask("/readyz"),
                            Optional::isPresent)
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

    /** What each entrance says: {@value #READY}, or why not. */
    private static Map<String, String> said(DevCluster cluster, int id) {
        return new Entrances(cluster.address(id)).said();
    }

    private static void assertAgreed(DevCluster cluster, int id, String expected) {
        new Entrances(cluster.address(id)).assertAgreed(expected);
    }
}
