package dev.gavel.client;

import java.time.Duration;

/**
 * The time of something that takes several calls: what one of them used is gone for the next. It runs from
 * the start.
 */
public final class TimeLeft {
    /** A call that has less might as well not be made. */
    private static final Duration LEAST = Duration.ofMillis(500);

    private final Duration whole;
    private final long since = System.nanoTime();

    /** Of {@code whole}, from now on. */
    public TimeLeft(Duration whole) {
        this.whole = whole;
    }

    /** How long it has run. */
    Duration gone() {
        return Duration.ofNanos(System.nanoTime() - since);
    }

    /** How long the next call may take: at least half a second, or the whole where that is less. */
    public Duration left() {
        var left = whole.minusNanos(System.nanoTime() - since);
        var least = whole.compareTo(LEAST) < 0 ? whole : LEAST;
        return left.compareTo(least) < 0 ? least : left;
    }
}
