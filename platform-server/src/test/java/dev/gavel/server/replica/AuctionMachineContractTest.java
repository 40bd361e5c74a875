package dev.gavel.server.replica;

import dev.gavel.auction.message.Event;
import dev.gavel.auction.state.HouseState;
import dev.gavel.raft.Bytes;
import dev.gavel.raft.ReplicatedMachine;
import dev.gavel.raft.contract.MachineContract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The auction house keeps what raft-core asks of a machine, over a day that has every kind of
 * auction.
 */
class AuctionMachineContractTest extends MachineContract<HouseState, Event> {

    /** A line is the time, who asks, and the command. */
    private static final Path SCRIPT = Path.of("..", "auction-statemachine", "src", "test",
            "resources", "golden", "script.txt");

    private final List<String[]> lines = lines();

    private static List<String[]> lines() {
        try (var lines = Files.lines(SCRIPT)) {
            return lines.map(line -> line.split(" ", 3))
                    .filter(words -> words.length == 3) // the others let time pass
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected ReplicatedMachine<HouseState, Event> machine() {
        return new AuctionReplica();
    }

    @Override
    protected List<Bytes> commands() {
        return lines.stream().map(words -> Bytes.utf8(words[2])).toList();
    }

    @Override
    protected String principal(int command) {
        return command < lines.size() ? lines.get(command)[1] : "ann";
    }
}
