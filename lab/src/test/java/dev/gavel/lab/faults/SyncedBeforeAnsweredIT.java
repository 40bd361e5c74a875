package dev.gavel.lab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.cli.servers.DevCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;

/**
 * What the promise rests on, seen from below: before any server sends the bytes of an answer, the
 * bytes of the bid have been written into the logs of a majority and a sync of those very files has
 * returned. By the system calls of all five servers, on one clock.
 */
@Timeout(240)
class SyncedBeforeAnsweredIT {

    private static final int MAJORITY = 3;
    private static final int BIDS = 10;
    private static final long FIRST_AMOUNT = 730_000_001;

    @TempDir
    private Path folder;

    @Test
    void aMajorityHasSyncedABidBeforeItsAnswerIsSent() throws Exception {
        try (var cluster = DevCluster.start(5);
                var crowd = new Crowd(cluster, Duration.ofHours(1))) {
            var leader = cluster.leader();
            var pids = new ArrayList<Long>();
            cluster.ids().forEach(id -> pids.add(cluster.pid(id).orElseThrow()));
            SystemCalls calls;
            try (var recording = SystemCalls.Recording.of(pids, folder)) {
                for (var amount = FIRST_AMOUNT; amount < FIRST_AMOUNT + BIDS; amount++) {
                    var outcome = crowd.post(leader, "ann", "key-" + amount,
                            "{\"op\":\"bid\",\"auction\":\"" + crowd.auction() + "\",\"amount\":"
                                    + amount + "}");
                    assertThat(outcome.path("status").asText()).as(outcome.toString())
                            .isEqualTo("success");
                }
                calls = recording.end();
            }
            for (var amount = FIRST_AMOUNT; amount < FIRST_AMOUNT + BIDS; amount++) {
                var answered = calls.firstSent("\"status\":\"success\"",
                        "\"price\":" + amount);
                assertThat(answered).as("an answer that was sent to the bid of " + amount)
                        .isPresent();
                assertThat(calls.logsSynced("\"amount\":" + amount, answered.getAsLong()))
                        .as("logs that had the bid of %d synced before its answer was sent", amount)
                        .hasSizeGreaterThanOrEqualTo(MAJORITY);
            }
        }
    }
}
