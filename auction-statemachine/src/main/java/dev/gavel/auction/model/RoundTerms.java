package dev.gavel.auction.model;

/**
 * Terms of an auction by the clock.
 *
 * @param periodMillis length of a round
 * @param step by how much the price changes from round to round, in minor units
 * @param floor lowest price of a falling clock
 * @param confirm whether a bidder must confirm each round to stay
 * @param grace how many rounds in a row may go unconfirmed
 */
public record RoundTerms(long periodMillis, long step, long floor, boolean confirm, int grace) {

    /** For auctions without rounds. */
    public static final RoundTerms NONE = new RoundTerms(0, 0, 0, false, 0);
}
