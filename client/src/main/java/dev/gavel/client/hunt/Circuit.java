package dev.gavel.client.hunt;

/**
 * Whether a server is worth asking now. Each failure in a row keeps it out for twice as long, so
 * that a dead or frozen server is tried now and then, not before every call.
 */
final class Circuit {
    private int failures;
    private long restsUntil;

    /** Whether it is to be left alone at {@code now}, as {@link System#nanoTime} counts. */
    synchronized boolean rests(long now) {
        return failures > 0 && restsUntil - now > 0;
    }

    /** Nanoseconds from {@code now} until it may be asked again; negative once it may. */
    synchronized long restLeft(long now) {
        return failures == 0 ? Long.MIN_VALUE : restsUntil - now;
    }

    /** How often it has failed since it answered last. */
    synchronized int failures() {
        return failures;
    }

    synchronized void failed(long now) {
        restsUntil = now
                + (Pauses.FIRST_REST.toNanos() << Math.min(failures, Pauses.REST_DOUBLINGS));
        failures++;
    }

    synchronized void answered() {
        failures = 0;
    }
}
