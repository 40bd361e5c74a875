package dev.gavel.raft.log;

/** An entry that no replica can apply: each stops at it, until an operator has it skipped. */
public final class EntryFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With a sentence for people. */
    public EntryFault(String message) {
        super(message);
    }

    /** With a sentence for people and what led to it. */
    public EntryFault(String message, Throwable cause) {
        super(message, cause);
    }
}
