package dev.gavel.auction.model;

/**
 * A bid in the last moments moves the closing time, so that others can answer.
 *
 * <p>With a window of 60 s and an extension of 60 s, mode {@code reset}: a bid at 11:59:30 on an
 * auction that closes at 12:00:00 moves the close to 12:00:30. A bid at exactly 11:59:00 moves
 * nothing.
 *
 * @param windowMillis a bid extends if less than this is left
 * @param extendMillis how much is left after it, or is added, by {@code mode}
 * @param trigger which bids extend
 * @param mode how far
 * @param maxExtensions how often at most; {@link Integer#MAX_VALUE} for any number
 * @param hardEnd beyond this instant nothing extends, in milliseconds since 1970;
 *        {@link Times#NEVER} for none
 */
public record SoftClose(long windowMillis, long extendMillis, Trigger trigger, Mode mode,
        int maxExtensions, long hardEnd) {

    /** Which bids extend. */
    public enum Trigger {
        /** Any accepted bid. */
        ACCEPTED,
        /** A bid that moves the price. */
        PRICE,
        /** A bid that changes the leader. */
        LEAD
    }

    /** How an extension moves the end. */
    public enum Mode {
        /** At least {@code extendMillis} are left after the bid. */
        RESET,
        /** {@code extendMillis} are added to the end. */
        ADD
    }

    /**
     * The closing time after a bid at {@code now} that triggers; {@code endsAt} itself where nothing
     * is to move.
     *
     * @param extensions how often it has been moved before
     */
    public long endAfter(long endsAt, long now, int extensions) {
        var left = endsAt - now;
        if (endsAt == Times.NEVER || left <= 0 || left >= windowMillis
                || extensions >= maxExtensions) {
            return endsAt;
        }
        var wished = mode == Mode.ADD ? endsAt + extendMillis : now + extendMillis;
        return capped(endsAt, wished);
    }

    /** {@code wished}, not past the hard end and never before {@code endsAt}. */
    public long capped(long endsAt, long wished) {
        return Math.max(endsAt, Math.min(wished, hardEnd));
    }
}
