package dev.gavel.server;

import dev.gavel.auction.message.Event;
import dev.gavel.auction.state.HouseState;
import dev.gavel.raft.Partition;
import dev.gavel.raft.PeerClocks;
import dev.gavel.raft.Raft;
import dev.gavel.raft.ReplicaConfig;
import dev.gavel.raft.ReplicatedMachine;
import dev.gavel.raft.Replicator;

import java.io.IOException;
import java.time.Clock;

/** Starts a server's replica: over Ratis, or in memory for tests. */
@FunctionalInterface
public interface ReplicaStarter {

    /**
     * Starts the replica.
     *
     * @param clock stamps its entries
     * @param peerClocks the clocks with which this one is compared
     * @throws IOException if its records or its port cannot be had
     */
    Replicator<HouseState, Event> start(ReplicaConfig config,
            ReplicatedMachine<HouseState, Event> machine, Clock clock, PeerClocks peerClocks)
            throws IOException;

    /**
     * A replica over the network, with records on the disk.
     *
     * @param partition tells, from moment to moment, which servers the replica hears
     */
    static ReplicaStarter onTheNetwork(Partition partition) {
        return (config, machine, clock, peerClocks) -> Raft.replica(config)
                .machine(machine)
                .clock(clock)
                .peerClocks(peerClocks)
                .partition(partition)
                .start();
    }

    /** A replica that is a group of one, in the memory of this process. */
    static ReplicaStarter inMemory() {
        return (config, machine, clock, peerClocks) -> Raft.replica(config)
                .machine(machine)
                .clock(clock)
                .startInMemory();
    }
}
