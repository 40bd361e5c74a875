package dev.gavel.client.hunt;

import java.time.Duration;

/**
 * How a {@link Hunt} goes on, and for how long.
 *
 * @param within time until it is given up
 * @param attempt how long one server may take to answer in the first round, before another is asked
 * @param whenNoneListens how long to go on while nobody even takes the question
 * @param pauses between rounds
 * @param round whom a round asks
 */
public record Limits(Duration within, Duration attempt, Duration whenNoneListens, Backoff pauses,
        Round round) {

    /** Whom a round asks, besides those who are named as leader on the way. */
    public enum Round {
        /** All servers, one after the other. */
        ALL,
        /** One at random, for what any of them can do: so many programs spread over all. */
        ANY,
        /** The first, which knows best who leads. */
        FIRST
    }

    /** Centuries; a part of what fits into nanoseconds, so that sums fit too. */
    private static final Duration WITHOUT_END = Duration.ofNanos(Long.MAX_VALUE / 4);

    /** For so long, whether or not anybody listens. */
    public static Limits of(Round round, Duration within, Duration attempt) {
        return new Limits(within, attempt, WITHOUT_END, Pauses.BETWEEN_ROUNDS, round);
    }

    /**
     * Any server, for as long as it takes: for what has no deadline, such as following the feed.
     */
    public static Limits withoutEnd(Duration attempt, Backoff pauses) {
        return new Limits(WITHOUT_END, attempt, WITHOUT_END, pauses, Round.ANY);
    }
}
