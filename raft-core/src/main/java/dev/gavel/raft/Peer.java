package dev.gavel.raft;

/**
 * A member of the replicating group.
 *
 * @param id its number, from 0
 * @param raftAddress host:port where the other members reach it
 * @param clientAddress where clients of the program reach it. This module keeps it in the log with
 *        the members, for whoever asks, and makes nothing of it; empty where it is not known
 * @param adminAddress likewise, a second address
 */
public record Peer(int id, String raftAddress, String clientAddress, String adminAddress) {

    /** Refuses a negative id. */
    public Peer {
        if (id < 0) {
            throw new IllegalArgumentException("peer id must not be negative: " + id);
        }
    }

    /** One of which only the Raft address is known. */
    public Peer(int id, String raftAddress) {
        this(id, raftAddress, "", "");
    }
}
