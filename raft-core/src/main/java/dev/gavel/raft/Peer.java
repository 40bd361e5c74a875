package dev.gavel.raft;

/**
 * A member of the replicating group.
 *
 * @param id its number, from 0
 * @param raftAddress host:port where the others reach it
 * @param clientAddress host:port of its client port, kept with the members for whoever asks; empty
 *        where it is not known
 * @param httpAddress the same of its HTTP port
 */
public record Peer(int id, String raftAddress, String clientAddress, String httpAddress) {

    /** Refuses a negative id. */
    public Peer {
        if (id < 0) {
            throw new IllegalArgumentException("peer id must not be negative: " + id);
        }
    }

    /** One of which only the Raft port is known. */
    public Peer(int id, String raftAddress) {
        this(id, raftAddress, "", "");
    }
}
