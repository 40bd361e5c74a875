package dev.gavel.auction.format;

import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.model.BuyNow;
import dev.gavel.auction.model.ConditionsOfSale;
import dev.gavel.auction.model.Direction;
import org.jspecify.annotations.Nullable;

/** Whether start, reserve and buy-now price of new auctions fit together. */
public final class Prices {

    private Prices() {}

    /** The first thing wrong where bids go in {@code direction}; null if nothing is. */
    public static @Nullable Rejection fault(ConditionsOfSale conditions, Direction direction) {
        var start = conditions.start();
        var reserve = conditions.reserve();
        if (reserve.isSet() && direction.beats(start, reserve.amount())) {
            return Faults.condition("reserve", direction == Direction.UP
                    ? "The reserve must be at least the start."
                    : "The reserve must be at most the start.");
        }
        if (conditions.buyNow().isEmpty()) {
            return null;
        }
        var buyNow = conditions.buyNow().get();
        if (direction.beats(start, buyNow.price())
                || (reserve.isSet() && direction.beats(reserve.amount(), buyNow.price()))) {
            return Faults.condition("buyNow",
                    "The buy-now price must be as good as the start and the reserve.");
        }
        if (buyNow.until() == BuyNow.Until.RESERVE_MET && !reserve.isSet()) {
            return Faults.condition("buyNowUntil",
                    "Only an auction with a reserve can offer it until that is met.");
        }
        return null;
    }
}
