package dev.gavel.auction.query;

import dev.gavel.auction.message.Told;
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

    static void running(Auction auction, Optional<UserName> by, List<Told> out) {
        var open = auction.phase() instanceof Phase.Paused paused ? paused.before()
                : (Phase.Open) auction.phase();
        var isCommitting = auction.conditions().sealedTerms().commit() && open.round() == 0;
        out.add(new Told.Writer("Bids are secret until the close: neither amounts nor bidders nor "
                + "their number are told, so the price shown is the start, ")
                .money(auction.conditions().start())
                .say(".")
                .done());
        out.add(rule(auction));
        if (auction.conditions().sealedTerms().commit()) {
            out.add(Told.plain(isCommitting
                    ? "Hashes of bids are taken now; they are opened after the end."
                    : "Bids are opened now; what is not opened is void."));
        }
        own(auction, by, out);
        if (auction.phase() instanceof Phase.Open) {
            out.add(open.endsAt() == Times.NEVER
                    ? Told.plain("It ends when its seller closes it.")
                    : new Told.Writer(isCommitting ? "Bids are opened from " : "It ends at ")
                            .time(open.endsAt())
                            .say(".")
                            .done());
        }
    }

    private static Told rule(Auction auction) {
        return switch (auction.conditions().format()) {
            case VICKREY -> Told.plain("The highest wins and pays the next highest, but at least "
                    + "the reserve or the start; of equals the earlier wins.");
            case UNIFORM -> new Told.Writer("The highest are served until all ")
                    .count(auction.conditions().quantity())
                    .say(" are gone, and all pay what the last one served bid; if fewer are "
                            + "wanted, the reserve or the start.")
                    .done();
            default -> Told.plain(
                    "The highest wins and pays what it says; of equals the earlier wins.");
        };
    }

    private static void own(Auction auction, Optional<UserName> by, List<Told> out) {
        var participant = by.map(auction::participant);
        if (participant.isEmpty() || !participant.get().hasRow()) {
            return;
        }
        if (participant.get().commitmentOrNull() != null) {
            out.add(Told.plain("Your hash is in; your bid counts once it is opened."));
            return;
        }
        var bid = auction.bids().get(participant.get().row());
        var own = new Told.Writer("Your bid of ").money(bid.amount());
        out.add((bid.quantity() == 1 ? own : own.say(" for ").count(bid.quantity()))
                .say(" counts.")
                .done());
    }

    static void closed(Auction auction, Result result, List<Told> out) {
        if (result instanceof Result.SoldUnits units) {
            Explanation.awards(units, award -> new Told.Writer("").name(award.winner())
                    .say(" gets ")
                    .count(award.quantity())
                    .say(".")
                    .done(), out);
            out.add(new Told.Writer("All pay ").money(units.awards().getLast().price())
                    .say(": what the last one served bid or, where fewer were wanted than there "
                            + "are, the reserve or the start.")
                    .done());
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
        bestOf(auction, Optional.of(winner), Optional.empty())
                .ifPresent(bid -> out.add(new Told.Writer("The highest bid was ")
                        .money(bid.amount())
                        .say(" by ")
                        .name(winner)
                        .say(".")
                        .done()));
        if (auction.conditions().format() == FormatKind.VICKREY) {
            out.add(bestOf(auction, Optional.empty(), Optional.of(winner))
                    .map(bid -> new Told.Writer("The next highest was ").money(bid.amount())
                            .say(" by ")
                            .name(bid.bidder())
                            .say(".")
                            .done())
                    .orElse(Told.plain("There was no other bid.")));
        }
    }

    /** The highest bid that counts, of equals the earliest, only of one bidder or of all but one. */
    private static Optional<Bid> bestOf(Auction auction, Optional<UserName> only,
            Optional<UserName> but) {
        var best = new Bid[1];
        auction.participants().forEach((name, participant) -> {
            var counts = participant.hasRow() && participant.commitmentOrNull() == null
                    && only.map(name::equals).orElse(true)
                    && !but.map(name::equals).orElse(false);
            if (counts) {
                var bid = auction.bids().get(participant.row());
                if (best[0] == null || bid.amount() > best[0].amount()
                        || (bid.amount() == best[0].amount()
                                && bid.atMillis() < best[0].atMillis())) {
                    best[0] = bid;
                }
            }
        });
        return Optional.ofNullable(best[0]);
    }
}
