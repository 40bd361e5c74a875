package dev.gavel.raft.local;

import dev.gavel.raft.Peer;
import dev.gavel.raft.Raft;
import dev.gavel.raft.ReplicaConfig;
import dev.gavel.raft.Replicator;
import dev.gavel.raft.register.RegisterMachine;
import dev.gavel.raft.register.RegisterMachine.Registers;
import dev.gavel.raft.register.RegistersContract;
import org.junit.jupiter.api.AfterEach;

import java.nio.file.Path;
import java.util.List;

class LocalReplicatorTest extends RegistersContract {

    private final Replicator<Registers, String> replica = Raft
            .replica(new ReplicaConfig("test", 0, List.of(new Peer(0, "127.0.0.1:0")),
                    Path.of("unused")))
            .machine(new RegisterMachine())
            .startInMemory();

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
