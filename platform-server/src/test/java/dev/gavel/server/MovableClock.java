package dev.gavel.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The system's clock, some way off. */
public final class MovableClock extends Clock {

    private volatile Duration off = Duration.ZERO;

    /** From now on this far ahead of the system's clock. */
    public void setAheadBy(Duration ahead) {
        off = ahead;
    }

    @Override
    public Instant instant() {
        return Clock.systemUTC().instant().plus(off);
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
