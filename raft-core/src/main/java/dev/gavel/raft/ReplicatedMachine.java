package dev.gavel.raft;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.OptionalLong;

/**
 * What a domain plugs in: a pure function of state and entry. It keeps nothing of its own; the
 * state is an immutable value that others read, and a snapshot is written from, while the next
 * entry is applied.
 *
 * <p>Every replica applies the same entries, and comes to the same states by them: while it
 * follows, while it leads, and when it goes through its log again after a start. So nothing but the
 * arguments may decide: no clock, no random number, no file, no other server, no walk through a map
 * whose order differs from one process to the next. A change of the rules takes effect by a command
 * in the log that names their version; a program that decides otherwise than the one before is
 * found out by the running digest, and stops.
 *
 * <p>One instance serves one replica. {@link #apply} runs on one thread at a time and never beside
 * {@link #load}; all other methods are called from any thread, also beside {@link #apply}. None of
 * them may wait for the {@link Replicator} that it belongs to, which would wait for it in turn.
 *
 * @see "raft-core/README.md; the tests of a machine in raft-core's test jar"
 *
 * @param <S> the state
 * @param <E> the events it tells watchers
 */
public interface ReplicatedMachine<S, E> {

    /**
     * The state before the first entry: the same on every replica, and in every version of the
     * program.
     */
    S initial();

    /**
     * The state, the answers and the events that follow from one entry. Total: any payload whatever
     * gets a reply, since a client may send any. Leaves {@code before} as it is. Depends on nothing
     * but its arguments. Must not block: nothing else is applied meanwhile, and no command is
     * answered.
     *
     * @throws NewerVersionException where the entry says that all replicas run a program which this
     *         one is too old for; the replica stops, and goes on from here under that program
     * @throws RuntimeException only for a bug. It stops every replica at this entry, since to go on
     *         would let them drift apart; an operator can have them skip it
     */
    Applied<S, E> apply(S before, Entry entry);

    /**
     * When time itself next changes something, in milliseconds since 1970; the leader then proposes
     * an entry without commands. Empty: never. After an entry of that time or later the deadline
     * must be another, or none: otherwise the leader proposes one entry after another. Asked about
     * a hundred times a second, so it is to be cheap.
     */
    OptionalLong nextDeadlineMillis(S state);

    /** The largest log version that this module knows. */
    int NEWEST_LOG = 2;

    /** The log version from which on sessions have names and principals. */
    int NAMED_SESSIONS = 2;

    /** The log version from which on a key that may have been forgotten is refused. */
    int FORGOTTEN_KEYS = 2;

    /** The log version from which on all servers know the secret of the group and show it. */
    int PROVEN_SERVERS = 2;

    /**
     * The log version from which on an entry that is stamped ten years after the one before is
     * refused.
     */
    int BOUNDED_TIME = 2;

    /**
     * What the log may hold, and how exactly once is kept, while the machine is in this state: 1 is
     * what the first servers knew. A machine says more once its own log has told it that all
     * servers know more, and never less again. A machine without records of before says
     * {@link #NEWEST_LOG} from the beginning.
     */
    default int logVersion(S state) {
        return 1;
    }

    /**
     * The largest {@link #logVersion} that this program knows. Records of a larger one are left
     * alone: the replica does not start from them.
     */
    default int newestLogVersion() {
        return 1;
    }

    /**
     * Writes {@code state}: the same bytes for equal states. Runs on a thread of its own beside
     * {@link #apply}, and may take its time; the stream may pause it.
     *
     * @throws IOException as the stream throws; there is then no new snapshot, and the log is kept
     */
    void save(S state, OutputStream out) throws IOException;

    /**
     * Reads what {@link #save} wrote, in this or an earlier version. The state that comes out takes
     * the same way from there as the one that was saved.
     *
     * @throws NewerVersionException where only a later program can read it
     * @throws IOException as the stream throws, or where the bytes are no state; an earlier
     *         snapshot is then tried
     */
    S load(InputStream in) throws IOException;
}
