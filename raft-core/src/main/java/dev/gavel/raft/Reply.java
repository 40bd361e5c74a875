package dev.gavel.raft;

/**
 * A machine's answer to one command, kept for repeats. Encoding may be left until somebody reads it:
 * most replicas never do.
 */
public interface Reply {

    /** The answer as it goes to the client and into the snapshot; the same bytes each time. */
    Bytes bytes();

    /** An answer that is already encoded. */
    record Encoded(Bytes bytes) implements Reply {}
}
