package dev.gavel.auction.format;

import dev.gavel.auction.message.Command;
import dev.gavel.auction.model.ConditionsOfSale;
import dev.gavel.auction.model.Direction;
import dev.gavel.auction.model.FormatKind;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.Standing;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;

/** What every kind of auction must answer. Pure functions. */
public sealed interface Format permits English {

    /** The rules of that kind. */
    static Format of(FormatKind kind) {
        return switch (kind) {
            case ENGLISH -> English.INSTANCE;
            case CLOCK, DUTCH, SEALED, VICKREY, REVERSE, UNIFORM -> throw new IllegalStateException(
                    "no auction of this kind is ever created");
        };
    }

    /** Whether auctions of that kind can be held. */
    static boolean isOffered(FormatKind kind) {
        return kind == FormatKind.ENGLISH;
    }

    /** Which way bids go. */
    Direction direction();

    /** What the next bid must be to be enough, for someone who does not lead. */
    long enough(ConditionsOfSale conditions, Standing standing);

    /** What becomes of a bid of someone who may bid, at {@code now}. */
    Verdict bid(Auction auction, UserName bidder, Command.Bid command, long now, long index);

    /** How the auction stands without the bids of {@code bidder}. */
    Standing without(Auction auction, UserName bidder);

    /** How the auction ends if it ends at {@code now}. */
    Result award(Auction auction, long now);

    /** Whether {@code auction} still offers to sell at its buy-now price. */
    static boolean offersBuyNow(Auction auction) {
        return auction.conditions()
                .buyNow()
                .filter(buyNow -> OpenBids.isOffered(buyNow, auction.standing()))
                .isPresent();
    }
}
