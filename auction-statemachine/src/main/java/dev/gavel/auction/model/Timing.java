package dev.gavel.auction.model;

import java.util.OptionalLong;

/**
 * When an auction opens and ends.
 *
 * @param opensAt opens by itself at this instant, in milliseconds since 1970; empty: by hand
 * @param durationMillis ends so long after it opened
 * @param endsAt ends at this instant; never given together with a duration. With neither it is closed
 *        by hand
 * @param outageGraceMillis a gap in the log longer than this counts as an outage
 * @param maxPauseMillis how long it may be paused, all pauses together; then it goes on by itself
 */
public record Timing(OptionalLong opensAt, OptionalLong durationMillis, OptionalLong endsAt,
        long outageGraceMillis, long maxPauseMillis) {

    /** Opened and closed by hand. */
    public static final Timing BY_HAND = new Timing(OptionalLong.empty(), OptionalLong.empty(),
            OptionalLong.empty(), Limits.OUTAGE_GRACE_MILLIS_MIN, Limits.PAUSE_MILLIS_DEFAULT);

    /** The same with another bound on pauses. */
    public Timing withMaxPause(long millis) {
        return millis == maxPauseMillis ? this
                : new Timing(opensAt, durationMillis, endsAt, outageGraceMillis, millis);
    }

    /** When an auction that opens at {@code opensAt} ends; {@link Times#NEVER} if by hand. */
    public long endOf(long opensAt) {
        if (durationMillis.isPresent()) {
            return opensAt + durationMillis.getAsLong();
        }
        return endsAt.orElse(Times.NEVER);
    }
}
