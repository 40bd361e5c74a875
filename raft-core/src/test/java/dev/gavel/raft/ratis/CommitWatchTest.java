package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.raft.Submission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

class CommitWatchTest {

    @TempDir
    Path folder = Path.of("set by JUnit");

    private long last = 10;
    private long committed = 10;
    private boolean leads = true;
    private long nanos;
    private int steppedDown;
    private Duration delay = Duration.ZERO;
    private final CommitWatch watch = new CommitWatch(() -> last, () -> committed, () -> leads,
            () -> steppedDown++, () -> CommitWatch.patience(Duration.ofSeconds(1), delay),
            () -> nanos);

    private void after(double seconds) {
        for (var n = Math.round(seconds * 10); n > 0; n--) {
            nanos += 100_000_000L;
            watch.look();
        }
    }

    @Test
    void theTimeInWhichTheServerItselfStoodStillIsNotHeldAgainstTheOthers() {
        after(0.1);
        last = 11;
        after(0.1);
        nanos += 60_000_000_000L; // SIGSTOP
        watch.look();
        assertThat(watch.objection()).isEmpty();
        assertThat(steppedDown).isZero();
        after(1.6);
        assertThat(watch.objection()).as("for 2.0 s, as it says").isPresent();
    }

    @Test
    void aLeaderWhoseEntriesAreNotCommittedStepsDown() {
        after(0.1);
        last = 11;
        after(1.9);
        assertThat(watch.objection()).isEmpty();
        after(0.2);
        assertThat(watch.objection()).hasValueSatisfying(
                why -> assertThat(why).contains("for 2.0 s after index 10"));
        assertThat(steppedDown).isOne();
        after(4);
        assertThat(steppedDown).isOne();
        after(2);
        assertThat(steppedDown).isEqualTo(2);
        leads = false;
        after(0.1);
        assertThat(watch.objection()).isEmpty();
    }

    @Test
    void onAMachineThatLetsThreadsWaitItHasMorePatience() {
        delay = Duration.ofMillis(150);
        after(0.1);
        last = 11;
        after(3.9);
        assertThat(steppedDown).isZero();
        after(0.2);
        assertThat(steppedDown).isOne();
    }

    @Test
    void aLeaderThatIsSlowButMovesOnOrHasNothingToDoLeads() {
        after(0.1);
        for (var n = 0; n < 20; n++) {
            last += 5;
            committed++;
            after(1.5);
        }
        committed = last;
        after(600);
        last++;
        after(0.1);
        assertThat(watch.objection()).isEmpty();
        assertThat(steppedDown).isZero();
    }

    @Test
    void aNewLeaderHasTheWholeTime() {
        leads = false;
        last = 11;
        after(600);
        leads = true;
        after(0.1);
        after(1.9);
        assertThat(steppedDown).isZero();
        after(0.2);
        assertThat(steppedDown).isOne();
    }

    /** Ratis takes the wish, and another or the same server leads afterwards. */
    @Test
    void whoStepsDownIsAFollowerUntilTheOthersHaveElected() throws Exception {
        try (var group = new RatisGroup(3, folder, RatisGroup.tuning(10_000))) {
            var leader = group.leader();
            var term = leader.status().term();
            leader.stepDown();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> group.leader()
                            .status()
                            .term() > term);
            assertThat(group.leader()
                    .submit(new Request(new RequestId.ByKey("k"), "ann", Bytes.utf8("set a 1")))
                    .get(10, TimeUnit.SECONDS)).isInstanceOf(Submission.Committed.class);
        }
    }
}
