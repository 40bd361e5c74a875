package dev.gavel.raft.local;

import dev.gavel.raft.Peer;
import dev.gavel.raft.ReplicaConfig;
import dev.gavel.raft.Replicator;
import dev.gavel.raft.ReplicatorContract;
import dev.gavel.raft.register.RegisterMachine;
import dev.gavel.raft.register.RegisterMachine.Registers;
import org.junit.jupiter.api.AfterEach;

import java.nio.file.Path;
import java.util.List;

class LocalReplicatorTest extends ReplicatorContract {

    private final LocalReplicator<Registers, String> replica = LocalReplicator.start(
            new ReplicaConfig("test", 0, List.of(new Peer(0, "127.0.0.1:0")), Path.of("unused"),
                    ReplicaConfig.Tuning.defaults()),
            new RegisterMachine());

    @Override
    protected Replicator<Registers, String> leader() {
        return replica;
    }

    @Override
    protected List<Replicator<Registers, String>> all() {
        return List.of(replica);
    }

    @AfterEach
    void stop() {
        replica.close();
    }
}
