package dev.gavel.server.desk;

import java.time.Duration;

/**
 * Bounds of what the desk takes in.
 *
 * @param maxCommandBytes longest single command
 * @param requestTimeout how long a call waits for its answer at most
 */
public record DeskLimits(int maxCommandBytes, Duration requestTimeout) {

    /** Longest idempotency key, in characters. */
    public static final int MAX_KEY_CHARS = 128;
}
