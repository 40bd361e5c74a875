package dev.gavel.raft;

/** A linearizable read could not be confirmed: no leader, or the leader reaches no majority. */
public final class NoMajorityException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With one sentence for people. */
    public NoMajorityException(String message) {
        super(message);
    }
}
