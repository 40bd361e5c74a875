package dev.gavel.server.desk;

import java.time.Duration;

/**
 * Bounds of the desk: of the commands that it takes in, and of its patience.
 *
 * @param maxCommandBytes longest single command
 * @param requestTimeout how long a call waits for its answer at most
 * @param electionTimeout longest silence of a leader before another stands
 */
public record DeskLimits(int maxCommandBytes, Duration requestTimeout, Duration electionTimeout) {

    /** Longest idempotency key, in characters. */
    public static final int MAX_KEY_CHARS = 128;

    /** How long a read waits to be confirmed: longer than an election, no longer than a call. */
    Duration readPatience() {
        return atMostACall(electionTimeout.multipliedBy(5).dividedBy(2));
    }

    /** The same while it is known that no majority is up: it may just have come back. */
    Duration readInVain() {
        return readPatience().dividedBy(10);
    }

    /**
     * How long fewer servers than a majority must have answered before a write is given up for it.
     * With the time in which all are asked once, a write is refused within three of these.
     */
    public Duration majorityPatience() {
        return atMostACall(electionTimeout);
    }

    private Duration atMostACall(Duration time) {
        return time.compareTo(requestTimeout) < 0 ? time : requestTimeout;
    }
}
