package dev.gavel.raft;

/**
 * A machine's answer to one command, kept for repeats and part of every snapshot. Encoding may be
 * left until somebody reads it: most replicas never do. Immutable, since any thread may read it.
 */
public interface Reply {

    /**
     * The answer as it goes to the client and into the snapshot: the same bytes each time, and on
     * every replica. Called from any thread, also long after the entry was applied.
     */
    Bytes bytes();

    /** An answer that is already encoded. */
    record Encoded(Bytes bytes) implements Reply {}
}
