package dev.gavel.server.cluster;

/**
 * How far a server has come in the log, and what of it it keeps. All are log indexes, except for
 * {@code digest}; -1 stands for none.
 *
 * @param commitIndex highest index it knows to be on a majority's disks
 * @param appliedIndex highest index it has applied
 * @param startIndex first index still in its log
 * @param endIndex last index in its log; -1 when empty
 * @param snapshotIndex index of its newest snapshot
 * @param digest running digest, hex; empty while it is not known
 * @param digestIndex index at which the digest is true
 */
public record LogMarks(long commitIndex, long appliedIndex, long startIndex, long endIndex,
        long snapshotIndex, String digest, long digestIndex) {

    /** Of a server that has not told of any. */
    public static final LogMarks UNKNOWN = new LogMarks(-1, -1, -1, -1, -1, "", -1);
}
