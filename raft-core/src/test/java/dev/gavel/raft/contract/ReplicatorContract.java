package dev.gavel.raft.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.raft.AppliedListener;
import dev.gavel.raft.Bytes;
import dev.gavel.raft.Consistency;
import dev.gavel.raft.LogPosition;
import dev.gavel.raft.Read;
import dev.gavel.raft.Replicator;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.raft.Submission;
import dev.gavel.raft.Submission.Committed;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What every {@link Replicator} promises, tried with a machine that a subclass chooses.
 *
 * @param <S> the machine's state
 * @param <E> the machine's events, of which two that say the same are equal
 */
public abstract class ReplicatorContract<S, E> {

    private static final String PRINCIPAL = "ann";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int SOME = 50;
    private static final int MANY = 500;

    /** The replica that takes writes. */
    protected abstract Replicator<S, E> leader();

    /** All replicas, the leader among them. */
    protected abstract List<Replicator<S, E>> all();

    /** One command of many: those of different numbers have different bytes. */
    protected abstract Bytes command(int number);

    @Test
    void givesARepeatTheFirstAnswerAndAppliesItOnce() {
        var first = committed(submit(key("k1"), PRINCIPAL, command(1)));
        var second = committed(submit(key("k2"), PRINCIPAL, command(2)));
        var again = committed(submit(key("k1"), PRINCIPAL, command(1)));
        assertThat(first.repeated() || second.repeated()).isFalse();
        assertThat(again.repeated()).isTrue();
        assertThat(again.at()).isEqualTo(first.at());
        assertThat(again.reply().bytes()).isEqualTo(first.reply().bytes());
    }

    @Test
    void refusesAnIdThatComesBackWithAnotherCommand() {
        committed(submit(key("k1"), PRINCIPAL, command(1)));
        assertRefused(submit(key("k1"), PRINCIPAL, command(2)), Submission.Reason.ALTERED);
    }

    @Test
    void keepsTheSameKeyOfTwoPrincipalsApart() {
        assertThat(committed(submit(key("k"), PRINCIPAL, command(1))).repeated()).isFalse();
        assertThat(committed(submit(key("k"), "bob", command(1))).repeated()).isFalse();
    }

    @Test
    void numbersTheCommandsOfASession() {
        var session = openSession();
        committed(inSession(session, 1, 1, command(1)));
        var third = committed(inSession(session, 3, 1, command(3)));
        assertThat(committed(inSession(session, 2, 1, command(2))).repeated()).isFalse();
        var again = committed(inSession(session, 3, 1, command(3)));
        assertThat(again.repeated()).isTrue();
        assertThat(again.reply().bytes()).isEqualTo(third.reply().bytes());
    }

    @Test
    void refusesARepeatOfWhatWasAcknowledged() {
        var session = openSession();
        committed(inSession(session, 1, 1, command(1)));
        committed(inSession(session, 2, 2, command(2)));
        assertRefused(inSession(session, 1, 1, command(1)), Submission.Reason.FORGOTTEN);
    }

    @Test
    void refusesASessionItNeverOpened() {
        assertRefused(inSession(4711, 1, 1, command(1)), Submission.Reason.FORGOTTEN);
    }

    @Test
    void keepsTheOrderOfOneSubmitter() {
        var session = openSession();
        var pending = new ArrayList<CompletableFuture<Submission>>();
        for (var seq = 1; seq <= MANY; seq++) {
            pending.add(leader().submit(
                    new Request(new RequestId.InSession(session, seq, 1), PRINCIPAL,
                            command(seq))));
        }
        var last = 0L;
        for (var each : pending) {
            var index = committed(each.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join())
                    .at()
                    .index();
            assertThat(index).isGreaterThanOrEqualTo(last);
            last = index;
        }
    }

    @Test
    void showsEveryReplicaWhatWasAcknowledged() {
        for (var n = 1; n <= 20; n++) {
            var done = committed(submit(key("k" + n), PRINCIPAL, command(n)));
            for (var replica : all()) {
                var read = read(replica);
                assertThat(read.at().index()).isGreaterThanOrEqualTo(done.at().index());
                assertThat(read.timeMillis()).isGreaterThanOrEqualTo(done.timeMillis());
            }
        }
    }

    @Test
    void tellsListenersEachEventOnceAndInOrder() {
        var heard = new ArrayList<Heard<S, E>>();
        for (var replica : all()) {
            var mine = new Heard<S, E>();
            heard.add(mine);
            replica.addListener(mine);
        }
        var last = LogPosition.START;
        for (var n = 1; n <= SOME; n++) {
            last = committed(submit(key("k" + n), PRINCIPAL, command(n))).at();
        }
        var end = last.index();
        for (var mine : heard) {
            await().atMost(PATIENCE).until(() -> mine.upTo >= end);
            assertThat(mine.restored).hasValue(1);
            assertThat(mine.eventsUpTo(end)).isEqualTo(heard.get(0).eventsUpTo(end));
        }
    }

    @Test
    void agreesOnTheRunningDigest() {
        for (var n = 1; n <= 2 * SOME; n++) {
            committed(submit(key("k" + n), PRINCIPAL, command(n)));
        }
        for (var replica : all()) {
            await().atMost(PATIENCE).untilAsserted(() -> {
                var leading = leader().status(); // an idle group writes one more entry
                var status = replica.status();
                assertThat(status.digestIndex()).isEqualTo(leading.digestIndex());
                assertThat(status.digest()).isEqualTo(leading.digest());
            });
        }
    }

    @Test
    void survivesGarbage() {
        committed(submit(key("k1"), PRINCIPAL, Bytes.EMPTY));
        committed(submit(key("k2"), PRINCIPAL, Bytes.utf8("\u0000\uffff{[")));
        committed(submit(key("k3"), PRINCIPAL, command(1)));
        assertThat(all()).noneMatch(replica -> replica.fault().isDone());
    }

    @Test
    void remembersAnswersAcrossASnapshot() {
        var session = openSession();
        var one = committed(inSession(session, 1, 1, command(1))).reply().bytes();
        var other = committed(submit(key("k"), PRINCIPAL, command(2))).reply().bytes();
        assertThat(leader().takeSnapshot().join()).isPositive();
        assertThat(committed(inSession(session, 1, 1, command(1))).reply().bytes()).isEqualTo(one);
        assertThat(committed(submit(key("k"), PRINCIPAL, command(2))).reply().bytes())
                .isEqualTo(other);
        assertThat(read(leader()).answers().firstAnswer(key("k"), PRINCIPAL))
                .hasValueSatisfying(answer -> assertThat(answer.bytes()).isEqualTo(other));
    }

    /** How a command ended. */
    protected final Submission submit(RequestId id, String principal, Bytes command) {
        return leader().submit(new Request(id, principal, command))
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** How a command of a session ended. */
    protected final Submission inSession(long session, long seq, long ackedBelow, Bytes command) {
        return submit(new RequestId.InSession(session, seq, ackedBelow), PRINCIPAL, command);
    }

    /** What a new session is called that belongs to nobody. */
    protected final long openSession() {
        return Long.parseLong(
                committed(leader().openSession("").join()).reply().bytes().asUtf8());
    }

    /** The id of a single call. */
    protected static RequestId key(String key) {
        return new RequestId.ByKey(key);
    }

    /** What must have been committed. */
    protected static Committed committed(Submission submission) {
        assertThat(submission).isInstanceOf(Committed.class);
        return (Committed) submission;
    }

    /** That it was refused, and why. */
    protected static void assertRefused(Submission submission, Submission.Reason reason) {
        assertThat(submission).isInstanceOfSatisfying(Submission.Refused.class,
                refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    /** A linearizable read. */
    protected static <T> Read<T> read(Replicator<T, ?> replica) {
        return replica.read(Consistency.LINEARIZABLE)
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** What one replica tells. */
    private static final class Heard<S, E> implements AppliedListener<S, E> {

        private record At<E>(long index, E event) {}

        private final List<At<E>> events = new CopyOnWriteArrayList<>();
        private final AtomicInteger restored = new AtomicInteger();
        private volatile long upTo;

        @Override
        public synchronized void applied(LogPosition at, long timeMillis,
                List<? extends E> all, S after) {
            all.forEach(event -> events.add(new At<>(at.index(), event)));
            upTo = at.index();
        }

        @Override
        public synchronized void restored(LogPosition at, long timeMillis, S state) {
            restored.incrementAndGet();
        }

        List<At<E>> eventsUpTo(long index) {
            return events.stream().filter(one -> one.index() <= index).toList();
        }
    }
}
