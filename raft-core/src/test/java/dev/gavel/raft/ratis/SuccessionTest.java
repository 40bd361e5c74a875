package dev.gavel.raft.ratis;

import static dev.gavel.raft.ratis.ToldReplica.end;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.raft.Peer;
import dev.gavel.raft.ReplicaConfig;
import dev.gavel.raft.ratis.LogQuestion.LogEnd;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** Server 1 of five, of which server 4 led, and what it is told of the others. */
class SuccessionTest {

    private static final int SELF = 1;
    private static final int LEADER = 4;
    private static final OptionalInt NOBODY = OptionalInt.empty();

    private final Told told = new Told();
    private final Succession succession = new Succession(SELF, LEADER, members(), told);

    private static final class Told extends ToldReplica {

        /** How long each takes to say where its log ends. */
        final Map<Integer, Duration> pauses = new ConcurrentHashMap<>();
        final Set<Integer> deaf = ConcurrentHashMap.newKeySet();

        Told() {
            super(LEADER);
            logs.putAll(Map.of(0, end(1, 7), 2, end(1, 7), 3, end(1, 7)));
        }

        @Override
        public Optional<LogEnd> logEndOf(int peer) {
            if (pauses.containsKey(peer)) {
                var asked = System.nanoTime();
                await().until(() -> System.nanoTime() - asked >= pauses.get(peer).toNanos());
            }
            return super.logEndOf(peer);
        }

        @Override
        public boolean letStand(int candidate, LogEnd end, int leader) {
            assertThat(end).isEqualTo(candidate == SELF ? OWN : logs.get(candidate));
            assertThat(leader).isEqualTo(LEADER);
            return !deaf.contains(candidate);
        }
    }

    private static Members members() {
        var peers = IntStream.range(0, 5).mapToObj(id -> new Peer(id, "127.0.0.1:1")).toList();
        return new Members(new ReplicaConfig("test", SELF, peers, Path.of("unused"),
                RatisGroup.tuning(20)), Optional.empty());
    }

    private OptionalInt next() throws InterruptedException {
        return next(true);
    }

    private OptionalInt next(boolean mayStand) throws InterruptedException {
        return succession.next(mayStand).stream().mapToInt(Succession.Candidate::id).findAny();
    }

    private void stands(int candidate) throws InterruptedException {
        stands(candidate, true);
    }

    private void stands(int candidate, boolean mayStand) throws InterruptedException {
        var next = succession.next(mayStand);
        assertThat(next.map(Succession.Candidate::id)).contains(candidate);
        succession.letStand(next.orElseThrow());
    }

    @Test
    void theLongestLogStandsFirst() throws InterruptedException {
        assertThat(next()).hasValue(SELF);
        told.logs.put(3, end(1, 9));
        assertThat(next()).hasValue(3);
    }

    @Test
    void ofThoseAsLongTheLowestStandsFirst() throws InterruptedException {
        told.logs.put(3, end(1, 8));
        assertThat(next()).hasValue(SELF);
        told.logs.put(0, end(1, 8));
        assertThat(next()).hasValue(0);
    }

    @Test
    void overtakesNobodyHoweverLateAnswersCome() throws InterruptedException {
        told.logs.remove(0);
        told.logs.put(3, end(1, 9));
        told.pauses.put(2, Duration.ofMillis(400));
        stands(3);
        assertThat(next()).isEqualTo(NOBODY);
    }

    @Test
    void theNextHasItsTurnWhenTheFirstDoesNotHear() throws InterruptedException {
        told.logs.put(3, end(1, 9));
        told.deaf.add(3);
        stands(3);
        stands(SELF);
        assertThat(next()).isEqualTo(NOBODY);
    }

    @Test
    void theNextHasItsTurnWhenNothingCameOfTheFirst() throws InterruptedException {
        told.logs.put(3, end(1, 9));
        stands(3);
        var asked = System.nanoTime();
        await().until(() -> next().equals(OptionalInt.of(SELF)));
        assertThat(Duration.ofNanos(System.nanoTime() - asked))
                .isGreaterThan(Duration.ofMillis(900));
    }

    @Test
    void oneThatAnsweredOnceKeepsItsTurnWhileItIsSlow() throws InterruptedException {
        told.logs.put(3, end(1, 9));
        told.pauses.put(3, Duration.ZERO);
        assertThat(next()).hasValue(3);
        told.pauses.put(3, Duration.ofSeconds(2));
        assertThat(next()).hasValue(3);
    }

    @Test
    void oneThatHasMuchToApplyStandsLast() throws InterruptedException {
        told.deaf.addAll(List.of(0, 2, 3));
        for (var candidate : List.of(0, 2, 3, SELF)) {
            stands(candidate, false);
        }
        assertThat(next(false)).isEqualTo(NOBODY);
    }

    @Test
    void nobodyStandsWithoutAMajority() throws InterruptedException {
        told.logs.keySet().removeAll(Set.of(0, 2));
        assertThat(next()).isEqualTo(NOBODY);
        told.logs.put(2, end(1, 7));
        assertThat(next()).hasValue(SELF);
    }

    @Test
    void nobodyStandsWhereSomebodyElseDoes() throws InterruptedException {
        told.logs.put(0, end(2, 7));
        assertThat(next()).isEqualTo(NOBODY);
    }

    @Test
    void allHaveAnotherTurnWhenNobodyHeard() throws InterruptedException {
        told.deaf.addAll(List.of(0, 1, 2, 3));
        for (var candidate : List.of(SELF, 0, 2, 3)) {
            stands(candidate);
        }
        assertThat(next()).isEqualTo(NOBODY);
        assertThat(next()).hasValue(SELF);
    }
}
