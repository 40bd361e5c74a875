package dev.gavel.raft.log;

/** A bug or a broken disk: the replica stops rather than drift from the others. */
public final class Fault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With one sentence for people. */
    public Fault(String message) {
        super(message);
    }

    /** With one sentence for people and what led to it. */
    public Fault(String message, Throwable cause) {
        super(message, cause);
    }
}
