package dev.gavel.raft.ratis;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Time as whoever looks several times a second lives through it: while this process stands still (SIGSTOP, a
 * long pause, a machine that has no core for it), nothing is known of a disk or of other servers, so that
 * time is not held against them.
 */
final class LivedTime {

    /** Several looks; what lies further apart was no time in which this process could have acted. */
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
