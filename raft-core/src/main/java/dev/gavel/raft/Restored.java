package dev.gavel.raft;

import java.time.Duration;
import java.util.Optional;

/**
 * What a replica found in its records when it started.
 *
 * @param term the term it had seen
 * @param vote id of the replica it had voted for in that term, if any
 * @param logStartIndex first index in its log; 0 when the log is empty
 * @param logEndIndex last index in its log; -1 when the log is empty
 * @param snapshotIndex index of the snapshot it goes on from; -1 when there is none
 * @param took time it took to read all that
 */
public record Restored(long term, Optional<Integer> vote, long logStartIndex, long logEndIndex,
        long snapshotIndex, Duration took) {

    /** Number of entries in the log. */
    public long logLength() {
        return logEndIndex < 0 ? 0 : logEndIndex - logStartIndex + 1;
    }

    /**
     * What was replayed after the start: the entries behind the snapshot that turned out committed.
     *
     * @param entries how many
     * @param took time from the start until the last of them was applied
     */
    public record Replayed(long entries, Duration took) {}
}
