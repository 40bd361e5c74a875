package dev.gavel.raft.ratis;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Hands leadership over while something here is against leading. If no other takes over, it tries
 * again after pauses that double. If another led and gave leadership back, a longer pause follows.
 * The same may be against all servers, and leadership is not to go round in circles.
 */
final class LetAnotherLead {

    /** The first pause. A try takes as long at most as a few elections. */
    static final Duration FIRST_PAUSE = Duration.ofSeconds(2);

    private final BooleanSupplier leads;
    private final Runnable handOver;
    private final Duration longest;
    private final LongSupplier nanos;
    private boolean hasTried;
    private boolean wasLost;
    private long triedAt;
    private Duration pause = FIRST_PAUSE;

    /**
     * The handover of one server.
     *
     * @param handOver tries to hand over, and does not wait
     * @param longest the longest pause before it is tried again
     */
    LetAnotherLead(BooleanSupplier leads, Runnable handOver, Duration longest,
            LongSupplier nanos) {
        this.leads = leads;
        this.handOver = handOver;
        this.longest = longest;
        this.nanos = nanos;
    }

    /** Looks once, whether or not something is against leading; called by one thread. */
    void look(boolean isWanted) {
        if (!leads.getAsBoolean()) {
            wasLost |= hasTried;
            return;
        }
        var now = nanos.getAsLong();
        if (!isWanted || (hasTried && now - triedAt < pauseNow().toNanos())) {
            return;
        }
        pause = hasTried && !wasLost ? shorter(pause.multipliedBy(2), longest)
                : shorter(FIRST_PAUSE, longest);
        hasTried = true;
        wasLost = false;
        triedAt = now;
        handOver.run();
    }

    private Duration pauseNow() {
        return wasLost ? longest : pause;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
