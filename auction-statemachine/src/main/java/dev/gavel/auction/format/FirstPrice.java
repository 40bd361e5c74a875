package dev.gavel.auction.format;

import dev.gavel.auction.model.Result;
import dev.gavel.auction.state.Auction;

/** Secret bids; the highest wins and pays what it says. */
public record FirstPrice() implements SecretFormat {

    static final FirstPrice INSTANCE = new FirstPrice();

    @Override
    public Result award(Auction auction, long now) {
        var bids = SecretFormat.ranked(auction, 0);
        return bids.isEmpty() ? Result.UNSOLD
                : Awards.toBest(auction, bids.getFirst(), bids.getFirst().amount(), now);
    }
}
