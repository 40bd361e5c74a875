package dev.gavel.server.replica;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gavel.auction.model.HouseVersion;
import dev.gavel.auction.state.HouseState;
import dev.gavel.raft.Bytes;
import dev.gavel.raft.LogPosition;
import dev.gavel.raft.NewerVersionException;
import dev.gavel.raft.log.Applier;
import dev.gavel.raft.log.EntryCheck;
import dev.gavel.raft.log.Fault;
import org.junit.jupiter.api.Timeout;

/**
 * Entries of the log with commands for the house. What {@link EntryCheck} lets into the log, the
 * house can apply; else one entry would stop all servers.
 */
@Timeout(10)
class EntryFuzz {

    /** The latest time that the clocks of servers show in the course of a test. */
    private static final long LATEST = 2_000_000_000_000L;

    @FuzzTest
    void whatIsLetIntoTheLogTheHouseCanApply(byte[] bytes) {
        var stored = Bytes.of(bytes);
        if (EntryCheck.fault(stored, LATEST).isPresent()) {
            return;
        }
        var applier = new Applier<>(
                new AuctionReplica(HouseState.empty(HouseVersion.NEWEST, true)));
        for (var index = 1; index <= 2; index++) {
            try {
                assertThat(applier.apply(new LogPosition(1, index), stored)).doesNotContainNull();
            } catch (NewerVersionException | Fault told) {
                return; // a house of a later program; or another digest, made up by the fuzzer
            }
        }
    }
}
