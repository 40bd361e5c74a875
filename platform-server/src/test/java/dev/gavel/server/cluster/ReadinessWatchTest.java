package dev.gavel.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.LogExtent;
import dev.gavel.raft.Membership;
import dev.gavel.raft.Peer;
import dev.gavel.raft.QueueLengths;
import dev.gavel.raft.ReplicaStatus;
import dev.gavel.raft.ReplicaStatus.Role;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Server 0 of five, whose time and whose replication the test moves. */
class ReadinessWatchTest {

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration BOUND = Duration.ofSeconds(2);
    private static final byte[] DIGEST = new byte[32];

    private long nanos = 1;
    private long millis = 1_000_000;
    private Role role = Role.LEADER;
    private long committed = 10;
    private long applied = 10;
    private long logEnd = 10;
    private String why = "";
    private QueueLengths queues = new QueueLengths(0, 0);
    private boolean confirms = true;
    private boolean majorityIsGone;
    private Optional<String> waits = Optional.empty();
    private Optional<String> house = Optional.empty();

    private final ClockBoard clocks = new ClockBoard();
    private final ClusterBoard board = new ClusterBoard(0, "test", List::of,
            () -> new Membership(1,
                    IntStream.range(0, 5).mapToObj(id -> new Peer(id, "")).toList(), false),
            () -> 1, () -> other(0, 10, DIGEST), clocks);
    private final Clock clock = new Clock() {

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis);
        }
    };
    private final ReadinessWatch watch = new ReadinessWatch(new ReadinessWatch.Replica() {

        @Override
        public ReplicaStatus status() {
            return new ReplicaStatus(0, role, 1, Optional.of(role == Role.LEADER ? 0 : 1),
                    new LogExtent(committed, applied, 0, logEnd, -1), applied, Bytes.of(DIGEST),
                    why.isEmpty(),
                    why);
        }

        @Override
        public QueueLengths queues() {
            return queues;
        }

        @Override
        public CompletableFuture<?> confirm() {
            return confirms ? CompletableFuture.completedFuture(true) : new CompletableFuture<>();
        }
    }, () -> waits, () -> house, () -> majorityIsGone, board,
            new ClockDoubt(clocks, () -> 5, BOUND, clock, () -> nanos), () -> nanos);

    private static Standing other(int id, long at, byte[] digest) {
        return Standings.of(id, new Office("follower", 1, 0),
                Standings.log(at, HexFormat.of().formatHex(digest), at), Readiness.ready());
    }

    private void pass(Duration time) {
        for (var left = time.toNanos(); left > 0; left -= LOOK.toNanos()) {
            nanos += LOOK.toNanos();
            watch.look();
        }
    }

    private void assertReady() {
        assertThat(watch.get()).isEqualTo(Readiness.ready());
    }

    @Test
    void itIsReadyFromItsStartUntilItsStop() {
        assertThat(watch.get().because()).isEqualTo("it is starting");
        watch.started();
        pass(LOOK);
        assertReady();
        watch.stopping();
        assertThat(watch.get().because()).isEqualTo("it is shutting down");
    }

    @Test
    void whatReplicationObjectsIsTheReason() {
        watch.started();
        why = "this server's disk is nearly full";
        assertThat(watch.get()).isEqualTo(Readiness.not(why));
    }

    @Test
    void aServerThatIsNoMemberYetSaysWhatTheOthersSaidToIt() {
        watch.started();
        why = "it is no member yet: it waits to be taken in";
        waits = Optional.of("it is no member yet: it is a spare");
        assertThat(watch.get()).isEqualTo(Readiness.not("it is no member yet: it is a spare"));
        waits = Optional.empty();
        assertThat(watch.get()).isEqualTo(Readiness.not(why));
    }

    @Test
    void whatTheHouseObjectsIsTheReasonOnceReplicationIsReady() {
        watch.started();
        house = Optional.of("the house is being set up");
        assertThat(watch.get().because()).isEqualTo("the house is being set up");
    }

    @Test
    void aLeaderThatCommitsNothingForTwoSecondsWhileSomethingWaitsIsNotReady() {
        watch.started();
        queues = new QueueLengths(3, 1);
        pass(Duration.ofMillis(1_900));
        assertReady();

        pass(Duration.ofMillis(200));
        assertThat(watch.get().because())
                .isEqualTo("it leads, and nothing was committed for 2 s although commands or"
                        + " entries wait");

        queues = new QueueLengths(0, 0);
        logEnd = 12;
        pass(Duration.ofSeconds(10));
        assertThat(watch.get().isReady()).as("what it gave up waits in its log").isFalse();

        committed = 12;
        applied = 12;
        pass(LOOK);
        assertReady();
    }

    @Test
    void aServerThatRefusesWritesSinceItHearsNoMajorityIsNotReady() {
        watch.started();
        pass(LOOK);
        assertReady();
        majorityIsGone = true;
        assertThat(watch.get().because()).isEqualTo(
                "it hears no majority: 1 of 5 servers answer, and 3 are needed");
        majorityIsGone = false;
        assertReady();
    }

    @Test
    void aQuestionToTheMajorityThatIsNeverAnsweredIsAskedAnew() {
        watch.started();
        pass(LOOK);
        assertReady();
        confirms = false;
        pass(Duration.ofSeconds(5));
        assertThat(watch.get().because()).isEqualTo(
                "no majority has confirmed for 2.5 s that it leads");
        confirms = true;
        pass(Duration.ofSeconds(3));
        assertReady();
    }

    @Test
    void aLeaderThatIsIdleOrCommitsSlowlyIsReady() {
        watch.started();
        pass(Duration.ofMinutes(1));
        assertReady();

        queues = new QueueLengths(5_000, 3);
        for (var n = 0; n < 20; n++) {
            committed++;
            applied++;
            logEnd++;
            pass(Duration.ofMillis(1_500));
            assertReady();
        }
    }

    @Test
    void aServerWhoseReadsNobodyConfirmsIsNotReady() {
        watch.started();
        pass(LOOK);
        role = Role.FOLLOWER;
        confirms = false;
        IntStream.range(1, 5)
                .forEach(id -> board.heard(other(id, 10, DIGEST),
                        new ClockOffset(0, 1)));
        pass(Duration.ofSeconds(3));
        assertThat(watch.get().because())
                .isEqualTo("no read was confirmed for 2.5 s by server 1, which leads, and a"
                        + " majority");

        role = Role.LEADER;
        assertThat(watch.get().because())
                .isEqualTo("no majority has confirmed for 2.5 s that it leads");
    }

    @Test
    void aProcessThatStoodStillIsNotReadyUntilAReadIsConfirmedAgain() {
        watch.started();
        pass(LOOK);
        nanos += Duration.ofSeconds(20).toNanos();
        assertThat(watch.get().isReady()).isFalse();

        pass(LOOK);
        assertReady();
    }

    @Test
    void aFollowerThatIsBehindByTimeOrByEntriesIsNotReady() {
        role = Role.FOLLOWER;
        watch.started();
        pass(LOOK);
        board.heard(other(1, 20, DIGEST), new ClockOffset(0, 1));
        pass(Duration.ofSeconds(1));
        assertReady();

        pass(Duration.ofSeconds(2));
        assertThat(watch.get().because()).isEqualTo("it is behind: it has applied the log up to"
                + " index 10 of 20, for more than 2 s");

        applied = 20;
        assertReady();
        board.heard(other(1, 20 + Lag.ENTRIES, DIGEST), new ClockOffset(0, 1));
        pass(LOOK);
        assertThat(watch.get().because()).startsWith("it is behind: ");
    }

    @Test
    void aFollowerWhoseClockIsBeyondTheBoundIsNotReadyInEitherDirection() {
        role = Role.FOLLOWER;
        watch.started();
        var own = millis;
        for (var off : List.of(-5_000L, 5_000L)) {
            IntStream.range(1, 5).forEach(id -> clocks.heard(id, new ClockOffset(0, 1), own));
            millis = own + off;
            pass(Duration.ofSeconds(1));
            assertReady();
            pass(Duration.ofSeconds(1));
            assertThat(watch.get().because()).contains("its clock is at least 5.0 s "
                    + (off > 0 ? "ahead of" : "behind") + " 4 of the 5 clocks read");
            millis = own;
            pass(LOOK);
            assertReady();
        }
    }
}
