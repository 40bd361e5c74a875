package dev.gavel.auction.format.sealed;

import dev.gavel.auction.format.secret.Awards;
import dev.gavel.auction.format.secret.RankedBids;
import dev.gavel.auction.format.secret.SecretBids;
import dev.gavel.auction.message.Told;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.state.Auction;

/**
 * Secret bids; the highest wins and pays what it says. Of 50.00 by bob and then 50.00 by ann, bob's
 * wins; with a reserve of 70.00 neither does.
 */
public record FirstPrice() implements SecretBids {

    /** The only one: it has no state. */
    public static final FirstPrice INSTANCE = new FirstPrice();

    @Override
    public String about() {
        return "One secret bid of each bidder counts; the highest wins and pays what it says.";
    }

    @Override
    public Result award(Auction auction, long now) {
        var bids = RankedBids.of(auction, 0);
        return bids.isEmpty() ? Result.UNSOLD
                : Awards.toBest(auction, bids.getFirst(), bids.getFirst().amount(), now);
    }

    @Override
    public Told rule(Auction auction) {
        return Told.plain("The highest wins and pays what it says; of equals the earlier wins.");
    }
}
