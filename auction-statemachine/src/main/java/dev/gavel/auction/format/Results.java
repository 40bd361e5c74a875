package dev.gavel.auction.format;

import dev.gavel.auction.message.Told;
import dev.gavel.auction.model.Direction;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.state.Auction;

/** Results in words. */
final class Results {

    private Results() {}

    /** How {@code auction} ended, as one sentence. */
    static Told told(Auction auction, Result result, Direction direction) {
        return switch (result) {
            case Result.Sold sold -> new Told.Writer("Sold to ").name(sold.winner())
                    .say(" for ")
                    .money(sold.price())
                    .say(".")
                    .done();
            case Result.SoldUnits sold -> {
                var buyers = sold.awards()
                        .stream()
                        .map(Result.Award::winner)
                        .distinct()
                        .count();
                yield new Told.Writer("Sold ")
                        .count(sold.awards().stream().mapToLong(Result.Award::quantity).sum())
                        .say(" to ")
                        .count(buyers, " buyer.", " buyers.")
                        .done();
            }
            case Result.Pending offer -> pending(offer, direction);
            case Result.Unsold unsold -> Told.plain(auction.bids().isEmpty() ? "Closed, no bids."
                    : auction.conditions().reserve().isSet() ? "Not sold, the reserve was not met."
                            : "Closed, not sold.");
        };
    }

    private static Told pending(Result.Pending offer, Direction direction) {
        var isDown = direction == Direction.DOWN;
        return new Told.Writer(isDown ? "The lowest offer of " : "The highest bid of ")
                .money(offer.price())
                .say(" by ")
                .name(offer.bidder())
                .say(" is " + (isDown ? "above" : "below")
                        + " the reserve; the seller may take it until ")
                .time(offer.untilMillis())
                .say(".")
                .done();
    }
}
