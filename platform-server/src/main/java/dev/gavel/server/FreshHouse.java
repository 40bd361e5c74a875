package dev.gavel.server;

import dev.gavel.auction.message.Event;
import dev.gavel.auction.model.HouseVersion;
import dev.gavel.auction.state.HouseState;
import dev.gavel.raft.Bytes;
import dev.gavel.raft.ReplicaStatus;
import dev.gavel.raft.Replicator;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Has a house that nobody has used yet adopt the newest version of its rules: the server that leads proposes
 * it, and every server says until then that it is not ready. Proposed twice, it is refused the second time. A
 * house that was used stays as it is until an operator has it adopt a version.
 */
final class FreshHouse {

    private static final Bytes ADOPT = Bytes.of(("{\"op\":\"adopt\",\"version\":"
            + HouseVersion.NEWEST + "}").getBytes(StandardCharsets.UTF_8));
    private static final RequestId ID = new RequestId.ByKey("adopt-" + HouseVersion.NEWEST);

    private final Replicator<HouseState, Event> replica;
    private final Supplier<HouseState> house;
    private final AtomicBoolean asked = new AtomicBoolean();

    FreshHouse(Replicator<HouseState, Event> replica, Supplier<HouseState> house) {
        this.replica = replica;
        this.house = house;
    }

    /** Proposes, where that is this server's to do and nothing is under way. */
    void look() {
        if (!house.get().isUntouched()) {
            return;
        }
        var status = replica.status();
        if (status.role() == ReplicaStatus.Role.LEADER && status.ready()
                && asked.compareAndSet(false, true)) {
            replica.submit(new Request(ID, HouseVersion.PROGRAM, ADOPT), done -> asked.set(false));
        }
    }

    /** Why the house may not be used yet; empty if it may. */
    Optional<String> objection() {
        return house.get().isUntouched()
                ? Optional.of("nobody has used the house yet, and it is about to adopt version "
                        + HouseVersion.NEWEST + " of its rules")
                : Optional.empty();
    }
}
