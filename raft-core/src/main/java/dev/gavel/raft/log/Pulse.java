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
 * Ticks, so that time passes though nobody asks for anything. While this replica leads and the
 * machine's next deadline has passed, it proposes an entry without commands. In an idle cluster it
 * also has the servers compare digests once more. And it gives up commands that have been under way
 * for too long.
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
