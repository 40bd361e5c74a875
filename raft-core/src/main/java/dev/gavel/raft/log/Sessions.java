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
 * Remembers the first answers, so that a command takes effect exactly once: a repeat gets its first
 * answer again. The content follows from the log alone, is bounded by {@link SessionLimits}, and is
 * part of the snapshot. One thread writes; {@link #freeze} gives other threads an unchanging copy.
 *
 * @see "docs/adr/0005-exactly-once.md; Ongaro, Consensus: Bridging Theory and Practice, 6.3"
 */
final class Sessions {

    /** Sessions looked at in each entry for having been idle too long. */
    private static final int SWEEP_PER_ENTRY = 4;
    /** Sessions looked at before opening another is refused. */
    private static final int SWEEP_WHEN_FULL = 256;

    /** A command's acknowledgement is no larger than its number. */
    private static final long MAX_SEQ = RequestId.InSession.MAX_SEQ;

    private final PagedTable<Session> table;
    private final SessionNames names = new SessionNames();
    private final Keys keys = new Keys();
    private long epoch;
    private long first = 1;
    private long next = 1;
    private long open;
    private long hand = 1;

    Sessions() {
        table = new PagedTable<>();
    }

    /** How a command is to be treated. */
    sealed interface Verdict {

        /** Not seen before: apply it and fill in the answer. */
        record Fresh(Answer answer) implements Verdict {}

        /** Seen before: this was, or within the same entry will be, the first answer. */
        record Repeat(Answer answer) implements Verdict {}

        /** Not to be applied. */
        record Refused(Reason reason, String message) implements Verdict {}
    }

    /**
     * Lets time pass: forgets sessions that have been idle, and keys that have been kept, for too
     * long.
     */
    void advance(long nowMillis, boolean refusesForgottenKeys) {
        keys.expire(nowMillis, refusesForgottenKeys);
        sweep(SWEEP_PER_ENTRY, nowMillis, SessionLimits.sessionIdle().toMillis());
    }

    /**
     * Opens a session.
     *
     * @param name the name it is to have; 0: its number
     * @param principal the only user who may use it; the empty string: anybody who knows its name
     * @return its name; empty if too many sessions are in use
     */
    Optional<Long> open(long name, String principal, long nowMillis) {
        if (open >= SessionLimits.MAX_SESSIONS) {
            sweep(SWEEP_WHEN_FULL, nowMillis, SessionLimits.sessionIdleWhenFull().toMillis());
        }
        if (open >= SessionLimits.MAX_SESSIONS || names.find(name) != 0) {
            return Optional.empty();
        }
        var number = next++;
        var session = SessionNames.isName(name)
                ? new Session(number, name, principal, epoch, nowMillis)
                : new Session(number, number, "", epoch, nowMillis);
        table.put(number, session);
        names.put(session);
        open++;
        return Optional.of(session.name());
    }

    /** The session of this name, if {@code principal} may use it; null otherwise. */
    private @Nullable Session find(long name, String principal) {
        var number = names.find(name);
        return matching(table.get(number == 0 ? name : number), name, principal);
    }

    private static @Nullable Session matching(@Nullable Session found, long name,
            String principal) {
        return found != null && found.name() == name && found.isOf(principal) ? found : null;
    }

    /**
     * Decides whether {@code request} is new. A new request is remembered from here on.
     *
     * @param refusesForgottenKeys whether the rules of later programs hold: a key that may have
     *        been forgotten is refused, keys are bounded by principal, and numbers that no client
     *        reaches are refused
     */
    Verdict check(Request request, Answer.Stamp stamp, boolean refusesForgottenKeys) {
        return switch (request.id()) {
            case RequestId.InSession id -> refusesForgottenKeys && id.seq() > MAX_SEQ
                    ? new Verdict.Refused(Reason.WINDOW,
                            "commands of a session are numbered from 1 to " + MAX_SEQ)
                    : check(id, request, stamp);
            case RequestId.ByKey id -> check(id, request, stamp, refusesForgottenKeys);
        };
    }

    private Verdict check(RequestId.InSession id, Request request, Answer.Stamp stamp) {
        var known = find(id.session(), request.principal());
        if (known == null) {
            return new Verdict.Refused(Reason.FORGOTTEN, "session " + id.session()
                    + " is not known any more; open another");
        }
        var session = known.writable(epoch);
        if (session != known) {
            table.put(session.number(), session);
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

    private Verdict check(RequestId.ByKey id, Request request, Answer.Stamp stamp,
            boolean refusesForgotten) {
        var fresh = new Answer(Answer.contentOf(request), stamp, null);
        var key = Keys.idOf(request.principal(), id.key(), fresh);
        var given = keys.find(key);
        if (given != null) {
            return repeat(given, request);
        }
        if (refusesForgotten && keys.mayHaveForgotten(key)) {
            return new Verdict.Refused(Reason.FORGOTTEN, "a command may have come under this key"
                    + " before, and its answer is not kept any more; if none has, take another key");
        }
        keys.put(refusesForgotten ? key : Keys.unowned(key), stamp.timeMillis());
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
                names.remove(session);
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
        return new Frozen(table.freeze(), names.freeze(), keys.freeze(), first, next, open, hand);
    }

    /** Reads the bytes that {@link Frozen#save} wrote, in the second format or the first. */
    static Sessions load(DataInputStream in, boolean isSecond) throws IOException {
        var sessions = new Sessions();
        sessions.first = in.readLong();
        sessions.next = in.readLong();
        sessions.hand = in.readLong();
        sessions.open = in.readLong();
        for (var i = 0L; i < sessions.open; i++) {
            var number = in.readLong();
            var name = isSecond ? in.readLong() : number;
            var principal = isSecond ? in.readUTF() : "";
            var session = new Session(number, name, principal, 0, in.readLong());
            if (sessions.table.get(number) != null) {
                throw new IOException("damaged: a session that is there twice");
            }
            session.ack(in.readLong());
            for (var seq = in.readLong(); seq != 0; seq = in.readLong()) {
                if (seq < session.ackedBelow() || session.isBeyondWindow(seq)) {
                    throw new IOException("damaged: an answer outside its session's window");
                }
                session.put(seq, loadAnswer(in));
            }
            sessions.table.put(session.number(), session);
            sessions.names.put(session);
        }
        var held = in.readLong();
        for (var i = 0L; i < held; i++) {
            var high = in.readLong();
            var low = in.readLong();
            var owner = isSecond ? in.readLong() : 0;
            sessions.keys.put(new Keys.Held(high, low, owner, loadAnswer(in), null), 0);
        }
        if (isSecond) {
            sessions.keys.loadForgotten(in);
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
        private final SessionNames.Frozen names;
        private final Keys.Frozen keys;
        private final long first;
        private final long next;
        private final long open;
        private final long hand;

        private Frozen(PagedTable.Frozen<Session> table, SessionNames.Frozen names,
                Keys.Frozen keys, long first, long next, long open, long hand) {
            this.table = table;
            this.names = names;
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
                    var number = names.find(in.session());
                    var session = matching(table.get(number == 0 ? in.session() : number),
                            in.session(), principal);
                    yield session == null || in.seq() < session.ackedBelow() ? null
                            : session.answer(in.seq());
                }
                case RequestId.ByKey by -> keys.find(Keys.idOf(principal, by.key(),
                        new Answer(0, new Answer.Stamp(LogPosition.START, 0), null)));
            };
        }

        /** Whether it holds anything for which the first format has no place. */
        boolean needsSecond() {
            return names.count() > 0 || keys.owned() > 0 || !keys.forgotten().isEmpty();
        }

        /** Writes all of it. */
        void save(DataOutputStream out) throws IOException {
            var isSecond = needsSecond();
            try {
                out.writeLong(first);
                out.writeLong(next);
                out.writeLong(hand);
                out.writeLong(open);
                table.forEach(session -> save(session, isSecond, out));
                out.writeLong(keys.count());
                keys.forEach(key -> {
                    writeLong(out, key.high());
                    writeLong(out, key.low());
                    if (isSecond) {
                        writeLong(out, key.owner());
                    }
                    save(key.answer(), out);
                });
                if (isSecond) {
                    keys.forgotten().save(out);
                }
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }

        private static void save(Session session, boolean isSecond, DataOutputStream out) {
            writeLong(out, session.number());
            if (isSecond) {
                writeLong(out, session.name());
                writeText(out, session.principal());
            }
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

        private static void writeText(DataOutputStream out, String value) {
            try {
                out.writeUTF(value);
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
