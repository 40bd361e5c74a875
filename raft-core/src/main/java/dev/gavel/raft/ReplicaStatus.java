package dev.gavel.raft;

import java.util.Optional;

/**
 * How one replica stands.
 *
 * @param self its id
 * @param role leader, follower or candidate
 * @param term the current term
 * @param leader id of the leader, where known
 * @param log how far it has come in the log
 * @param digestIndex index at which {@code digest} is true
 * @param digest running digest, 32 bytes
 * @param ready whether it takes part and may take traffic
 * @param notReadyBecause one sentence when not ready, else empty
 */
public record ReplicaStatus(int self, Role role, long term, Optional<Integer> leader,
        LogExtent log, long digestIndex, Bytes digest, boolean ready, String notReadyBecause) {

    /** Highest index it knows to be on a majority's disks. */
    public long commitIndex() {
        return log.commitIndex();
    }

    /** Highest index it has applied. */
    public long appliedIndex() {
        return log.appliedIndex();
    }

    /** First index still in its log. */
    public long logStartIndex() {
        return log.startIndex();
    }

    /** Last index in its log; -1 when empty. */
    public long logEndIndex() {
        return log.endIndex();
    }

    /** Index of its newest snapshot; -1 while none. */
    public long snapshotIndex() {
        return log.snapshotIndex();
    }

    /** What a replica is in the current term. */
    public enum Role {
        /** Orders the entries. */
        LEADER,
        /** Copies them. */
        FOLLOWER,
        /** Asks for votes. */
        CANDIDATE,
        /** Not taking part: starting or stopping. */
        NONE
    }
}
