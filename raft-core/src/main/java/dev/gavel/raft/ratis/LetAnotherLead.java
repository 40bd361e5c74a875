package dev.gavel.raft.ratis;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Hands leadership over while something here is against leading. What does not come about is tried again
 * after pauses that double; where another led, and gave leadership back, a longer pause follows, since the
 * same may be against all servers: leadership is not to go round in circles.
 */
final class LetAnotherLead {

    /** A try takes as long at most as a few elections. */
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
     * Of one server.
     *
     * @param handOver tries it, and does not wait
     * @param longest the pause after which it is tried again at the latest
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
