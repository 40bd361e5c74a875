package dev.gavel.auction.rules;

import dev.gavel.auction.message.Told;
import dev.gavel.auction.model.FormatKind;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.state.Auction;

import java.util.Locale;

/** Results in words. */
public final class Results {

    private Results() {}

    /** How {@code auction} ended, as one sentence that goes on from another. */
    public static String sentence(Auction auction, Result result) {
        var text = told(auction, result).english(auction.conditions().currency());
        return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }

    /** How {@code auction} ended, as one sentence. */
    public static Told told(Auction auction, Result result) {
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
            case Result.Pending offer -> pending(auction, offer);
            case Result.Unsold unsold -> Told.plain(auction.bids().isEmpty() ? "Closed, no bids."
                    : auction.conditions().reserve().isSet() ? "Not sold, the reserve was not met."
                            : "Closed, not sold.");
        };
    }

    private static Told pending(Auction auction, Result.Pending offer) {
        var isReverse = auction.conditions().format() == FormatKind.REVERSE;
        return new Told.Writer(isReverse ? "The lowest offer of " : "The highest bid of ")
                .money(offer.price())
                .say(" by ")
                .name(offer.bidder())
                .say(" is " + (isReverse ? "above" : "below")
                        + " the reserve; the seller may take it until ")
                .time(offer.untilMillis())
                .say(".")
                .done();
    }
}
