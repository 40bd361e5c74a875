package dev.gavel.auction.model;

/**
 * The secret price under which nothing is sold, and what happens to bids below it.
 *
 * @param amount in minor units; 0 for none. In a reverse auction the ceiling
 * @param mode how the price behaves below it
 * @param below what becomes of the highest bid if it is not reached
 * @param offerMillis how long the seller may think about a bid below it
 */
public record Reserve(long amount, Mode mode, Below below, long offerMillis) {

    /** How long a seller may think, unless the auction says otherwise: a day. */
    public static final long OFFER_MILLIS_DEFAULT = 24L * 60 * 60 * 1000;

    /** No reserve. */
    public static final Reserve NONE = new Reserve(0, Mode.PLAIN, Below.UNSOLD,
            OFFER_MILLIS_DEFAULT);

    /** How the price behaves while the leader's maximum is below the reserve. */
    public enum Mode {
        /** As if there were no reserve. */
        PLAIN,
        /** It jumps to the leader's maximum. */
        JUMP
    }

    /** What becomes of the highest bid below the reserve. */
    public enum Below {
        /** Nothing: unsold. */
        UNSOLD,
        /** It is offered to the seller. */
        OFFER
    }

    /** Whether there is a reserve. */
    public boolean isSet() {
        return amount > 0;
    }
}
