package dev.gavel.raft.register;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.ReplicatedMachine;
import dev.gavel.raft.contract.MachineContract;
import dev.gavel.raft.register.RegisterMachine.Registers;

import java.util.List;
import java.util.stream.Stream;

class RegisterMachineTest extends MachineContract<Registers, String> {

    @Override
    protected ReplicatedMachine<Registers, String> machine() {
        return new RegisterMachine();
    }

    @Override
    protected List<Bytes> commands() {
        return Stream
                .of("set a 1", "add n 5", "alarm " + (BEGIN_MILLIS + 4_500), "set a 2", "add n -7",
                        "alarm " + (BEGIN_MILLIS + 100_000), "set version 2", "nonsense")
                .map(Bytes::utf8)
                .toList();
    }
}
