package dev.gavel.auction.model;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * All that an auction is held under, fixed when it is created.
 *
 * @param format the kind of auction
 * @param currency of all its amounts
 * @param pricing where bids begin, by how much they move, and which prices are special
 * @param closing when it opens and ends, and what moves its end
 * @param proxy whether the house bids for bidders
 * @param retractUntil until when bids may be retracted, in milliseconds since 1970; empty: never
 * @param rounds terms of a clock
 * @param quantity units in the lot
 * @param sealedTerms terms of secret bids
 * @param access who may see and bid
 */
public record ConditionsOfSale(FormatKind format, Currency currency, Pricing pricing,
        Closing closing, ProxyMode proxy, OptionalLong retractUntil, RoundTerms rounds,
        long quantity, SealedTerms sealedTerms, Access access) {

    /** Opening price in minor units; 0: any first bid of at least 1. */
    public long start() {
        return pricing.start();
    }

    /** What the next bid must add. */
    public IncrementTable increments() {
        return pricing.increments();
    }

    /** Whether amounts must lie on the ladder counted from the start. */
    public boolean grid() {
        return pricing.grid();
    }

    /** The secret lowest price. */
    public Reserve reserve() {
        return pricing.reserve();
    }

    /** A price that ends it. */
    public Optional<BuyNow> buyNow() {
        return pricing.buyNow();
    }

    /** When it opens and ends. */
    public Timing timing() {
        return closing.timing();
    }

    /** What late bids do to the end. */
    public Optional<SoftClose> softClose() {
        return closing.softClose();
    }

    /** Auctions of the same seller with this name extend together. */
    public Optional<String> group() {
        return closing.group();
    }

    /** Whether it runs by the clock, in rounds. */
    public boolean hasRounds() {
        return rounds.isSet();
    }

    /** How long before the end a bid may extend it, in milliseconds; 0 without a soft close. */
    public long closingWindowMillis() {
        var softClose = softClose();
        return softClose.isPresent() ? softClose.get().windowMillis() : 0;
    }

    /** The same with other prices. */
    public ConditionsOfSale withPricing(Pricing other) {
        return new ConditionsOfSale(format, currency, other, closing, proxy, retractUntil, rounds,
                quantity, sealedTerms, access);
    }

    /** The same with another end. */
    public ConditionsOfSale withClosing(Closing other) {
        return new ConditionsOfSale(format, currency, pricing, other, proxy, retractUntil, rounds,
                quantity, sealedTerms, access);
    }

    /** The same with other terms of a clock. */
    public ConditionsOfSale withRounds(RoundTerms others) {
        return new ConditionsOfSale(format, currency, pricing, closing, proxy, retractUntil,
                others, quantity, sealedTerms, access);
    }
}
