package dev.gavel.auction.format;

import dev.gavel.auction.message.Command;
import dev.gavel.auction.model.ConditionsOfSale;
import dev.gavel.auction.model.Direction;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.Standing;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;

/** Bids rise until nobody bids more; with or without maxima up to which the house bids. */
public record English() implements Format {

    static final English INSTANCE = new English();

    @Override
    public Direction direction() {
        return Direction.UP;
    }

    @Override
    public long enough(ConditionsOfSale conditions, Standing standing) {
        return OpenBids.enough(conditions, standing, Direction.UP);
    }

    @Override
    public Verdict bid(Auction auction, UserName bidder, Command.Bid command, long now,
            long index) {
        return OpenBids.bid(auction, bidder, command, now, index, Direction.UP);
    }

    @Override
    public Standing without(Auction auction, UserName bidder) {
        return OpenBids.recounted(auction, bidder, Direction.UP);
    }

    @Override
    public Result award(Auction auction, long now) {
        return OpenBids.award(auction, now);
    }
}
