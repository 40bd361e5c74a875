package dev.gavel.raft;

/**
 * How far a replica has come in the log, and what of it it keeps, as log indexes.
 *
 * @param commitIndex highest index it knows to be on a majority's disks
 * @param appliedIndex highest index it has applied
 * @param startIndex first index still in its log
 * @param endIndex last index in its log; -1 when empty
 * @param snapshotIndex index of its newest snapshot; -1 while none
 */
public record LogExtent(long commitIndex, long appliedIndex, long startIndex, long endIndex,
        long snapshotIndex) {}
