package dev.gavel.server;

import dev.gavel.auction.message.Event;
import dev.gavel.auction.state.HouseState;
import dev.gavel.raft.PeerClocks;
import dev.gavel.raft.ReplicaConfig;
import dev.gavel.raft.ReplicatedMachine;
import dev.gavel.raft.Replicator;

import java.io.IOException;
import java.time.Clock;

/** How a server gets its replica: over Ratis, or one in memory for tests. */
@FunctionalInterface
public interface ReplicaStarter {

    /**
     * Starts the replica.
     *
     * @param clock stamps its entries
     * @param peerClocks what this clock is compared with
     * @throws IOException when its records or its port cannot be had
     */
    Replicator<HouseState, Event> start(ReplicaConfig config,
            ReplicatedMachine<HouseState, Event> machine, Clock clock, PeerClocks peerClocks)
            throws IOException;
}
