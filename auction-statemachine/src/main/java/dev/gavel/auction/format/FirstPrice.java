package dev.gavel.auction.format;

import dev.gavel.auction.model.Result;
import dev.gavel.auction.state.Auction;

/**
 * Secret bids; the highest wins and pays what it says. Of 50.00 by bob and then 50.00 by ann, bob's
 * wins; with a reserve of 70.00 neither does.
 */
public record FirstPrice() implements SecretFormat {

    static final FirstPrice INSTANCE = new FirstPrice();

    @Override
    public Result award(Auction auction, long now) {
        var bids = SecretFormat.ranked(auction, 0);
        return bids.isEmpty() ? Result.UNSOLD
                : Awards.toBest(auction, bids.getFirst(), bids.getFirst().amount(), now);
    }
}
