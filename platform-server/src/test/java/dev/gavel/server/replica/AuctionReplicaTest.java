package dev.gavel.server.replica;

import dev.gavel.auction.message.Event;
import dev.gavel.auction.state.HouseState;
import dev.gavel.raft.Bytes;
import dev.gavel.raft.Peer;
import dev.gavel.raft.Raft;
import dev.gavel.raft.ReplicaConfig;
import dev.gavel.raft.Replicator;
import dev.gavel.raft.contract.ReplicatorContract;
import org.junit.jupiter.api.AfterEach;

import java.nio.file.Path;
import java.util.List;

/** The auction house in a replica, in memory. */
class AuctionReplicaTest extends ReplicatorContract<HouseState, Event> {

    private final Replicator<HouseState, Event> replica = Raft
            .replica(new ReplicaConfig("test", 0, List.of(new Peer(0, "127.0.0.1:0")),
                    Path.of("unused")))
            .machine(new AuctionReplica())
            .startInMemory();

    @Override
    protected Replicator<HouseState, Event> leader() {
        return replica;
    }

    @Override
    protected List<Replicator<HouseState, Event>> all() {
        return List.of(replica);
    }

    @Override
    protected Bytes command(int number) {
        return Bytes.utf8("{\"op\":\"consign\",\"name\":\"Lamp " + number + "\"}");
    }

    @AfterEach
    void stop() {
        replica.close();
    }
}
