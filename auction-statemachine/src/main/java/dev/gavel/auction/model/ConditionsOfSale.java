package dev.gavel.auction.model;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * All that an auction is held under, fixed when it is created.
 *
 * @param format the kind of auction
 * @param currency of all its amounts
 * @param start opening price in minor units; 0: any first bid of at least 1
 * @param timing when it opens and ends
 * @param increments what the next bid must add
 * @param grid whether amounts must lie on the ladder counted from the start
 * @param reserve the secret lowest price
 * @param proxy whether the house bids for bidders
 * @param buyNow a price that ends it
 * @param softClose what late bids do to the end
 * @param group auctions of the same seller with this name extend together
 * @param retractUntil until when bids may be retracted, in milliseconds since 1970; empty: never
 * @param rounds terms of a clock
 * @param quantity units in the lot
 * @param sealedTerms terms of secret bids
 * @param access who may see and bid
 */
public record ConditionsOfSale(FormatKind format, Currency currency, long start, Timing timing,
        IncrementTable increments, boolean grid, Reserve reserve, ProxyMode proxy,
        Optional<BuyNow> buyNow, Optional<SoftClose> softClose, Optional<String> group,
        OptionalLong retractUntil, RoundTerms rounds, long quantity, SealedTerms sealedTerms,
        Access access) {

    /** Whether it runs by the clock, in rounds. */
    public boolean hasRounds() {
        return rounds.isSet();
    }

    /** How long before the end a bid may extend it, in milliseconds; 0 without a soft close. */
    public long closingWindowMillis() {
        return softClose.isPresent() ? softClose.get().windowMillis() : 0;
    }
}
