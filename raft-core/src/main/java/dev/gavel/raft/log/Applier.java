package dev.gavel.raft.log;

import dev.gavel.raft.Applied;
import dev.gavel.raft.AppliedListener;
import dev.gavel.raft.Bytes;
import dev.gavel.raft.Entry;
import dev.gavel.raft.LogPosition;
import dev.gavel.raft.Names;
import dev.gavel.raft.NewerVersionException;
import dev.gavel.raft.Read;
import dev.gavel.raft.ReplicatedMachine;
import dev.gavel.raft.Reply;
import dev.gavel.raft.Request;
import dev.gavel.raft.Submission;
import dev.gavel.raft.log.Envelope.Item;
import dev.gavel.raft.log.Sessions.Verdict;

import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Applies entries of the log to the machine, from their stored bytes. Leader, follower and restart
 * take this one way, so they cannot differ. For each entry
 * <ul>
 * <li>time never runs back,
 * <li>a repeat gets its first answer, and the machine hears every other command,
 * <li>the running digest goes on, and listeners are told.
 * </ul>
 *
 * <p>One thread applies. Any thread may read {@link #view()}.
 *
 * @param <S> the machine's state
 * @param <E> the machine's events
 */
public final class Applier<S, E> {

    /**
     * The longest time between two entries. No cluster is silent for so long, so no clock has shown
     * a stamp that is further ahead.
     */
    private static final long LONGEST_SILENCE_MILLIS = Duration.ofDays(3_653).toMillis();
    private static final Bytes SKIPPED = Bytes.utf8("skipped");

    private final ReplicatedMachine<S, E> machine;
    private final Arbiter arbiter;
    private final DigestChain digest = new DigestChain();
    private final Names names = new Names();
    private final List<AppliedListener<S, E>> listeners = new ArrayList<>();
    private Sessions sessions = new Sessions();
    private volatile Capture<S> capture;
    /**
     * Index of the last entry that did more than compare digests, and up to where they were
     * compared.
     */
    private volatile long lastChange;
    private volatile long comparedUpTo;

    /** Hears how the leader's digests, as the log has them, compare with those of this replica. */
    public interface Arbiter {

        /**
         * This replica has the same digest as {@code check}. So everything that was applied before
         * it is the same too.
         */
        void agrees(Envelope.DigestCheck check);

        /**
         * This replica has another digest.
         *
         * @param check what the leader had
         * @param own what this replica has at the same index
         * @param seenAt index of the entry that says so
         * @throws Fault where this replica is to stop; else it goes on
         */
        void differs(Envelope.DigestCheck check, Bytes own, long seenAt);

        /** The leader is always right. */
        Arbiter LEADER = new Arbiter() {
            @Override
            public void agrees(Envelope.DigestCheck check) {
                // as it should be
            }

            @Override
            public void differs(Envelope.DigestCheck check, Bytes own, long seenAt) {
                throw new Fault("this replica differs from the leader's at log index "
                        + check.index() + " (seen at " + seenAt
                        + "): it stops rather than answer wrongly");
            }
        };
    }

    /**
     * Everything that a snapshot holds, unchanging.
     *
     * @param view what readers see
     * @param answers the answers within it
     * @param digest running digest and the index of the last entry within it
     * @param <S> the machine's state
     */
    record Capture<S>(Read<S> view, Sessions.Frozen answers, Envelope.DigestCheck digest) {}

    /** An applier before the first entry. */
    public Applier(ReplicatedMachine<S, E> machine) {
        this(machine, Arbiter.LEADER);
    }

    /**
     * An applier before the first entry; {@code arbiter} compares its digests with the leaders'.
     */
    public Applier(ReplicatedMachine<S, E> machine, Arbiter arbiter) {
        this.machine = machine;
        this.arbiter = arbiter;
        this.capture = captured(machine.initial(), LogPosition.START, 0);
    }

    /**
     * Applies one entry.
     *
     * @param at its place, after the one before
     * @param stored its bytes
     * @return one per item, in order; made when they are looked at, which a follower never does
     * @throws Fault where this replica is found to have gone astray
     * @throws EntryFault where no replica can apply the entry
     */
    public List<Submission> apply(LogPosition at, Bytes stored) {
        var envelope = read(stored);
        var agreed = compare(envelope, at);
        var before = capture.view();
        var stamp = new Answer.Stamp(at, Math.max(before.timeMillis(), envelope.timeMillis()));
        var refusesForgotten = machine
                .logVersion(before.state()) >= ReplicatedMachine.FORGOTTEN_KEYS;
        sessions.advance(stamp.timeMillis(), refusesForgotten);

        var decisions = new ArrayList<Object>(envelope.items().size());
        var fresh = new ArrayList<Request>(envelope.items().size());
        for (var item : envelope.items()) {
            decisions.add(decide(item, stamp, fresh, refusesForgotten));
        }
        var applied = heard(before.state(), new Entry(at, stamp.timeMillis(), fresh));
        if (applied.replies().size() != fresh.size()) {
            throw new EntryFault("the machine gave " + applied.replies().size() + " replies to "
                    + fresh.size() + " commands");
        }
        fill(decisions, applied.replies());
        digest.add(at, stamp.timeMillis(), stored, applied.trace());
        note(envelope, at, agreed && applied.events().isEmpty());
        synchronized (listeners) {
            capture = captured(applied.after(), at, stamp.timeMillis());
            listeners.forEach(listener -> listener.applied(at, stamp.timeMillis(),
                    applied.events(), applied.after()));
        }
        return new Outcomes(decisions);
    }

    private Envelope read(Bytes stored) {
        Envelope envelope;
        try {
            envelope = EnvelopeCodec.decode(stored, names);
        } catch (Fault e) {
            throw new EntryFault(String.valueOf(e.getMessage()), e);
        }
        var before = capture.view();
        var last = before.timeMillis();
        if (last > 0 && envelope.timeMillis() - last > LONGEST_SILENCE_MILLIS
                && machine.logVersion(before.state()) >= ReplicatedMachine.BOUNDED_TIME) {
            throw new EntryFault("it is stamped " + Instant.ofEpochMilli(envelope.timeMillis())
                    + ", more than ten years after the entry before");
        }
        return envelope;
    }

    private Applied<S, E> heard(S before, Entry entry) {
        try {
            return machine.apply(before, entry);
        } catch (NewerVersionException e) {
            throw e; // a later program can
        } catch (RuntimeException e) {
            throw new EntryFault("the rules failed at it"
                    + (e.getMessage() == null ? "" : ": " + e.getMessage()), e);
        }
    }

    /**
     * Passes over an entry that cannot be applied, as an operator decided for all servers. No
     * command in it is heard and no time passes. The running digest holds that the entry was
     * skipped.
     */
    public void pass(LogPosition at, Bytes stored) {
        var view = capture.view();
        digest.add(at, view.timeMillis(), stored, SKIPPED);
        lastChange = at.index();
        synchronized (listeners) {
            capture = captured(view.state(), at, view.timeMillis());
            listeners.forEach(listener -> listener.applied(at, view.timeMillis(), List.of(),
                    view.state()));
        }
    }

    /** Notes an entry of replication's own, which carries nothing for the machine. */
    public void skip(LogPosition at) {
        var view = capture.view();
        if (at.index() > view.at().index()) {
            capture = new Capture<>(
                    new Read<>(view.state(), at, view.timeMillis(), view.answers()),
                    capture.answers(), capture.digest());
        }
    }

    /**
     * A wish for a session of {@code principal}, to be proposed. If all servers know of drawn
     * names, its name is drawn by lot.
     *
     * @see ReplicatedMachine#logVersion
     */
    public Item.OpenSession wishForSession(String principal) {
        return machine.logVersion(view().state()) < ReplicatedMachine.NAMED_SESSIONS
                ? new Item.OpenSession()
                : new Item.OpenSession(SessionNames.draw(), principal);
    }

    /** The state after the last entry. */
    public Read<S> view() {
        return capture.view();
    }

    /** The running digest after the last entry with commands or pulse, and that entry's index. */
    public Envelope.DigestCheck digest() {
        return capture.digest();
    }

    /**
     * The running digest after the entry at {@code index}, where it is still kept. From any thread.
     */
    public Optional<Bytes> digestAt(long index) {
        return digest.at(index);
    }

    /** Whether anything was applied that no leader's digest covers yet. From any thread. */
    public boolean owesDigest() {
        return lastChange > comparedUpTo;
    }

    private void note(Envelope envelope, LogPosition at, boolean nothingHappened) {
        envelope.check().ifPresent(check -> comparedUpTo = check.index());
        if (envelope.check().isEmpty() || !envelope.items().isEmpty() || !nothingHappened) {
            lastChange = at.index();
        }
    }

    /**
     * Tells {@code listener} the present state, and then of each entry from here on. From any
     * thread.
     */
    public void addListener(AppliedListener<S, E> listener) {
        synchronized (listeners) {
            var view = capture.view();
            listener.restored(view.at(), view.timeMillis(), view.state());
            listeners.add(listener);
        }
    }

    /** Everything a snapshot holds, as of now. */
    Capture<S> capture() {
        return capture;
    }

    /** Goes on from a snapshot. */
    void restore(Read<S> view, Sessions restored, Envelope.DigestCheck link) {
        sessions = restored;
        digest.restart(link.index(), link.digest());
        lastChange = link.index();
        comparedUpTo = 0;
        synchronized (listeners) {
            capture = captured(view.state(), view.at(), view.timeMillis());
            listeners.forEach(
                    listener -> listener.restored(view.at(), view.timeMillis(), view.state()));
        }
    }

    private Capture<S> captured(S state, LogPosition at, long timeMillis) {
        var answers = sessions.freeze();
        return new Capture<>(new Read<>(state, at, timeMillis, answers), answers,
                new Envelope.DigestCheck(digest.index(), digest.current()));
    }

    /**
     * Whether the entry either holds no digest of the leader, or the one that this replica has.
     */
    private boolean compare(Envelope envelope, LogPosition at) {
        if (envelope.check().isEmpty()) {
            return true;
        }
        var check = envelope.check().get();
        var own = digest.at(check.index());
        if (own.isEmpty()) {
            return true;
        }
        if (own.get().equals(check.digest())) {
            arbiter.agrees(check);
            return true;
        }
        arbiter.differs(check, own.get(), at.index());
        return false;
    }

    /**
     * The end of an item: a {@link Submission} if it is known already, or the {@link Verdict} whose
     * answer is to come.
     */
    private Object decide(Item item, Answer.Stamp stamp, List<Request> fresh,
            boolean refusesForgotten) {
        return switch (item) {
            case Item.OpenSession o -> sessions.open(o.name(), o.principal(), stamp.timeMillis())
                    .<Submission>map(name -> new Submission.Committed(stamp.at(),
                            stamp.timeMillis(), new Reply.Encoded(Bytes.utf8("" + name)), false))
                    .orElseGet(() -> new Submission.Busy(Duration.ofSeconds(10),
                            "too many clients have a session"));
            case Item.Command command -> {
                var verdict = sessions.check(command.request(), stamp, refusesForgotten);
                if (verdict instanceof Verdict.Fresh) {
                    fresh.add(command.request());
                }
                yield verdict;
            }
        };
    }

    /** Remembers the answers to commands that were not heard before. */
    private static void fill(List<Object> decisions, List<? extends Reply> replies) {
        var next = 0;
        for (var i = 0; i < decisions.size(); i++) {
            if (decisions.get(i) instanceof Verdict.Fresh fresh) {
                fresh.answer().fill(replies.get(next++));
            }
        }
    }

    /** How the items of an entry ended. */
    private static final class Outcomes extends AbstractList<Submission> {

        private final List<Object> decisions;

        private Outcomes(List<Object> decisions) {
            this.decisions = decisions;
        }

        @Override
        public Submission get(int item) {
            return switch (decisions.get(item)) {
                case Submission standing -> standing;
                case Verdict.Fresh fresh -> committed(fresh.answer(), false);
                case Verdict.Repeat repeat -> committed(repeat.answer(), true);
                case Verdict.Refused no -> new Submission.Refused(no.reason(), no.message());
                default -> throw new IllegalStateException(
                        "no decision: " + decisions.get(item));
            };
        }

        @Override
        public int size() {
            return decisions.size();
        }

        private static Submission committed(Answer answer, boolean repeated) {
            return new Submission.Committed(answer.stamp().at(), answer.stamp().timeMillis(),
                    answer.reply(), repeated);
        }
    }
}
