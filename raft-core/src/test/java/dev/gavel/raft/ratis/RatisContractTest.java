package dev.gavel.raft.ratis;

import dev.gavel.raft.Replicator;
import dev.gavel.raft.register.RegisterMachine.Registers;
import dev.gavel.raft.register.RegistersContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

class RatisContractTest extends RegistersContract {

    @TempDir
    Path folder = Path.of("set by JUnit");

    private RatisGroup group;

    @BeforeEach
    void start() {
        group = new RatisGroup(3, folder, RatisGroup.tuning(200));
        group.leader();
    }

    @AfterEach
    void stop() {
        group.close();
    }

    @Override
    protected Replicator<Registers, String> leader() {
        return group.leader();
    }

    @Override
    protected List<Replicator<Registers, String>> all() {
        return List.copyOf(group.all());
    }
}
