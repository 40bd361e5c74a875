package dev.gavel.raft;

/**
 * A linearizable read could not be confirmed in time: there is no leader, or one is being elected,
 * or the leader reaches no majority.
 */
public final class UnconfirmedReadException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With one sentence for people. */
    public UnconfirmedReadException(String message) {
        super(message);
    }
}
