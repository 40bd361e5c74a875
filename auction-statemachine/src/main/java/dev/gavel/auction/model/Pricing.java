package dev.gavel.auction.model;

import java.util.Optional;

/**
 * Where bids begin, by how much they move, and which prices are special.
 *
 * @param start opening price in minor units; 0: any first bid of at least 1
 * @param increments what the next bid must add
 * @param grid whether amounts must lie on the ladder counted from the start
 * @param reserve the secret lowest price
 * @param buyNow a price that ends the auction
 */
public record Pricing(long start, IncrementTable increments, boolean grid, Reserve reserve,
        Optional<BuyNow> buyNow) {

    /** From nothing, in steps of one minor unit, without a reserve. */
    public static final Pricing FROM_NOTHING = new Pricing(0, IncrementTable.UNIT, false,
            Reserve.NONE, Optional.empty());

    /** The same from another opening price on. */
    public Pricing withStart(long other) {
        return new Pricing(other, increments, grid, reserve, buyNow);
    }

    /** The same without a reserve. */
    public Pricing withoutReserve() {
        return new Pricing(start, increments, grid, Reserve.NONE, buyNow);
    }
}
