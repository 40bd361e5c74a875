package dev.gavel.auction.format.secret;

import dev.gavel.auction.message.Told;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;

import java.util.List;
import java.util.Optional;

/** What can be said of secret bids: before the close only the rules and one's own. */
public final class ExplainedSecrets {

    private ExplainedSecrets() {}

    static void running(Auction auction, Told rule, Optional<UserName> by, List<Told> out) {
        var open = auction.phase() instanceof Phase.Paused paused ? paused.before()
                : (Phase.Open) auction.phase();
        var isCommitting = auction.conditions().sealedTerms().commit() && open.round() == 0;
        out.add(new Told.Writer("Bids are secret until the close: neither amounts nor bidders nor "
                + "their number are told, so the price shown is the start, ")
                .money(auction.conditions().start())
                .say(".")
                .done());
        out.add(rule);
        if (auction.conditions().sealedTerms().commit()) {
            out.add(Told.plain(isCommitting
                    ? "Hashes of bids are taken now; they are opened after the end."
                    : "Bids are opened now; what is not opened is void."));
        }
        own(auction, by, out);
        if (auction.phase() instanceof Phase.Open) {
            out.add(open.endsAt() == Times.NEVER
                    ? Told.plain("It ends when its seller closes it.")
                    : new Told.Writer(isCommitting ? "Bids are opened from "
                            : auction.conditions().sealedTerms().commit()
                                    ? "Bids can be opened until "
                                    : "It ends at ")
                            .time(open.endsAt())
                            .say(".")
                            .done());
        }
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

    /** Who has the lot, or is offered it; empty where that is nobody, or many. */
    public static Optional<UserName> winner(Result result) {
        return switch (result) {
            case Result.Sold sold -> Optional.of(sold.winner());
            case Result.Pending offer -> Optional.of(offer.bidder());
            case Result.SoldUnits units -> Optional.empty();
            case Result.Unsold unsold -> Optional.empty();
        };
    }
}
