package dev.gavel.raft.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.raft.Submission;
import dev.gavel.raft.contract.ReplicatorContract;
import dev.gavel.raft.register.RegisterMachine.Registers;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What every replica promises, told by the values of registers. */
public abstract class RegistersContract extends ReplicatorContract<Registers, String> {

    @Override
    protected final Bytes command(int number) {
        return Bytes.utf8("set a " + number);
    }

    @Test
    void whatComesTwiceIsAppliedOnce() {
        assertThat(ask("k1", "add n 5")).isEqualTo("5");
        assertThat(ask("k2", "add n 5")).isEqualTo("10");
        assertThat(ask("k1", "add n 5")).isEqualTo("5");
        submit(key("k1"), "ann", Bytes.utf8("add n 6")); // is refused
        var session = openSession();
        for (var times = 0; times < 2; times++) {
            assertThat(reply(inSession(session, 1, 1, Bytes.utf8("add n 1")))).isEqualTo("11");
        }
        assertThat(read(leader()).state().value("n")).isEqualTo("11");
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
        var add = Bytes.utf8("add n 1");
        var anns = Long.parseLong(reply(leader().openSession("ann").join()));
        assertThat(reply(inSession(anns, 1, 1, add))).isEqualTo("1");
        assertRefused(submit(new RequestId.InSession(anns, 2, 2), "bob", add),
                Submission.Reason.FORGOTTEN);
        for (var guess = 1L; guess < 20; guess++) { // one of them is its number
            assertRefused(inSession(guess, 5, 5, add), Submission.Reason.FORGOTTEN);
        }
        // neither has acknowledged anything away
        var repeat = committed(inSession(anns, 1, 1, add));
        assertThat(reply(repeat)).isEqualTo("1");
        assertThat(repeat.repeated()).isTrue();
    }

    @Test
    void answersManyOfOneSubmitterInTheirOrder() {
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

    /** The machine's reply to a command under an idempotency key. */
    protected final String ask(String key, String command) {
        return reply(submit(key(key), "ann", Bytes.utf8(command)));
    }

    /** The request for a command. */
    protected static Request request(RequestId id, String principal, String command) {
        return new Request(id, principal, Bytes.utf8(command));
    }

    /** The reply within a submission that must have been committed. */
    protected static String reply(Submission submission) {
        return committed(submission).reply().bytes().asUtf8();
    }
}
