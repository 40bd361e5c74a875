package dev.gavel.auction.format.secret;

import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.Reserve;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.state.Auction;

/** How a lot of one unit goes to the best secret bid. */
public final class Awards {

    private Awards() {}

    /**
     * The best secret bid buys at {@code price}, or is offered to the seller if below the reserve: 69.99
     * against a reserve of 70.00 is unsold, or pending at 69.99.
     */
    public static Result toBest(Auction auction, Bid best, long price, long now) {
        var reserve = auction.conditions().reserve();
        if (best.amount() >= reserve.amount()) {
            return new Result.Sold(best.bidder(), price);
        }
        return reserve.below() == Reserve.Below.OFFER
                ? new Result.Pending(best.bidder(), price, now + reserve.offerMillis())
                : Result.UNSOLD;
    }
}
