package dev.gavel.raft;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.OptionalLong;

/**
 * What a domain plugs in: a pure function of state and entry. It keeps nothing of its own; the state
 * is an immutable value that others read, and a snapshot is written from, while the next entry is
 * applied.
 *
 * @param <S> the state
 * @param <E> the events it tells watchers
 */
public interface ReplicatedMachine<S, E> {

    /** The state before the first entry. */
    S initial();

    /**
     * The state, the answers and the events that follow from one entry. Total: any payload whatever
     * gets a reply. Depends on nothing but its arguments.
     *
     * @throws RuntimeException only for a bug; it stops the replica, since to go on would let it drift
     *         from the others
     */
    Applied<S, E> apply(S before, Entry entry);

    /**
     * When time itself next changes something, in milliseconds since 1970; the leader then proposes an
     * entry without commands. Empty: never.
     */
    OptionalLong nextDeadlineMillis(S state);

    /** The log version from which on sessions have names and principals. */
    int NAMED_SESSIONS = 2;

    /** The log version from which on a key that may have been forgotten is refused. */
    int FORGOTTEN_KEYS = 2;

    /** The log version from which on all servers know the secret of the house and show it. */
    int PROVEN_SERVERS = 2;

    /** The log version from which on an entry that is stamped ten years after the one before is refused. */
    int BOUNDED_TIME = 2;

    /**
     * What the log may hold, and how exactly once is kept, while the machine is in this state: 1 is what the
     * first servers knew. A machine says more once its own log has told it that all servers know more.
     */
    default int logVersion(S state) {
        return 1;
    }

    /**
     * The largest {@link #logVersion} that this program knows. Records of a larger one are left alone.
     */
    default int newestLogVersion() {
        return 1;
    }

    /**
     * Writes {@code state}: the same bytes for equal states. Runs beside {@link #apply}.
     *
     * @throws IOException as the stream throws
     */
    void save(S state, OutputStream out) throws IOException;

    /**
     * Reads what {@link #save} wrote, in this or an earlier version.
     *
     * @throws IOException as the stream throws, or where the bytes are no state
     */
    S load(InputStream in) throws IOException;
}
