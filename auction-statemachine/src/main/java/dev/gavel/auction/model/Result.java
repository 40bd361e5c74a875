package dev.gavel.auction.model;

/** How a closed auction ended. */
public sealed interface Result {

    /**
     * Sold.
     *
     * @param winner who buys
     * @param price hammer price in minor units
     */
    record Sold(UserName winner, long price) implements Result {}

    /** Not sold. */
    record Unsold() implements Result {}

    /**
     * The highest bid is below the reserve and the seller may still take it.
     *
     * @param bidder whose bid it is
     * @param price what the seller would get, in minor units
     * @param untilMillis when the offer lapses, in milliseconds since 1970
     */
    record Pending(UserName bidder, long price, long untilMillis) implements Result {}

    /** The one value of {@link Unsold}. */
    Result UNSOLD = new Unsold();
}
