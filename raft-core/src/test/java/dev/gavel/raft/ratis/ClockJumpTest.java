package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.Consistency;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.raft.Submission;
import dev.gavel.raft.register.RegisterMachine.Registers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

@Tag("slow")
class ClockJumpTest {

    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path folder = Path.of("set by JUnit");

    private RatisGroup group;

    @BeforeEach
    void start() throws IOException {
        group = new RatisGroup(3, folder, RatisGroup.tuning(200));
        assertThat(ask(group.leader(), "before")).isInstanceOf(Submission.Committed.class);
    }

    @AfterEach
    void stop() {
        group.close();
    }

    @Test
    void aLeaderWhoseClockRunsAwayStampsNothingAndLetsAnotherLead() {
        var leader = group.leader();
        var id = leader.status().self();
        group.clock(id).setAheadBy(HOUR);

        assertThat(ask(leader, "ahead")).isInstanceOfSatisfying(Submission.NotNow.class,
                no -> assertThat(no.why()).contains("clock is at least 3600.0 s ahead of 2 of"));
        await().until(() -> leader.status().notReadyBecause().contains("clock is at least"));

        await().atMost(Duration.ofSeconds(10)).until(() -> group.leader().status().self() != id);
        var after = ask(group.leader(), "after");
        assertThat(after).isInstanceOfSatisfying(Submission.Committed.class,
                done -> assertThat(done.timeMillis())
                        .isLessThan(System.currentTimeMillis() + 1_000));
        await().until(() -> leader.status().ready());
    }

    @Test
    void anIdleHouseGoesOnThoughItsLogIsOld() {
        var leader = group.leader();
        for (var id = 0; id < 3; id++) {
            group.clock(id).setAheadBy(HOUR);
        }
        assertThat(ask(leader, "an hour later"))
                .isInstanceOfSatisfying(Submission.Committed.class,
                        done -> assertThat(done.timeMillis())
                                .isGreaterThan(System.currentTimeMillis() + 3_500_000));
        assertThat(leader.status().ready()).isTrue();
    }

    @Test
    void aLeaderWhoseClockFellBackStampsNothingAndLetsAnotherLead() {
        var leader = group.leader();
        var id = leader.status().self();
        var before = time(leader);
        group.clock(id).setAheadBy(HOUR.negated());

        assertThat(ask(leader, "behind")).isInstanceOfSatisfying(Submission.NotNow.class,
                no -> assertThat(no.why()).contains("clock is at least 3600.0 s behind 2 of"));
        await().atMost(Duration.ofSeconds(10)).until(() -> group.leader().status().self() != id);
        assertThat(ask(group.leader(), "after")).isInstanceOfSatisfying(Submission.Committed.class,
                done -> assertThat(done.timeMillis()).isGreaterThanOrEqualTo(before));
    }

    /** By less than the bound each time, and so never far from what it wrote itself. */
    @Test
    void aLeaderWhoseClockCreepsAheadLetsAnotherLeadBeforeTheHouseIsFarAhead() {
        var leader = group.leader();
        var id = leader.status().self();
        for (var step = 1; group.leader().status().self() == id && step < 400; step++) {
            group.clock(id).setAheadBy(Duration.ofMillis(150L * step));
            var done = ask(leader, "step " + step);
            if (done instanceof Submission.Committed committed) {
                assertThat(committed.timeMillis())
                        .isLessThan(System.currentTimeMillis() + 2_500);
            }
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> group.leader().status().self() != id);
    }

    private static long time(RatisReplicator<Registers, String> replica) {
        return replica.read(Consistency.LOCAL).join().timeMillis();
    }

    private static Submission ask(RatisReplicator<Registers, String> replica, String key) {
        return replica
                .submit(new Request(new RequestId.ByKey(key), "ann", Bytes.utf8("set a " + key)))
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}
