package dev.gavel.auction.rules;

import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.state.Auction;

/** Results in words. */
public final class Results {

    private Results() {}

    /** How {@code auction} ended, as one sentence. */
    public static String sentence(Auction auction, Result result) {
        var currency = auction.conditions().currency();
        return switch (result) {
            case Result.Sold sold -> "sold to " + sold.winner() + " for "
                    + currency.format(sold.price()) + ".";
            case Result.SoldUnits sold -> {
                var units = sold.awards().stream().mapToLong(Result.Award::quantity).sum();
                yield "sold " + units + " to "
                        + sold.awards().stream().map(Result.Award::winner).distinct().count()
                        + (sold.awards().size() == 1 ? " buyer." : " buyers.");
            }
            case Result.Pending offer -> "the highest bid of " + currency.format(offer.price())
                    + " by " + offer.bidder()
                    + " is below the reserve; the seller may take it until "
                    + Times.format(offer.untilMillis()) + ".";
            case Result.Unsold unsold -> auction.bids().isEmpty() ? "closed, no bids."
                    : auction.conditions().reserve().isSet() ? "not sold, the reserve was not met."
                            : "closed, not sold.";
        };
    }
}
