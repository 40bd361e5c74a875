package dev.gavel.server;

import dev.gavel.auction.message.Event;
import dev.gavel.auction.model.HouseVersion;
import dev.gavel.auction.state.HouseState;
import dev.gavel.raft.Bytes;
import dev.gavel.raft.ReplicaStatus;
import dev.gavel.raft.Replicator;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.server.cluster.ClusterBoard;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Lets a house that nobody has used yet adopt the newest version of its rules. The server that
 * leads proposes it, and until then every server says that it is not ready. A second proposal is
 * refused.
 *
 * <p>A house that was used stays as it is until an operator has it adopt a version. So does a house
 * with a member whose program cannot run the newest version: it is used under the version that it
 * has. Members that do not answer are waited for a while.
 */
final class FreshHouse {

    /**
     * How long members are waited for that start a little later than the majority, and may run an
     * older program.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Bytes ADOPT = Bytes.of(("{\"op\":\"adopt\",\"version\":"
            + HouseVersion.NEWEST + "}").getBytes(StandardCharsets.UTF_8));
    private static final RequestId ID = new RequestId.ByKey("adopt-" + HouseVersion.NEWEST);

    private final Replicator<HouseState, Event> replica;
    private final Supplier<HouseState> house;
    private final ClusterBoard board;
    private final LongSupplier nanos;
    private final AtomicBoolean asked = new AtomicBoolean();
    /**
     * The time since which this server could propose; 0 while it cannot. For the thread that looks.
     */
    private long couldSince;

    FreshHouse(Replicator<HouseState, Event> replica, Supplier<HouseState> house,
            ClusterBoard board, LongSupplier nanos) {
        this.replica = replica;
        this.house = house;
        this.board = board;
        this.nanos = nanos;
    }

    /** Proposes, if this server is to do so and nothing is under way. */
    void look() {
        if (!house.get().isUntouched()) {
            return;
        }
        var status = replica.status();
        if (status.role() != ReplicaStatus.Role.LEADER || !status.ready()) {
            couldSince = 0;
            return;
        }
        if (couldSince == 0) {
            couldSince = nanos.getAsLong() | 1;
        }
        var patient = nanos.getAsLong() - couldSince < PATIENCE.toNanos();
        if (board.hasAskedAll() && allCanRunIt() && (board.allAnswer() || !patient)
                && asked.compareAndSet(false, true)) {
            replica.submit(new Request(ID, HouseVersion.PROGRAM, ADOPT), done -> asked.set(false));
        }
    }

    /** Whether every member that is known could go on after that. */
    private boolean allCanRunIt() {
        return board.unableToRun(HouseVersion.NEWEST).isEmpty();
    }

    /** Why the house may not be used yet; empty if it may. */
    Optional<String> objection() {
        return house.get().isUntouched() && allCanRunIt()
                ? Optional.of("the house is new, and is about to adopt version "
                        + HouseVersion.NEWEST + " of its rules")
                : Optional.empty();
    }
}
