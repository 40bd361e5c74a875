package dev.gavel.raft;

/**
 * The records of this replica cannot be used; the message is a sentence that says which file and
 * why. Where it is thrown the replica has not taken part in anything yet.
 */
public final class RecordsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** With one sentence for people. */
    public RecordsException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** With one sentence for people and what led to it. */
    public RecordsException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What is wrong with them. */
    public Kind kind() {
        return kind;
    }

    /** What can be wrong with records. */
    public enum Kind {
        /** They belong to another cluster or another id. */
        FOREIGN,
        /** A running server uses them. */
        LOCKED,
        /** They lack what was promised, and nobody can give it back. */
        DAMAGED,
        /** They cannot be read or written. */
        UNREADABLE,
        /** Only a later program can run them. */
        NEWER
    }
}
