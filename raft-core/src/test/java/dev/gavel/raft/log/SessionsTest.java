package dev.gavel.raft.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.LogPosition;
import dev.gavel.raft.Reply;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.raft.SessionLimits;
import dev.gavel.raft.Submission.Reason;
import dev.gavel.raft.log.Sessions.Verdict;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;

class SessionsTest {

    private final Sessions sessions = new Sessions();
    private long now = 1_000_000;
    private long index;
    private boolean strict;

    private Verdict check(RequestId id, String payload) {
        return check("ann", id, payload);
    }

    private Verdict check(String principal, RequestId id, String payload) {
        var stamp = new Answer.Stamp(new LogPosition(1, ++index), now);
        sessions.advance(now, strict);
        var verdict = sessions.check(new Request(id, principal, Bytes.utf8(payload)), stamp,
                strict);
        if (verdict instanceof Verdict.Fresh fresh) {
            fresh.answer().fill(new Reply.Encoded(Bytes.utf8("re " + payload)));
        }
        return verdict;
    }

    private static String answer(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Repeat.class);
        return ((Verdict.Repeat) verdict).answer().reply().bytes().asUtf8();
    }

    private static Reason reason(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Refused.class);
        return ((Verdict.Refused) verdict).reason();
    }

    @Test
    void holdsAWholeWindowAndNoMore() {
        var session = sessions.open(0, "", now).orElseThrow();
        for (var seq = 1; seq <= SessionLimits.MAX_WINDOW; seq++) {
            assertThat(check(new RequestId.InSession(session, seq, 1), "c" + seq))
                    .isInstanceOf(Verdict.Fresh.class);
        }
        var beyond = SessionLimits.MAX_WINDOW + 1;
        assertThat(reason(check(new RequestId.InSession(session, beyond, 1), "x")))
                .isEqualTo(Reason.WINDOW);
        assertThat(check(new RequestId.InSession(session, beyond, 2), "x"))
                .isInstanceOf(Verdict.Fresh.class);
        assertThat(answer(check(new RequestId.InSession(session, 2, 2), "c2"))).isEqualTo("re c2");
    }

    @Test
    void takesNumbersThatNoClientReachesAsEarlierProgramsDid() {
        var session = sessions.open(0, "", now).orElseThrow();
        var nanos = 1_900_000_000_000_000_000L; // a clock's
        assertThat(check(new RequestId.InSession(session, nanos, nanos), "c1"))
                .isInstanceOf(Verdict.Fresh.class);
        assertThat(answer(check(new RequestId.InSession(session, nanos, nanos), "c1")))
                .isEqualTo("re c1");
    }

    @Test
    void refusesNumbersThatNoClientReachesAndRemembersNothingOfThem() throws IOException {
        strict = true;
        var session = sessions.open(0, "", now).orElseThrow();
        check(new RequestId.InSession(session, 1, 1), "c1");
        var before = save(sessions.freeze());
        for (var seq : new long[]{RequestId.InSession.MAX_SEQ + 1, Long.MAX_VALUE - 1,
                Long.MAX_VALUE}) {
            for (var acked : new long[]{0, 1, seq - 1, seq}) {
                assertThat(reason(check(new RequestId.InSession(session, seq, acked), "x")))
                        .isEqualTo(Reason.WINDOW);
            }
        }
        assertThat(save(sessions.freeze())).isEqualTo(before);
        assertThat(check(new RequestId.InSession(session, 2, 2), "c2"))
                .isInstanceOf(Verdict.Fresh.class);
    }

    @Test
    void keepsTheAnswersToTheLargestNumbersWhenSavedAndLoaded() throws IOException {
        var most = RequestId.InSession.MAX_SEQ;
        var session = sessions.open(0, "", now).orElseThrow();
        for (var seq = most - 40; seq < most; seq++) {
            check(new RequestId.InSession(session, seq, most - 40), "c" + seq);
        }
        check(new RequestId.InSession(session, most, most), "last");
        var loaded = Sessions.load(
                new DataInputStream(new ByteArrayInputStream(save(sessions.freeze()))), false);
        var repeat = loaded.check(new Request(new RequestId.InSession(session, most, most), "ann",
                Bytes.utf8("last")), new Answer.Stamp(new LogPosition(1, ++index), now), strict);
        assertThat(answer(repeat)).isEqualTo("re last");
    }

    @Test
    void aSessionAtTheEndOfAllNumbersHandsOverItsAnswers() {
        var session = new Session(1, 1, "", 0, now);
        session.ack(Long.MAX_VALUE);
        session.put(Long.MAX_VALUE,
                new Answer(1, new Answer.Stamp(LogPosition.START, now), null));
        var found = new ArrayList<Long>();
        session.forEach((seq, answer) -> found.add(seq));
        assertThat(found).containsExactly(Long.MAX_VALUE);
    }

    @Test
    void forgetsASessionThatWasIdleTooLongAndNeverAppliesItsRepeats() {
        var session = sessions.open(0, "", now).orElseThrow();
        check(new RequestId.InSession(session, 1, 1), "c");
        now += SessionLimits.sessionIdle().plusMillis(1).toMillis();
        assertThat(reason(check(new RequestId.InSession(session, 1, 1), "c")))
                .isEqualTo(Reason.FORGOTTEN);
    }

    @Test
    void keepsASessionThatIsInUse() {
        var session = sessions.open(0, "", now).orElseThrow();
        for (var seq = 1; seq < 10; seq++) {
            now += SessionLimits.sessionIdle().toMillis() / 2;
            assertThat(check(new RequestId.InSession(session, seq, seq), "c"))
                    .isInstanceOf(Verdict.Fresh.class);
        }
    }

    @Test
    void remembersAKeyForAWholeDay() {
        check(new RequestId.ByKey("k"), "c");
        now += Duration.ofHours(24).toMillis();
        assertThat(answer(check(new RequestId.ByKey("k"), "c"))).isEqualTo("re c");
        now += 2;
        assertThat(check(new RequestId.ByKey("k"), "c")).isInstanceOf(Verdict.Fresh.class);
    }

    @Test
    @Tag("slow")
    void dropsTheOldestKeyBeyondTheBound() {
        for (var i = 0; i <= SessionLimits.MAX_KEYS; i++) {
            check(new RequestId.ByKey("k" + i), "c");
        }
        sessions.advance(now, strict);
        assertThat(answer(check(new RequestId.ByKey("k1"), "c"))).isEqualTo("re c");
        assertThat(check(new RequestId.ByKey("k0"), "c")).isInstanceOf(Verdict.Fresh.class);
    }

    /** Whoever uses many keys pushes out nobody's but the own ones, and those are never applied again. */
    @Test
    @Tag("slow")
    void refusesAKeyThatItsOwnPrincipalPushedOutAndKeepsThoseOfOthers() throws IOException {
        strict = true;
        check("bob", new RequestId.ByKey("k"), "c");
        for (var i = 0; i <= SessionLimits.MAX_KEYS_OF_ONE; i++) {
            check(new RequestId.ByKey("k" + i), "c");
        }
        assertThat(reason(check(new RequestId.ByKey("k0"), "c"))).isEqualTo(Reason.FORGOTTEN);
        assertThat(answer(check(new RequestId.ByKey("k1"), "c"))).isEqualTo("re c");
        assertThat(answer(check("bob", new RequestId.ByKey("k"), "c"))).isEqualTo("re c");
        assertThat(check("bob", new RequestId.ByKey("k0"), "c")).isInstanceOf(Verdict.Fresh.class);

        var saved = save(sessions.freeze());
        var loaded = Sessions.load(new DataInputStream(new ByteArrayInputStream(saved)), true);
        assertThat(save(loaded.freeze())).isEqualTo(saved);
        var stamp = new Answer.Stamp(new LogPosition(1, ++index), now);
        assertThat(reason(loaded.check(new Request(new RequestId.ByKey("k0"), "ann",
                Bytes.utf8("c")), stamp, true))).isEqualTo(Reason.FORGOTTEN);

        now += SessionLimits.keyMemory().toMillis();
        assertThat(reason(check(new RequestId.ByKey("k0"), "c"))).isEqualTo(Reason.FORGOTTEN);
        now += Duration.ofHours(12).toMillis();
        assertThat(check(new RequestId.ByKey("k0"), "c")).isInstanceOf(Verdict.Fresh.class);
    }

    @Test
    @Tag("slow")
    void refusesWhatWasPushedOutByThoseOfManyPrincipals() {
        strict = true;
        for (var i = 0; i <= SessionLimits.MAX_KEYS; i++) {
            check("p" + i % 20, new RequestId.ByKey("k" + i), "c");
        }
        sessions.advance(now, strict);
        assertThat(reason(check("p0", new RequestId.ByKey("k0"), "c")))
                .isEqualTo(Reason.FORGOTTEN);
        assertThat(answer(check("p1", new RequestId.ByKey("k1"), "c"))).isEqualTo("re c");
    }

    @Test
    @Tag("slow")
    void takesFewNewKeysForForgottenOnes() {
        var forgotten = new ForgottenKeys();
        var random = new Random(3);
        for (var i = 0; i < 1_000_000; i++) {
            forgotten.add(random.nextLong(), random.nextLong(), now);
        }
        var taken = 0;
        for (var i = 0; i < 100_000; i++) {
            taken += forgotten.mayHold(random.nextLong(), random.nextLong()) ? 1 : 0;
        }
        assertThat(taken).isLessThan(100);
    }

    @Test
    void refusesToOpenMoreSessionsThanTheBoundUntilOneIsIdle() {
        for (var i = 0; i < SessionLimits.MAX_SESSIONS; i++) {
            assertThat(sessions.open(0, "", now)).isPresent();
        }
        assertThat(sessions.open(0, "", now)).isEmpty();
        now += SessionLimits.sessionIdleWhenFull().plusMillis(1).toMillis();
        assertThat(sessions.open(0, "", now)).isPresent();
    }

    @Test
    void isTheSameAfterBeingSavedAndLoaded() throws IOException {
        var session = sessions.open(0, "", now).orElseThrow();
        sessions.open(0, "", now);
        for (var seq = 1; seq <= 300; seq += 3) {
            check(new RequestId.InSession(session, seq, Math.max(1, seq - 50)), "c" + seq);
            check(new RequestId.ByKey("k" + seq), "d" + seq);
        }
        var saved = save(sessions.freeze());
        var loaded = Sessions.load(new DataInputStream(new ByteArrayInputStream(saved)), false);
        assertThat(save(loaded.freeze())).isEqualTo(saved);
        var stamp = new Answer.Stamp(new LogPosition(1, ++index), now);
        var repeat = loaded.check(new Request(new RequestId.InSession(session, 298, 248), "ann",
                Bytes.utf8("c298")), stamp, strict);
        assertThat(answer(repeat)).isEqualTo("re c298");
        assertThat(answer(loaded.check(
                new Request(new RequestId.ByKey("k1"), "ann", Bytes.utf8("d1")), stamp, strict)))
                .isEqualTo("re d1");
    }

    /** To the byte what programs before names wrote and read. */
    @Test
    void isSavedWithoutNamesWhileNoSessionHasOneAndAgainAfterTheyWent() throws IOException {
        sessions.open(0, "", now);
        var before = save(sessions.freeze());
        assertThat(sessions.freeze().needsSecond()).isFalse();
        assertThat(before).hasSize(4 * 8 + 3 * 8 + 8 + 8);
        assertThat(sessions.open(1L << 58, "ann", now)).contains(1L << 58);
        assertThat(sessions.open(1L << 58, "bob", now)).isEmpty();
        var frozen = sessions.freeze();
        assertThat(frozen.needsSecond()).isTrue();
        var loaded = Sessions.load(
                new DataInputStream(new ByteArrayInputStream(save(frozen))), true);
        assertThat(save(loaded.freeze())).isEqualTo(save(frozen));
        now += SessionLimits.sessionIdle().plusMillis(1).toMillis();
        sessions.advance(now, strict);
        assertThat(sessions.freeze().needsSecond()).isFalse();
        assertThat(sessions.open(1L << 58, "bob", now)).contains(1L << 58);
    }

    @Test
    void aFrozenCopyDoesNotChange() throws IOException {
        var session = sessions.open(0, "", now).orElseThrow();
        check(new RequestId.InSession(session, 1, 1), "c");
        var frozen = sessions.freeze();
        var before = save(frozen);
        check(new RequestId.InSession(session, 2, 2), "d");
        check(new RequestId.ByKey("k"), "e");
        assertThat(save(frozen)).isEqualTo(before);
        assertThat(frozen.firstAnswer(new RequestId.InSession(session, 2, 2), "ann")).isEmpty();
        assertThat(sessions.freeze().firstAnswer(new RequestId.InSession(session, 2, 2), "ann"))
                .isPresent();
    }

    private static byte[] save(Sessions.Frozen frozen) throws IOException {
        var bytes = new ByteArrayOutputStream();
        frozen.save(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }
}
