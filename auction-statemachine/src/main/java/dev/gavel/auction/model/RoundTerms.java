package dev.gavel.auction.model;

import java.util.Optional;

/**
 * Terms of an auction by the clock.
 *
 * @param periodMillis length of a round
 * @param step by how much the price changes from round to round, in minor units
 * @param floor lowest price of a falling clock
 * @param confirm whether a bidder must confirm each round to stay
 * @param grace how many rounds in a row may go unconfirmed
 * @param seller present where the seller's own program calls the rounds
 */
public record RoundTerms(long periodMillis, long step, long floor, boolean confirm, int grace,
        Optional<SellerRun> seller) {

    /** For auctions without rounds. */
    public static final RoundTerms NONE = new RoundTerms(0, 0, 0, false, 0,
            Optional.empty());

    /** The same with rounds that the seller's own program calls. */
    public RoundTerms withSeller(SellerRun program) {
        return new RoundTerms(periodMillis, step, floor, confirm, grace, Optional.of(program));
    }

    /** Whether there are rounds. */
    public boolean isSet() {
        return periodMillis > 0;
    }

    /** Whether the seller's own program calls the rounds. */
    public boolean isRunBySeller() {
        return seller.isPresent();
    }
}
