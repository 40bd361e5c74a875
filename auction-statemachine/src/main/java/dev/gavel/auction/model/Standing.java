package dev.gavel.auction.model;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * Who leads an auction with open bids, and at which price. The other bidders' maxima are never
 * needed: all lie at or below that of the runner-up, and that at or below the price.
 *
 * @param leaderOrNull who would win now; null before the first bid
 * @param maximum up to where the house bids for the leader
 * @param runnerUp best maximum of anyone else; {@link #NONE} if nobody else bid
 * @param price the standing price; {@link #NONE} before the first bid
 * @param reserveMet whether the reserve is reached; true if there is none
 */
public record Standing(@Nullable UserName leaderOrNull, long maximum, long runnerUp, long price,
        boolean reserveMet) {

    /** Stands for "no amount". */
    public static final long NONE = -1;

    private static final Standing EMPTY_MET = new Standing(null, NONE, NONE, NONE, true);
    private static final Standing EMPTY_UNMET = new Standing(null, NONE, NONE, NONE, false);

    /** Before the first bid. */
    public static Standing before(boolean hasReserve) {
        return hasReserve ? EMPTY_UNMET : EMPTY_MET;
    }

    /** Who would win now. */
    public Optional<UserName> leader() {
        return Optional.ofNullable(leaderOrNull);
    }

    /** Whether there is no bid. */
    public boolean isEmpty() {
        return leaderOrNull == null;
    }

    /** Whether {@code user} leads. */
    public boolean isLedBy(UserName user) {
        return leaderOrNull != null && leaderOrNull.equals(user);
    }
}
