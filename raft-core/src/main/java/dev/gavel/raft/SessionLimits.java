package dev.gavel.raft;

import java.time.Duration;

/**
 * How much is remembered of clients and for how long. Part of what decides, so the same on every
 * replica: constants, not settings of a replica.
 */
public final class SessionLimits {

    /** Sessions held at a time; at the bound an idle one goes, or opening is refused. */
    public static final int MAX_SESSIONS = 100_000;

    /** Unacknowledged answers held for one session; a command beyond them is refused. */
    public static final int MAX_WINDOW = 8_192;

    /** Idempotency keys held at a time; at the bound the oldest goes first. */
    public static final int MAX_KEYS = 1_000_000;

    /** Of these, those of one principal; at the bound the principal's own oldest goes. */
    public static final int MAX_KEYS_OF_ONE = 100_000;

    private static final Duration SESSION_IDLE = Duration.ofHours(24);
    private static final Duration SESSION_IDLE_WHEN_FULL = Duration.ofMinutes(10);
    private static final Duration KEY_MEMORY = Duration.ofHours(24);

    private SessionLimits() {}

    /** Log time after which a session without commands is forgotten. */
    public static Duration sessionIdle() {
        return SESSION_IDLE;
    }

    /** Log time after which an idle session may be forgotten to make room for another. */
    public static Duration sessionIdleWhenFull() {
        return SESSION_IDLE_WHEN_FULL;
    }

    /** Log time for which an idempotency key is remembered, within {@link #MAX_KEYS}. */
    public static Duration keyMemory() {
        return KEY_MEMORY;
    }
}
