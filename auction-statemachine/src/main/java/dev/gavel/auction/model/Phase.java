package dev.gavel.auction.model;

/** Where an auction is in its life. All times are replicated, in milliseconds since 1970. */
public sealed interface Phase {

    /** Created, not yet open. */
    record Draft() implements Phase {}

    /**
     * Opens by itself.
     *
     * @param opensAt when
     */
    record Scheduled(long opensAt) implements Phase {}

    /**
     * Takes bids.
     *
     * @param openedAt when it opened
     * @param since when this round or stage began; where the seller's own program runs it, when that
     *        was last heard of
     * @param endsAt when this round or stage, and without rounds the auction, ends;
     *        {@link Times#NEVER} if by hand
     * @param extensions how often late bids moved the end
     * @param round which round or stage it is, from 0
     * @param pausedMillis how long it was paused so far, where that is bounded
     */
    record Open(long openedAt, long since, long endsAt, int extensions, int round,
            long pausedMillis)
            implements
                Phase {

        /** Just opened. */
        public static Open first(long openedAt, long endsAt) {
            return new Open(openedAt, openedAt, endsAt, 0, 0, 0);
        }

        /** The same with another end, counted as one more extension. */
        public Open extendedTo(long newEnd) {
            return new Open(openedAt, since, newEnd, extensions + 1, round, pausedMillis);
        }

        /** The same with another end. */
        public Open movedTo(long newEnd) {
            return new Open(openedAt, since, newEnd, extensions, round, pausedMillis);
        }

        /** The same, last heard of at {@code at}, where the seller's own program runs it. */
        public Open heardAt(long at) {
            return new Open(openedAt, at, endsAt, extensions, round, pausedMillis);
        }

        /** The same, paused for {@code millis} more. */
        public Open pausedFor(long millis) {
            return new Open(openedAt, since, endsAt, extensions, round, pausedMillis + millis);
        }

        /** A round, begun or begun again. */
        public Open inRound(int newRound, long newSince, long newEnd) {
            return new Open(openedAt, newSince, newEnd, extensions, newRound, pausedMillis);
        }
    }

    /**
     * The clock stands.
     *
     * @param before how it was open
     * @param since when it was paused
     */
    record Paused(Open before, long since) implements Phase {}

    /**
     * Over for good.
     *
     * @param openedAt when it had opened; {@link Times#NEVER} if it never did
     * @param at when
     * @param result how
     */
    record Closed(long openedAt, long at, Result result) implements Phase {}

    /**
     * Called off before it closed.
     *
     * @param at when
     */
    record Cancelled(long at) implements Phase {}

    /** The one value of {@link Draft}. */
    Phase DRAFT = new Draft();
}
