package dev.gavel.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that a test moves by hand. It begins ahead of the system's, which so never overtakes it. */
final class HandClock extends Clock {

    private static final Duration AHEAD = Duration.ofDays(1);

    private volatile Instant now = Clock.systemUTC().instant().plus(AHEAD);

    /** Moves it on. */
    void pass(long millis) {
        now = now.plusMillis(millis);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
