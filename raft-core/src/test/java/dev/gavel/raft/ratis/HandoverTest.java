package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.raft.Peer;
import dev.gavel.raft.ReplicaConfig;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Server 0 of five leads, and the other four do what a test says. */
class HandoverTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String NOT_NOW = "server 1 did not take over";

    private final Leader leader = new Leader();
    private final ReplicaConfig config = config(5);
    private volatile Duration delay = Duration.ZERO;
    private final Handover handover = handover(config);

    private static ReplicaConfig config(int servers) {
        var peers = IntStream.range(0, servers).mapToObj(id -> new Peer(id, "elsewhere:1"));
        return new ReplicaConfig("test", 0, peers.toList(), Path.of("unused"),
                RatisGroup.tuning(20));
    }

    private Handover handover(ReplicaConfig of) {
        return new Handover(of, new Members(of, Optional.empty()), leader, leader::pulse,
                () -> delay);
    }

    /** What the server leads, and how the attempts to give it away end. */
    private static final class Leader implements Handover.Leadership {

        private final Deque<String> endings = new ConcurrentLinkedDeque<>();
        private final List<Integer> attempts = new CopyOnWriteArrayList<>();
        private final List<Long> millis = new CopyOnWriteArrayList<>();
        private final Map<Integer, Long> held = new ConcurrentHashMap<>(
                Map.of(1, 5_000L, 2, 5_000L, 3, 5_000L, 4, 5_000L));
        private final AtomicInteger pulses = new AtomicInteger();
        private volatile List<Integer> heard = List.of(1, 2, 3, 4);
        private volatile boolean leads = true;
        private volatile boolean writes = true;
        private volatile CountDownLatch holding = new CountDownLatch(0);

        void pulse() {
            pulses.incrementAndGet();
        }

        @Override
        public boolean leads() {
            return leads;
        }

        @Override
        public String transfer(int to, long within) {
            attempts.add(to);
            millis.add(within);
            try {
                holding.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            var ending = Optional.ofNullable(endings.poll()).orElse("");
            if (ending.isEmpty()) {
                leads = false;
            }
            return ending;
        }

        /** Each pulse is an entry, unless nothing can be written. */
        @Override
        public long lastIndex() {
            return 5_000L + (writes ? pulses.get() : 0);
        }

        @Override
        public long committedIndex() {
            return 5_000;
        }

        @Override
        public OptionalLong committedBy(int peer) {
            var index = held.get(peer);
            return index == null ? OptionalLong.empty() : OptionalLong.of(index);
        }

        @Override
        public List<Integer> heardWithin(Duration recent) {
            return heard;
        }
    }

    private static String why(CompletableFuture<Integer> handed) {
        assertThat(handed).failsWithin(LONG);
        return String.valueOf(handed.exceptionNow().getMessage());
    }

    @Test
    void goesToTheServerThatWasNamed() {
        assertThat(handover.to(3, LONG)).succeedsWithin(LONG).isEqualTo(3);
        assertThat(leader.attempts).containsExactly(3);
    }

    @Test
    void aServerThatIsNoMemberIsRefusedAtOnce() {
        assertThat(why(handover.to(7, LONG))).isEqualTo("there is no server 7 in this cluster");
        assertThat(leader.attempts).isEmpty();
    }

    @Test
    void whoDoesNotTakeOverIsAskedAnew() {
        leader.endings.addAll(List.of(NOT_NOW, NOT_NOW));
        assertThat(handover.to(1, LONG)).succeedsWithin(LONG).isEqualTo(1);
        assertThat(leader.attempts).containsExactly(1, 1, 1);
        assertThat(leader.pulses).as("each attempt lets the log grow before").hasValue(3);
    }

    @Test
    void anAttemptIsGivenAsLongAsAnElectionTakesAndMoreOnAStarvedMachine() {
        leader.endings.add(NOT_NOW);
        handover.to(1, LONG).join();
        var usual = config.tuning().elections().timeoutMax();
        assertThat(leader.millis).containsExactly(usual.toMillis(), usual.toMillis());

        leader.leads = true;
        delay = Duration.ofSeconds(1);
        handover.to(1, LONG).join();
        assertThat(leader.millis.getLast())
                .isEqualTo(usual.plus(ElectionTimeouts.more(delay)).toMillis())
                .isGreaterThan(usual.toMillis());
    }

    @Test
    void howeverLittleTimeIsLeftAnAttemptIsGivenSome() {
        assertThat(handover.to(1, Duration.ofMillis(1))).succeedsWithin(LONG).isEqualTo(1);
        assertThat(leader.millis).containsExactly(100L);
    }

    @Test
    void whoIsFarBehindIsNotAskedToLeadBeforeItHasCaughtUp() {
        leader.held.put(2, 3_999L);
        assertThat(why(handover.to(2, Duration.ofMillis(300))))
                .isEqualTo("leadership was not handed over: server 2 is behind");
        leader.held.remove(2); // it has not said yet
        assertThat(why(handover.to(2, Duration.ofMillis(1)))).contains("server 2 is behind");
        assertThat(leader.attempts).isEmpty();

        var handed = handover.to(2, LONG);
        leader.held.put(2, 4_000L);
        assertThat(handed).succeedsWithin(LONG).isEqualTo(2);
    }

    @Test
    void whereAnyMayLeadTheNextOneIsTriedAfterOneThatDidNot() {
        leader.heard = List.of(1, 2);
        leader.endings.add(NOT_NOW);
        assertThat(handover.to(-1, LONG)).succeedsWithin(LONG).isEqualTo(2);
        assertThat(leader.attempts).containsExactly(1, 2);
    }

    @Test
    void itIsKeptWhereFewerThanAMajorityAnswer() {
        leader.heard = List.of(1);
        assertThat(why(handover.to(-1, LONG)))
                .isEqualTo("leadership was not handed over: no other server is up to date");
        assertThat(leader.attempts).isEmpty();
    }

    @Test
    void nothingIsTriedAnyMoreOnceLeadershipIsLost() {
        leader.endings.add(NOT_NOW);
        leader.holding = new CountDownLatch(1);
        var handed = handover.to(1, LONG);
        leader.leads = false;
        leader.holding.countDown();
        assertThat(why(handed)).endsWith("server 0 does not lead any more");
        assertThat(leader.attempts).hasSize(1);
    }

    @Test
    void whoAsksForWhatIsUnderWayWaitsForThat() {
        leader.holding = new CountDownLatch(1);
        var first = handover.to(1, LONG);
        var second = handover.to(1, LONG);
        assertThat(second.cancel(false)).as("one of them giving up ends no other").isTrue();
        leader.holding.countDown();
        assertThat(first).succeedsWithin(LONG).isEqualTo(1);
        assertThat(leader.attempts).containsExactly(1);
    }

    @Test
    void aServerThatMayWriteNothingTriesAllTheSame() {
        leader.writes = false;
        assertThat(handover.to(4, LONG)).succeedsWithin(LONG).isEqualTo(4);
        assertThat(leader.pulses).hasValue(1);
    }

    @Test
    void becauseOfAFaultItGoesToOneOfThoseThatAreTrusted() {
        handover.toOneOf(List.of(3, 0));
        await().until(() -> !leader.leads);
        assertThat(leader.attempts).containsExactly(3);
    }

    @Test
    void aStopWaitsUntilAnotherLeadsAndAsksOnce() {
        leader.endings.add(NOT_NOW);
        handover.stepAside();
        assertThat(leader.leads).isFalse();
        assertThat(leader.attempts).containsExactly(1, 2);
        leader.leads = true; // it came back
        handover.stepAside();
        assertThat(leader.attempts).hasSize(2);
    }

    @Test
    void aStopDoesNotWaitWhereNobodyCanTakeOver() {
        leader.heard = List.of();
        handover.stepAside();
        assertThat(leader.attempts).isEmpty();
    }

    @Test
    void aFollowerAndALoneServerGiveNothingAway() {
        handover(config(1)).stepAside();
        leader.leads = false;
        handover.stepAside();
        assertThat(leader.attempts).isEmpty();
        assertThat(leader.pulses).hasValue(0);
    }
}
