package dev.gavel.server;

import dev.gavel.raft.ReplicaStatus;

import java.util.Optional;
import java.util.function.Supplier;

/** Whether a server may take traffic; if not, it says why. */
final class Readiness implements Supplier<Optional<String>> {

    private final Supplier<ReplicaStatus> replica;
    private final Supplier<Optional<String>> house;
    private volatile Optional<String> because = Optional.of("it is starting");

    Readiness(Supplier<ReplicaStatus> replica, Supplier<Optional<String>> house) {
        this.replica = replica;
        this.house = house;
    }

    /** The edges listen. */
    void started() {
        because = Optional.empty();
    }

    /** It takes no more traffic, for good. */
    void stopping() {
        because = Optional.of("it is shutting down");
    }

    @Override
    public Optional<String> get() {
        var own = because;
        if (own.isPresent()) {
            return own;
        }
        var status = replica.get();
        return status.ready() ? house.get() : Optional.of(status.notReadyBecause());
    }
}
