package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.Consistency;
import dev.gavel.raft.ReplicaStatus;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.raft.Submission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

class DiskWatchTest {

    private static final long MORE_THAN_ANY_DISK_HAS = Long.MAX_VALUE;

    @TempDir
    Path folder = Path.of("set by JUnit");

    @Test
    void aLeaderWithoutRoomTakesNothingAndStillAnswersReads() throws IOException {
        try (var group = new RatisGroup(1, folder,
                RatisGroup.tuning(200, MORE_THAN_ANY_DISK_HAS))) {
            var lone = group.get(0);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> lone.status().role() == ReplicaStatus.Role.LEADER
                            && lone.status().notReadyBecause().contains("nearly full"));
            assertThat(lone
                    .submit(new Request(new RequestId.ByKey("k"), "ann", Bytes.utf8("set a 1")))
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join()).isInstanceOfSatisfying(Submission.NotNow.class,
                            no -> assertThat(no.why()).contains("MB are to stay free"));
            assertThat(lone.read(Consistency.LINEARIZABLE)
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join()
                    .state()
                    .value("a")).isEmpty();
        }
    }
}
