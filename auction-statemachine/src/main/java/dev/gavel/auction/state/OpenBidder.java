package dev.gavel.auction.state;

import dev.gavel.auction.model.Direction;
import dev.gavel.auction.model.Standing;
import dev.gavel.auction.model.UserName;

/**
 * What of one bidder's open bids matters where bids can be retracted; follows from the bids.
 *
 * @param hasBids whether there are any that were not retracted
 * @param retracted the best maximum that was; {@link Standing#NONE} if none was
 */
public record OpenBidder(boolean hasBids, long retracted) {

    static final OpenBidder NONE = new OpenBidder(false, Standing.NONE);
    private static final OpenBidder BIDDING = new OpenBidder(true, Standing.NONE);

    static OpenBidder of(SortedTree<UserName, OpenBidder> all, UserName user) {
        var known = all.get(user);
        return known == null ? NONE : known;
    }

    OpenBidder bidding() {
        return retracted == Standing.NONE ? BIDDING : new OpenBidder(true, retracted);
    }

    OpenBidder withoutBids() {
        return new OpenBidder(false, retracted);
    }

    OpenBidder tookBack(long maximum, Direction direction) {
        var isBest = retracted == Standing.NONE || direction.beats(maximum, retracted);
        return isBest ? new OpenBidder(hasBids, maximum) : this;
    }
}
