package dev.gavel.lab.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gavel.cli.servers.DevCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Writes to the log begin to fail: the system is told that no file of the server may grow beyond a
 * length ({@code prlimit}), and then they fail as on a broken disk.
 */
@Timeout(240)
class FaultyDiskIT {

    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration LONG = Duration.ofHours(1);
    private static final int FAULT = 8;
    private static final int LONGEST_FILE = 256 << 10;

    @Test
    void aFollowerThatCannotWriteItsLogEndsAndTheOthersGoOn() throws Exception {
        try (var cluster = DevCluster.start(5); var crowd = new Crowd(cluster, LONG)) {
            var leader = cluster.leader();
            var broken = (leader + 1) % 5;
            breakWrites(cluster, broken);
            fillUntilItEnds(crowd, leader, cluster, broken);

            assertThat(cluster.exitCode(broken, SOON)).contains(FAULT);
            assertThat(Files.readString(cluster.log(broken)))
                    .contains("this server stops: the log could not be written");
            assertThat(consign(crowd, leader, "after").path("status").asText())
                    .isEqualTo("success");
            cluster.startServer(broken);
        }
    }

    @Test
    void aLeaderThatCannotWriteItsLogEndsAndAnotherTakesOver() throws Exception {
        try (var cluster = DevCluster.start(5); var crowd = new Crowd(cluster, LONG)) {
            var broken = cluster.leader();
            var asked = (broken + 1) % 5;
            breakWrites(cluster, broken);
            fillUntilItEnds(crowd, asked, cluster, broken);

            assertThat(cluster.exitCode(broken, SOON)).contains(FAULT);
            assertThat(consign(crowd, asked, "after").path("status").asText())
                    .isEqualTo("success");
            assertThat(cluster.leader()).isNotEqualTo(broken);
            cluster.startServer(broken);
        }
    }

    /** Each command is answered with success, whatever becomes of the server on the way. */
    private static void fillUntilItEnds(Crowd crowd, int asked, DevCluster cluster, int broken)
            throws InterruptedException {
        for (var n = 0; n < 12 && cluster.running(broken); n++) {
            var outcome = consign(crowd, asked, "lot-" + n);
            assertThat(outcome.path("status").asText()).as(outcome.toString())
                    .isEqualTo("success");
        }
    }

    private static JsonNode consign(Crowd crowd, int id, String name) {
        return crowd.post(id, "sue", "key-" + name, "{\"op\":\"consign\",\"name\":\"" + name
                + "\",\"description\":\"" + "x".repeat(50_000) + "\"}");
    }

    private static void breakWrites(DevCluster cluster, int id)
            throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")), "needs prlimit");
        assertThat(Files.size(cluster.log(id))).as("its output is to go on")
                .isLessThan(LONGEST_FILE);
        var limited = new ProcessBuilder("/usr/bin/prlimit", "--pid",
                "" + cluster.pid(id).orElseThrow(), "--fsize=" + LONGEST_FILE).inheritIO().start();
        assertThat(limited.waitFor()).isZero();
    }
}
