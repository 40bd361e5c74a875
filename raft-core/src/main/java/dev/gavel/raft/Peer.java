package dev.gavel.raft;

/**
 * A member of the replicating group.
 *
 * @param id its number in the configuration, from 0
 * @param raftAddress host:port where the others reach it
 */
public record Peer(int id, String raftAddress) {

    /** Refuses a negative id. */
    public Peer {
        if (id < 0) {
            throw new IllegalArgumentException("peer id must not be negative: " + id);
        }
    }
}
