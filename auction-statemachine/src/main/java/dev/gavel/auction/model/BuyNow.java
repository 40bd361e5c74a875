package dev.gavel.auction.model;

/**
 * A price that ends the auction at once.
 *
 * @param price in minor units
 * @param until how long it is offered
 */
public record BuyNow(long price, Until until) {

    /** How long a buy-now price is offered. */
    public enum Until {
        /** Until the first bid. */
        FIRST_BID,
        /** Until the reserve is met. */
        RESERVE_MET
    }
}
