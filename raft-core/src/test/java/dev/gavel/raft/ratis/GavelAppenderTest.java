package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.Consistency;
import dev.gavel.raft.ReplicaConfig;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.raft.Submission;
import dev.gavel.raft.ratis.ScriptedFollower.Sent;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A leader, a follower, and one in the place of a third member that answers what the test wants.
 */
@Tag("slow")
class GavelAppenderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int WRITES = 20;

    @TempDir
    Path folder = Path.of("set by JUnit");

    private RatisGroup group;
    private ScriptedFollower scripted;
    private int other;
    private int keys;

    /** Some entries are in the log, and the third member has had them. */
    @BeforeEach
    void start() throws IOException {
        // nothing proves anything for the scripted one, and so nothing is demanded
        ClusterSecret.open(folder.resolve(ReplicaConfig.SECRET), () -> false);
        group = new RatisGroup(3, folder, RatisGroup.tuning(10_000));
        for (var n = 0; n < WRITES; n++) {
            write();
        }
        var leader = group.leader().status().self();
        other = (leader + 1) % 3;
        var third = (leader + 2) % 3;
        var had = group.get(third);
        await().atMost(PATIENCE).until(() -> had.status().appliedIndex() >= WRITES);
        group.stop(third);
        scripted = new ScriptedFollower(group.config(third).me().raftAddress());
    }

    @AfterEach
    void stop() {
        scripted.close();
        group.close();
    }

    /** Writes, and gives the index of the entry. */
    private long write() {
        var request = new Request(new RequestId.ByKey("k" + ++keys), "ann",
                Bytes.utf8("set a " + keys));
        var done = await().atMost(PATIENCE)
                .until(() -> group.leader().submit(request).get(10, TimeUnit.SECONDS),
                        Submission.Committed.class::isInstance);
        return ((Submission.Committed) done).at().index();
    }

    private void awaitHeld(long index) {
        await().atMost(PATIENCE).until(() -> scripted.lastIndex() >= index);
    }

    /** Indexes of first entries, in the order in which they came, from message {@code from} on. */
    private List<Long> firsts(int from) {
        return scripted.sent()
                .stream()
                .skip(from)
                .map(Sent::first)
                .filter(first -> first >= 0)
                .toList();
    }

    @Test
    void aFollowerThatLostItsWholeLogIsGivenItFromTheBeginning() {
        var last = write();
        awaitHeld(last);
        assertThat(firsts(0)).contains(0L);
    }

    @Test
    void aFollowerThatSaysItHoldsLessThanItDidIsBelieved() {
        awaitHeld(write());
        var before = scripted.sent().size();
        scripted.forget(5);
        awaitHeld(write());
        assertThat(firsts(before)).contains(5L);
    }

    /** It says at each entry that it does not fit, and not where its log ends. */
    @Test
    void aFollowerThatOnlySaysNoIsAskedOneEntryEarlierEachTime() {
        var last = write();
        awaitHeld(last);
        var before = scripted.sent().size();
        scripted.refuseDownTo(last - 3);
        awaitHeld(write());
        assertThat(firsts(before)).contains(last - 3);
        assertThat(scripted.lastIndex()).isGreaterThan(last);
    }

    /** Heartbeats come every 150 ms; one that is late on a busy machine is only later. */
    @Test
    void aFollowerHearsWhatWasCommittedBeforeTheNextHeartbeat() {
        awaitHeld(write());
        var soonest = Long.MAX_VALUE;
        for (var n = 0; n < WRITES; n++) {
            var index = write();
            await().atMost(PATIENCE).until(() -> told(index) > 0);
            soonest = Math.min(soonest, told(index) - sent(index));
        }
        assertThat(Duration.ofNanos(soonest)).isLessThan(Duration.ofMillis(100));
    }

    private long sent(long index) {
        return scripted.sent()
                .stream()
                .filter(one -> one.first() >= 0 && one.first() <= index && one.last() >= index)
                .findFirst()
                .orElseThrow()
                .nanos();
    }

    /** When it was told that the entry is committed; 0 where it was not yet. */
    private long told(long index) {
        return scripted.sent()
                .stream()
                .filter(one -> one.commit() >= index)
                .mapToLong(Sent::nanos)
                .findFirst()
                .orElse(0);
    }

    /** While entries 5 and 6 are made into a message, a late answer says that the follower has them. */
    @Test
    void aMessageThatAnAnswerOvertookIsNotSent() {
        var request = AppendEntriesRequestProto.newBuilder()
                .addEntries(LogEntryProto.newBuilder().setIndex(5))
                .addEntries(LogEntryProto.newBuilder().setIndex(6))
                .build();
        assertThat(GavelAppender.isOvertaken(request, 5)).isFalse();
        assertThat(GavelAppender.isOvertaken(request, 7)).isFalse();
        assertThat(GavelAppender.isOvertaken(request, 8)).isTrue();
        assertThat(GavelAppender.isOvertaken(AppendEntriesRequestProto.getDefaultInstance(), 8))
                .as("a heartbeat")
                .isFalse();
    }

    @Test
    void aReadIsConfirmedByAnAnswerToWhatIsSentForItAndByNothingElse() {
        awaitHeld(write());
        group.stop(other); // the scripted one makes the majority
        awaitHeld(write());
        scripted.hold();
        var before = scripted.sent().size();
        var held = group.leader().read(Consistency.LINEARIZABLE);
        await().atMost(PATIENCE).until(() -> scripted.sent().size() > before);
        assertThat(held.isDone() && !held.isCompletedExceptionally()).isFalse();
        scripted.release();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(group.leader().read(Consistency.LINEARIZABLE))
                        .succeedsWithin(Duration.ofSeconds(5))
                        .satisfies(read -> assertThat(read.state().value("a"))
                                .isEqualTo("" + keys)));
    }
}
