package dev.gavel.raft;

/**
 * Place of an entry in the replicated log.
 *
 * @param term the reign in which it was ordered
 * @param index its number in the log, from 1; 0 stands for "before the first"
 */
public record LogPosition(long term, long index) {

    /** Before the first entry. */
    public static final LogPosition START = new LogPosition(0, 0);
}
