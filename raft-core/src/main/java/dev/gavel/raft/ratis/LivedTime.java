package dev.gavel.raft.ratis;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Time as this process lives through it, measured by a thread that looks several times a second.
 * A process may stand still: SIGSTOP, a long pause, a machine that has no core for it. Meanwhile it
 * learns nothing of a disk or of other servers. So that time is not held against them.
 */
final class LivedTime {

    /**
     * The most that counts between two looks. In a longer gap this process could not have acted.
     */
    static final Duration MOST = Duration.ofMillis(500);

    private final LongSupplier nanos;
    private long before;
    private long lived;

    LivedTime(LongSupplier nanos) {
        this.nanos = nanos;
        this.before = nanos.getAsLong();
    }

    /** Nanoseconds lived so far, this look included; called by one thread, at each of its looks. */
    long look() {
        var now = nanos.getAsLong();
        lived += Math.min(now - before, MOST.toNanos());
        before = now;
        return lived;
    }
}
