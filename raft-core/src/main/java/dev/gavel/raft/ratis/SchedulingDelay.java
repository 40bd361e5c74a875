package dev.gavel.raft.ratis;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Measures how long this machine lets a thread wait that has something to do. A thread that sleeps
 * for a moment looks how much later than asked it goes on. On a machine with a core to spare that
 * is next to nothing. If fifty others want each core, or a process stood still, every answer
 * between servers comes later by it.
 */
final class SchedulingDelay implements AutoCloseable {

    private static final Duration EVERY = Duration.ofMillis(20);
    /** How many seconds a delay counts. */
    private static final int REMEMBERED_SECONDS = 10;

    private final LongSupplier nanos;
    /** The longest delay of each second, and which second that was; guarded by this. */
    private final long[] longest = new long[REMEMBERED_SECONDS];
    private final long[] seconds = new long[REMEMBERED_SECONDS];
    private final Thread thread;

    /** A measurement that does nothing before {@link #begin}. */
    SchedulingDelay(String name, LongSupplier nanos) {
        this.nanos = nanos;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    /** Measures until it is closed. */
    void begin() {
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                var began = System.nanoTime();
                Thread.sleep(EVERY);
                late(System.nanoTime() - began - EVERY.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Notes that a thread went on so many nanoseconds later than it might have. A longer delay
     * counts as half a second: it says little of the next message.
     */
    synchronized void late(long delay) {
        var second = second();
        var place = Math.floorMod(second, REMEMBERED_SECONDS);
        if (seconds[place] != second) {
            seconds[place] = second;
            longest[place] = 0;
        }
        longest[place] = Math.max(longest[place], Math.min(delay, LivedTime.MOST.toNanos()));
    }

    /**
     * The longest delay that came in two of the last ten seconds; at most half a second. One that
     * came once is no sign of a starved machine: the process was stopped, or the machine was.
     */
    synchronized Duration lately() {
        var since = second() - REMEMBERED_SECONDS;
        var first = 0L;
        var second = 0L;
        for (var place = 0; place < REMEMBERED_SECONDS; place++) {
            if (seconds[place] > since) {
                second = Math.max(second, Math.min(first, longest[place]));
                first = Math.max(first, longest[place]);
            }
        }
        return Duration.ofNanos(second);
    }

    private long second() {
        return Math.floorDiv(nanos.getAsLong(), Duration.ofSeconds(1).toNanos());
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
