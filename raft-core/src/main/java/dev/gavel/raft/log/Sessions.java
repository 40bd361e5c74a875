package dev.gavel.raft.log;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.LogPosition;
import dev.gavel.raft.Read;
import dev.gavel.raft.Reply;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.raft.SessionLimits;
import dev.gavel.raft.Submission.Reason;
import org.jspecify.annotations.Nullable;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Exactly once: what each client was answered, so that a repeat gets its first answer and no command
 * takes effect twice. A function of the log alone, bounded by {@link SessionLimits}, and part of the
 * snapshot. One thread writes; {@link #freeze} gives others an unchanging copy.
 *
 * @see "docs/adr/0005-exactly-once.md; Ongaro, Consensus: Bridging Theory and Practice, 6.3"
 */
final class Sessions {

    /** Sessions looked at in each entry for having been idle too long. */
    private static final int SWEEP_PER_ENTRY = 4;
    /** Sessions looked at before opening another is refused. */
    private static final int SWEEP_WHEN_FULL = 256;

    private final PagedTable<Session> table;
    private final Keys keys = new Keys();
    private long epoch;
    private long first = 1;
    private long next = 1;
    private long open;
    private long hand = 1;

    Sessions() {
        table = new PagedTable<>();
    }

    /** What becomes of a command. */
    sealed interface Verdict {

        /** Not seen before: apply it and fill in the answer. */
        record Fresh(Answer answer) implements Verdict {}

        /** Seen before: this was, or within the same entry will be, the first answer. */
        record Repeat(Answer answer) implements Verdict {}

        /** Not to be applied. */
        record Refused(Reason reason, String message) implements Verdict {}
    }

    /** Lets time pass: forgets what has been idle or kept for too long. */
    void advance(long nowMillis) {
        keys.expire(nowMillis);
        sweep(SWEEP_PER_ENTRY, nowMillis, SessionLimits.sessionIdle().toMillis());
    }

    /** Opens a session; empty when there are too many that are in use. */
    Optional<Long> open(long nowMillis) {
        if (open >= SessionLimits.MAX_SESSIONS) {
            sweep(SWEEP_WHEN_FULL, nowMillis, SessionLimits.sessionIdleWhenFull().toMillis());
        }
        if (open >= SessionLimits.MAX_SESSIONS) {
            return Optional.empty();
        }
        var number = next++;
        table.put(number, new Session(number, epoch, nowMillis));
        open++;
        return Optional.of(number);
    }

    /** Decides whether {@code request} is new; a new one is remembered from here on. */
    Verdict check(Request request, Answer.Stamp stamp) {
        return switch (request.id()) {
            case RequestId.InSession id -> check(id, request, stamp);
            case RequestId.ByKey id -> check(id, request, stamp);
        };
    }

    private Verdict check(RequestId.InSession id, Request request, Answer.Stamp stamp) {
        if (id.seq() > RequestId.InSession.MAX_SEQ) { // its acknowledgement is no larger than it
            return new Verdict.Refused(Reason.WINDOW,
                    "commands of a session are numbered from 1 to "
                            + RequestId.InSession.MAX_SEQ);
        }
        var known = table.get(id.session());
        if (known == null) {
            return new Verdict.Refused(Reason.FORGOTTEN, "session " + id.session()
                    + " is not known to the house any more; open another");
        }
        var session = known.writable(epoch);
        if (session != known) {
            table.put(id.session(), session);
        }
        session.used(stamp.timeMillis());
        if (id.ackedBelow() > session.ackedBelow()) {
            session.ack(id.ackedBelow());
        }
        if (id.seq() < session.ackedBelow()) {
            return new Verdict.Refused(Reason.FORGOTTEN, "the answer to command " + id.seq()
                    + " was acknowledged and is not kept any more");
        }
        if (session.isBeyondWindow(id.seq())) {
            return new Verdict.Refused(Reason.WINDOW,
                    "command " + id.seq() + " is " + SessionLimits.MAX_WINDOW
                            + " or more beyond the oldest that is not acknowledged");
        }
        var given = session.answer(id.seq());
        if (given != null) {
            return repeat(given, request);
        }
        var fresh = new Answer(Answer.contentOf(request), stamp, null);
        session.put(id.seq(), fresh);
        return new Verdict.Fresh(fresh);
    }

    private Verdict check(RequestId.ByKey id, Request request, Answer.Stamp stamp) {
        var fresh = new Answer(Answer.contentOf(request), stamp, null);
        var key = Keys.idOf(request.principal(), id.key(), fresh);
        var given = keys.find(key);
        if (given != null) {
            return repeat(given, request);
        }
        keys.put(key);
        return new Verdict.Fresh(fresh);
    }

    private static Verdict repeat(Answer given, Request request) {
        return given.content() == Answer.contentOf(request) ? new Verdict.Repeat(given)
                : new Verdict.Refused(Reason.ALTERED,
                        "this id was used before for another command");
    }

    private void sweep(int steps, long nowMillis, long idleMillis) {
        for (var i = 0; i < steps && first < next; i++) {
            if (hand < first || hand >= next) {
                hand = first;
            }
            var session = table.get(hand);
            if (session != null && nowMillis - session.lastUsedMillis() > idleMillis) {
                table.remove(hand);
                open--;
                session = null;
            }
            if (session == null && hand == first) {
                first++;
            }
            hand++;
        }
    }

    /** The answers as they are now, for ever. */
    Frozen freeze() {
        epoch++;
        return new Frozen(table.freeze(), keys.freeze(), first, next, open, hand);
    }

    /** What {@link Frozen#save} wrote. */
    static Sessions load(DataInputStream in) throws IOException {
        var sessions = new Sessions();
        sessions.first = in.readLong();
        sessions.next = in.readLong();
        sessions.hand = in.readLong();
        sessions.open = in.readLong();
        for (var i = 0L; i < sessions.open; i++) {
            var session = new Session(in.readLong(), 0, in.readLong());
            session.ack(in.readLong());
            for (var seq = in.readLong(); seq != 0; seq = in.readLong()) {
                if (seq < session.ackedBelow() || session.isBeyondWindow(seq)) {
                    throw new IOException("damaged: an answer outside its session's window");
                }
                session.put(seq, loadAnswer(in));
            }
            sessions.table.put(session.number(), session);
        }
        var held = in.readLong();
        for (var i = 0L; i < held; i++) {
            sessions.keys.put(new Keys.Held(in.readLong(), in.readLong(), loadAnswer(in), null));
        }
        return sessions;
    }

    private static Answer loadAnswer(DataInputStream in) throws IOException {
        var content = in.readLong();
        var stamp = new Answer.Stamp(new LogPosition(in.readLong(), in.readLong()), in.readLong());
        return new Answer(content, stamp, new Reply.Encoded(Bytes.of(in.readNBytes(in.readInt()))));
    }

    /** An unchanging copy. */
    static final class Frozen implements Read.Answers {

        private final PagedTable.Frozen<Session> table;
        private final Keys.Frozen keys;
        private final long first;
        private final long next;
        private final long open;
        private final long hand;

        private Frozen(PagedTable.Frozen<Session> table, Keys.Frozen keys, long first, long next,
                long open, long hand) {
            this.table = table;
            this.keys = keys;
            this.first = first;
            this.next = next;
            this.open = open;
            this.hand = hand;
        }

        @Override
        public Optional<Reply> firstAnswer(RequestId id, String principal) {
            return Optional.ofNullable(answer(id, principal)).map(Answer::reply);
        }

        private @Nullable Answer answer(RequestId id, String principal) {
            return switch (id) {
                case RequestId.InSession in -> {
                    var session = table.get(in.session());
                    yield session == null || in.seq() < session.ackedBelow() ? null
                            : session.answer(in.seq());
                }
                case RequestId.ByKey by -> keys.find(Keys.idOf(principal, by.key(),
                        new Answer(0, new Answer.Stamp(LogPosition.START, 0), null)));
            };
        }

        /** Writes all of it. */
        void save(DataOutputStream out) throws IOException {
            try {
                out.writeLong(first);
                out.writeLong(next);
                out.writeLong(hand);
                out.writeLong(open);
                table.forEach(session -> save(session, out));
                out.writeLong(keys.count());
                keys.forEach(key -> {
                    writeLong(out, key.high());
                    writeLong(out, key.low());
                    save(key.answer(), out);
                });
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }

        private static void save(Session session, DataOutputStream out) {
            writeLong(out, session.number());
            writeLong(out, session.lastUsedMillis());
            writeLong(out, session.ackedBelow());
            session.forEach((seq, answer) -> {
                writeLong(out, seq);
                save(answer, out);
            });
            writeLong(out, 0);
        }

        private static void save(Answer answer, DataOutputStream out) {
            try {
                out.writeLong(answer.content());
                out.writeLong(answer.stamp().at().term());
                out.writeLong(answer.stamp().at().index());
                out.writeLong(answer.stamp().timeMillis());
                var reply = answer.reply().bytes();
                out.writeInt(reply.length());
                out.write(reply.array(), reply.offset(), reply.length());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void writeLong(DataOutputStream out, long value) {
            try {
                out.writeLong(value);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
