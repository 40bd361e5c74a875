package dev.gavel.client.hunt;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Pauses between rounds of tries: doubled each time up to a bound, and each drawn at random from
 * its upper half, so that many clients who lost the same server do not come back at the same
 * moment.
 *
 * @param shortest about the first pause
 * @param longest no pause is longer
 */
public record Backoff(Duration shortest, Duration longest) {

    private static final int MAX_DOUBLINGS = 20;

    /** The pause after round {@code round}, counted from 0. */
    public Duration after(int round) {
        var doublings = Math.min(round, MAX_DOUBLINGS);
        var most = longest.toNanos();
        var doubled = shortest.toNanos() > most >> doublings ? most
                : shortest.toNanos() << doublings;
        var bounded = Math.max(2, doubled);
        return Duration.ofNanos(ThreadLocalRandom.current().nextLong(bounded / 2, bounded));
    }
}
