package dev.gavel.raft.log;

import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * While this replica leads: proposes an entry without commands when the machine's next deadline has
 * passed, so that what is due by the clock happens though nobody asks. Has the servers compare digests
 * once more when nobody asks for anything. Also gives up what has been under way for too long.
 */
public final class Pulse implements AutoCloseable {

    /** How late a deadline may be noticed. */
    private static final Duration TICK = Duration.ofMillis(10);

    private final ScheduledExecutorService timer;

    /**
     * Starts ticking.
     *
     * @param leads whether this replica leads now
     * @param nextDeadlineMillis the machine's next deadline as of the last entry applied
     * @param owesDigest whether anything was applied that the servers have not compared
     */
    public Pulse(String name, GroupCommit groupCommit, Clock clock, BooleanSupplier leads,
            Supplier<OptionalLong> nextDeadlineMillis, BooleanSupplier owesDigest) {
        timer = Executors.newSingleThreadScheduledExecutor(
                task -> Thread.ofPlatform().daemon().name(name).unstarted(task));
        var unused = timer.scheduleWithFixedDelay(() -> {
            groupCommit.expire();
            if (leads.getAsBoolean()) {
                var deadline = nextDeadlineMillis.get();
                if (deadline.isPresent() && deadline.getAsLong() <= clock.millis()) {
                    groupCommit.pulse();
                }
                if (owesDigest.getAsBoolean()) {
                    groupCommit.compareWhenIdle();
                }
            }
        }, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
