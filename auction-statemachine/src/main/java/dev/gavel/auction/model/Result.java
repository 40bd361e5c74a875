package dev.gavel.auction.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** How a closed auction ended. */
public sealed interface Result {

    /**
     * Sold.
     *
     * @param winner who buys
     * @param price hammer price in minor units
     */
    record Sold(UserName winner, long price) implements Result {}

    /**
     * Many units sold, to one or more.
     *
     * @param awards who gets how many at which price, in the order they were served
     */
    record SoldUnits(List<Award> awards) implements Result {

        /** Keeps the list as it is now. */
        public SoldUnits {
            awards = List.copyOf(awards);
        }

        /** Who bought, if it was only one. */
        public Optional<UserName> onlyWinner() {
            var names = awards.stream().map(Award::winner).distinct().toList();
            return names.size() == 1 ? Optional.of(names.getFirst()) : Optional.empty();
        }

        /** What a unit cost, if it was the same for all. */
        public OptionalLong onlyPrice() {
            var prices = awards.stream().mapToLong(Award::price).distinct().toArray();
            return prices.length == 1 ? OptionalLong.of(prices[0]) : OptionalLong.empty();
        }
    }

    /**
     * What one buyer gets.
     *
     * @param winner who buys
     * @param quantity how many units
     * @param price of one unit, in minor units
     */
    record Award(UserName winner, long quantity, long price) {}

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
