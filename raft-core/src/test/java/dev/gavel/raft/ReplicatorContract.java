package dev.gavel.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.raft.register.RegisterMachine.Registers;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** What every {@link Replicator} promises, with registers as the machine. */
public abstract class ReplicatorContract {

    /** The replica that takes writes. */
    protected abstract Replicator<Registers, String> leader();

    /** All replicas, the leader among them. */
    protected abstract List<Replicator<Registers, String>> all();

    @Test
    void answersACommandWithTheMachinesReply() {
        assertThat(ask("one", "set a 1")).isEqualTo("");
        assertThat(ask("two", "set a 2")).isEqualTo("1");
    }

    @Test
    void givesARepeatTheFirstAnswerAndAppliesItOnce() {
        assertThat(ask("k1", "add n 5")).isEqualTo("5");
        assertThat(ask("k2", "add n 5")).isEqualTo("10");
        var again = submit(key("k1"), "ann", "add n 5");
        assertThat(again).isInstanceOfSatisfying(Submission.Committed.class, committed -> {
            assertThat(committed.reply().bytes().asUtf8()).isEqualTo("5");
            assertThat(committed.repeated()).isTrue();
        });
        assertThat(read(leader()).state().value("n")).isEqualTo("10");
    }

    @Test
    void refusesAnIdThatComesBackWithAnotherCommand() {
        ask("k1", "add n 5");
        assertThat(submit(key("k1"), "ann", "add n 6")).isInstanceOfSatisfying(
                Submission.Refused.class,
                refused -> assertThat(refused.reason()).isEqualTo(Submission.Reason.ALTERED));
        assertThat(read(leader()).state().value("n")).isEqualTo("5");
    }

    @Test
    void keepsTheSameKeyOfTwoPrincipalsApart() {
        assertThat(reply(submit(key("k"), "ann", "add n 1"))).isEqualTo("1");
        assertThat(reply(submit(key("k"), "bob", "add n 1"))).isEqualTo("2");
    }

    @Test
    void numbersTheCommandsOfASession() {
        var session = openSession();
        assertThat(reply(inSession(session, 1, 1, "add n 1"))).isEqualTo("1");
        assertThat(reply(inSession(session, 3, 1, "add n 1"))).isEqualTo("2");
        assertThat(reply(inSession(session, 2, 1, "add n 1"))).isEqualTo("3");
        assertThat(reply(inSession(session, 3, 1, "add n 1"))).isEqualTo("2");
    }

    @Test
    void refusesARepeatOfWhatWasAcknowledged() {
        var session = openSession();
        inSession(session, 1, 1, "add n 1");
        inSession(session, 2, 2, "add n 1");
        assertThat(inSession(session, 1, 1, "add n 1")).isInstanceOfSatisfying(
                Submission.Refused.class,
                refused -> assertThat(refused.reason()).isEqualTo(Submission.Reason.FORGOTTEN));
        assertThat(read(leader()).state().value("n")).isEqualTo("2");
    }

    @Test
    void aSessionIsANumberUntilAllServersKnowOfNames() {
        assertThat(openSession()).isLessThan(1_000_000);
        ask("v", "set version 2");
        assertThat(List.of(openSession(), openSession())).doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(name).isBetween(1L << 58, (1L << 59) - 1));
    }

    @Test
    void nobodyElseUsesASessionByItsNameOrByItsNumber() {
        ask("v", "set version 2");
        var anns = Long.parseLong(reply(leader().openSession("ann").join()));
        assertThat(reply(inSession(anns, 1, 1, "add n 1"))).isEqualTo("1");
        var bobs = leader().submit(request(new RequestId.InSession(anns, 2, 2), "bob", "add n 1"))
                .join();
        assertThat(bobs).isInstanceOfSatisfying(Submission.Refused.class,
                no -> assertThat(no.reason()).isEqualTo(Submission.Reason.FORGOTTEN));
        for (var guess = 1L; guess < 20; guess++) { // one of them is its number
            assertThat(inSession(guess, 5, 5, "add n 1"))
                    .isInstanceOfSatisfying(Submission.Refused.class,
                            no -> assertThat(no.reason())
                                    .isEqualTo(Submission.Reason.FORGOTTEN));
        }
        // neither has acknowledged anything away
        var repeat = inSession(anns, 1, 1, "add n 1");
        assertThat(reply(repeat)).isEqualTo("1");
        assertThat(((Submission.Committed) repeat).repeated()).isTrue();
    }

    @Test
    void refusesASessionItNeverOpened() {
        assertThat(inSession(4711, 1, 1, "add n 1")).isInstanceOfSatisfying(
                Submission.Refused.class,
                refused -> assertThat(refused.reason()).isEqualTo(Submission.Reason.FORGOTTEN));
    }

    @Test
    void keepsTheOrderOfOneSubmitter() {
        var session = openSession();
        var pending = new ArrayList<CompletableFuture<Submission>>();
        for (var seq = 1L; seq <= 2_000; seq++) {
            pending.add(leader().submit(request(new RequestId.InSession(session, seq, 1), "ann",
                    "set last " + seq)));
        }
        for (var seq = 1; seq <= pending.size(); seq++) {
            assertThat(reply(pending.get(seq - 1).join()))
                    .isEqualTo(seq == 1 ? "" : "" + (seq - 1));
        }
    }

    @Test
    void letsTimeItselfActWithoutACommand() {
        ask("k", "alarm " + (System.currentTimeMillis() + 50));
        await().atMost(Duration.ofSeconds(5))
                .until(() -> read(leader()).state().value("rung").equals("1"));
    }

    @Test
    void showsEveryReplicaWhatWasAcknowledged() {
        for (var i = 1; i <= 20; i++) {
            ask("k" + i, "set a " + i);
            for (var replica : all()) {
                assertThat(read(replica).state().value("a")).isEqualTo("" + i);
            }
        }
    }

    @Test
    void tellsListenersEachEventOnceAndInOrder() {
        var heard = new ArrayList<List<String>>();
        for (var replica : all()) {
            var mine = new CopyOnWriteArrayList<String>();
            heard.add(mine);
            replica.addListener(new AppliedListener<>() {
                @Override
                public void applied(LogPosition at, long timeMillis,
                        List<? extends String> events, Registers after) {
                    mine.addAll(events);
                }

                @Override
                public void restored(LogPosition at, long timeMillis, Registers state) {}
            });
        }
        var expected = new ArrayList<String>();
        for (var i = 0; i < 50; i++) {
            ask("k" + i, "set a " + i);
            expected.add("a=" + i);
        }
        for (var mine : heard) {
            await().atMost(Duration.ofSeconds(5)).until(() -> mine.size() >= 50);
            assertThat(mine).isEqualTo(expected);
        }
    }

    @Test
    void agreesOnTheRunningDigest() {
        for (var i = 0; i < 100; i++) {
            ask("k" + i, "add n " + i);
        }
        for (var replica : all()) {
            await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
                var leading = leader().status(); // an idle house writes one more entry
                var status = replica.status();
                assertThat(status.digestIndex()).isEqualTo(leading.digestIndex());
                assertThat(status.digest()).isEqualTo(leading.digest());
            });
        }
    }

    @Test
    void survivesGarbage() {
        assertThat(ask("k1", "")).isEqualTo("?");
        assertThat(ask("k2", "\u0000\uffff{[")).isEqualTo("?");
        assertThat(ask("k3", "set a 1")).isEqualTo("");
    }

    @Test
    void remembersAnswersAcrossASnapshot() {
        var session = openSession();
        assertThat(reply(inSession(session, 1, 1, "add n 1"))).isEqualTo("1");
        assertThat(ask("k", "add n 1")).isEqualTo("2");
        assertThat(leader().takeSnapshot().join()).isPositive();
        assertThat(reply(inSession(session, 1, 1, "add n 1"))).isEqualTo("1");
        assertThat(ask("k", "add n 1")).isEqualTo("2");
        assertThat(read(leader()).answers().firstAnswer(key("k"), "ann"))
                .hasValueSatisfying(answer -> assertThat(answer.bytes().asUtf8()).isEqualTo("2"));
    }

    /** The machine's reply to a command under an idempotency key. */
    protected final String ask(String key, String command) {
        return reply(submit(key(key), "ann", command));
    }

    /** How a command ended. */
    protected final Submission submit(RequestId id, String principal, String command) {
        return leader().submit(request(id, principal, command))
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private Submission inSession(long session, long seq, long ackedBelow, String command) {
        return submit(new RequestId.InSession(session, seq, ackedBelow), "ann", command);
    }

    private long openSession() {
        return Long.parseLong(reply(leader().openSession("").join()));
    }

    /** The request for a command. */
    protected static Request request(RequestId id, String principal, String command) {
        return new Request(id, principal, Bytes.utf8(command));
    }

    /** The id of a single call. */
    protected static RequestId key(String key) {
        return new RequestId.ByKey(key);
    }

    /** The reply within a submission that must have been committed. */
    protected static String reply(Submission submission) {
        assertThat(submission).isInstanceOf(Submission.Committed.class);
        return ((Submission.Committed) submission).reply().bytes().asUtf8();
    }

    /** A linearizable read. */
    protected static Read<Registers> read(Replicator<Registers, String> replica) {
        return replica.read(Consistency.LINEARIZABLE).orTimeout(10, TimeUnit.SECONDS).join();
    }
}
