package dev.gavel.auction.query;

import static dev.gavel.auction.query.Explanation.money;

import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.FormatKind;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;

import java.util.List;
import java.util.Optional;

/** What can be said of secret bids: before the close only the rules and one's own, after it all. */
final class ExplainedSecrets {

    private ExplainedSecrets() {}

    static void running(Auction auction, Optional<UserName> by, List<String> out) {
        var open = auction.phase() instanceof Phase.Paused paused ? paused.before()
                : (Phase.Open) auction.phase();
        out.add("Bids are secret until the close: neither amounts nor bidders nor their number are "
                + "told, so the price shown is the start, "
                + money(auction, auction.conditions().start()) + ".");
        out.add(rule(auction));
        if (auction.conditions().sealedTerms().commit()) {
            out.add(open.round() == 0
                    ? "Hashes of bids are taken now; they are opened after the end."
                    : "Bids are opened now; what is not opened is void.");
        }
        own(auction, by, out);
        if (auction.phase() instanceof Phase.Open) {
            out.add(open.endsAt() == Times.NEVER ? "It ends when its seller closes it."
                    : (auction.conditions().sealedTerms().commit() && open.round() == 0
                            ? "Bids are opened from "
                            : "It ends at ") + Times.format(open.endsAt()) + ".");
        }
    }

    private static String rule(Auction auction) {
        return switch (auction.conditions().format()) {
            case VICKREY ->
                "The highest wins and pays the next highest, but at least the reserve or "
                        + "the start; of equals the earlier wins.";
            case UNIFORM -> "The highest are served until all " + auction.conditions().quantity()
                    + " are gone, and all pay what the last one served bid; if fewer are wanted, "
                    + "the reserve or the start.";
            default -> "The highest wins and pays what it says; of equals the earlier wins.";
        };
    }

    private static void own(Auction auction, Optional<UserName> by, List<String> out) {
        var participant = by.map(auction::participant);
        if (participant.isEmpty() || !participant.get().hasRow()) {
            return;
        }
        var bid = auction.bids().get(participant.get().row());
        out.add(participant.get().commitmentOrNull() != null
                ? "Your hash is in; your bid counts once it is opened."
                : "Your bid of " + money(auction, bid.amount())
                        + (bid.quantity() == 1 ? "" : " for " + bid.quantity()) + " counts.");
    }

    static void closed(Auction auction, Result result, List<String> out) {
        if (result instanceof Result.SoldUnits units) {
            var price = units.awards().getLast().price();
            Explanation.awards(units, award -> award.winner() + " gets " + award.quantity() + ".",
                    out);
            out.add("All pay " + money(auction, price) + ": what the last one served bid or, where "
                    + "fewer were wanted than there are, the reserve or the start.");
            return;
        }
        out.add(rule(auction));
        var winner = switch (result) {
            case Result.Sold sold -> sold.winner();
            case Result.Pending offer -> offer.bidder();
            default -> null;
        };
        if (winner == null) {
            return;
        }
        bestOf(auction, Optional.of(winner), Optional.empty()).ifPresent(bid -> out.add(
                "The highest bid was " + money(auction, bid.amount()) + " by " + winner + "."));
        if (auction.conditions().format() == FormatKind.VICKREY) {
            out.add(bestOf(auction, Optional.empty(), Optional.of(winner))
                    .map(bid -> "The next highest was " + money(auction, bid.amount()) + " by "
                            + bid.bidder() + ".")
                    .orElse("There was no other bid."));
        }
    }

    /** The highest bid that counts, only of one bidder or of all but one. */
    private static Optional<Bid> bestOf(Auction auction, Optional<UserName> only,
            Optional<UserName> but) {
        var best = new Bid[1];
        auction.participants().forEach((name, participant) -> {
            var counts = participant.hasRow() && participant.commitmentOrNull() == null
                    && only.map(name::equals).orElse(true)
                    && !but.map(name::equals).orElse(false);
            if (counts) {
                var bid = auction.bids().get(participant.row());
                if (best[0] == null || bid.amount() > best[0].amount()) {
                    best[0] = bid;
                }
            }
        });
        return Optional.ofNullable(best[0]);
    }
}
