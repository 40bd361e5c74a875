package dev.gavel.raft;

import java.util.Optional;

/**
 * How one replica stands.
 *
 * @param self its id
 * @param role leader, follower or candidate
 * @param term the current term
 * @param leader id of the leader, where known
 * @param commitIndex highest index it knows to be on a majority's disks
 * @param appliedIndex highest index it has applied
 * @param logStartIndex first index still in its log
 * @param logEndIndex last index in its log; -1 when empty
 * @param snapshotIndex index of its newest snapshot; -1 while none
 * @param digestIndex index at which {@code digest} is true
 * @param digest running digest, 32 bytes
 * @param ready whether it takes part and may take traffic
 * @param notReadyBecause one sentence when not ready, else empty
 */
public record ReplicaStatus(int self, Role role, long term, Optional<Integer> leader,
        long commitIndex, long appliedIndex, long logStartIndex, long logEndIndex,
        long snapshotIndex, long digestIndex, Bytes digest, boolean ready,
        String notReadyBecause) {

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
