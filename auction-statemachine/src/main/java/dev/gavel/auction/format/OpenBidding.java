package dev.gavel.auction.format;

import dev.gavel.auction.message.BidStory;
import dev.gavel.auction.message.View;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;

import java.util.Optional;
import java.util.function.Consumer;

/** What can be asked of an auction whose bids everybody sees, and which stand until a better one comes. */
public interface OpenBidding {

    /** Tells of the bids from {@code from} up to, but not including, {@code end}, those taken back too. */
    void tell(Auction auction, long from, long end, Consumer<BidStory> listener);

    /** Whether {@code auction} still offers to sell at its buy-now price. */
    boolean offersBuyNow(Auction auction);

    /** What taking bids back means here; {@code by} hears what they took back themselves while it is not over. */
    View.Retraction retraction(Auction auction, Optional<UserName> by, boolean isOver);
}
