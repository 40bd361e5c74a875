package dev.gavel.server.cluster;

import dev.gavel.raft.ReplicaStatus;
import dev.gavel.raft.Replicator;

import java.time.Duration;

/**
 * Whether it is known that too few servers are up to decide anything. The one rule by which writes
 * and changes of members are refused, reads wait less, and this server is not ready.
 */
public final class Majority {

    private final ClusterBoard board;
    private final Replicator<?, ?> replica;
    private final Duration patience;

    /**
     * The rule for one server.
     *
     * @param board who answers this server
     * @param patience how long fewer servers than a majority must have answered
     */
    public Majority(ClusterBoard board, Replicator<?, ?> replica, Duration patience) {
        this.board = board;
        this.replica = replica;
        this.patience = patience;
    }

    /**
     * Whether it is gone, as far as this server knows. A leader has a majority: after a restart
     * replication may have found the others before this server has asked them how they are. But
     * replication also goes on naming a leader that died, or one that has stepped down for want of
     * a majority. It does so as long as a server that cannot win asks it for its vote.
     */
    public boolean isGone() {
        return isGone(false);
    }

    /**
     * The same.
     *
     * @param leaderSaysSo whether the leader has said that it hears none
     */
    public boolean isGone(boolean leaderSaysSo) {
        return board.lacksMajority(patience)
                && (leaderSaysSo || nobodyLeads(replica.status()));
    }

    private boolean nobodyLeads(ReplicaStatus status) {
        return status.role() == ReplicaStatus.Role.LEADER ? !replica.hearsMajority(patience)
                : status.leader().map(board::deniesLeading).orElse(true);
    }
}
