package dev.gavel.raft.ratis;

import dev.gavel.raft.log.ClockGuard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Watches the clock of this replica while it leads, also in an idle cluster. Entries with a stamp
 * that is ahead or behind are refused at once. Leadership goes only if the doubt lasts longer than
 * it takes to read all clocks anew. Until then a step that all servers make together, since they
 * share a machine, looks like a step of this server alone.
 */
final class ClockWatch {

    private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);
    /** More than the time between two readings of a peer's clock. */
    private static final Duration STANDS_FOR = Duration.ofMillis(1_500);
    private static final Duration TRANSFER_AGAIN_AFTER = Duration.ofSeconds(5);

    private final ClockGuard guard;
    private final Clock clock;
    private final BooleanSupplier leads;
    private final Consumer<List<Integer>> handOver;
    private final LongSupplier nanos;
    private volatile Optional<String> doubt = Optional.empty();
    private long doubtedSince;
    private long transferredAt;

    /**
     * Watches.
     *
     * @param leads whether this replica leads now
     * @param handOver hands leadership to one of these servers
     * @param nanos time that does not jump
     */
    ClockWatch(ClockGuard guard, Clock clock, BooleanSupplier leads,
            Consumer<List<Integer>> handOver, LongSupplier nanos) {
        this.guard = guard;
        this.clock = clock;
        this.leads = leads;
        this.handOver = handOver;
        this.nanos = nanos;
    }

    /** Why an entry with this stamp may not go into the log; empty when it may. */
    Optional<String> objection(long stampMillis) {
        return guard.objection(stampMillis);
    }

    /** Why this replica puts nothing into the log although it leads; empty when it does. */
    Optional<String> doubt() {
        return doubt;
    }

    /** Looks once; called by one thread, several times a second. */
    void look() {
        var now = leads.getAsBoolean() ? objection(clock.millis()) : Optional.<String>empty();
        var looked = nanos.getAsLong();
        if (now.isPresent() && doubt.isEmpty()) {
            LOG.warn("{}", now.get());
            doubtedSince = looked;
            transferredAt = looked - TRANSFER_AGAIN_AFTER.toNanos();
        } else if (now.isEmpty() && doubt.isPresent()) {
            LOG.info("this server's clock is right again");
        }
        doubt = now;
        if (now.isPresent() && looked - doubtedSince >= STANDS_FOR.toNanos()
                && looked - transferredAt >= TRANSFER_AGAIN_AFTER.toNanos()) {
            transferredAt = looked;
            handOver.accept(guard.trusted());
        }
    }
}
