package dev.gavel.auction.query;

import dev.gavel.auction.format.Buyers;
import dev.gavel.auction.format.kinds.Formats;
import dev.gavel.auction.message.Told;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Why an auction stands as it does, in plain sentences, for one who asks. It rests on what that one may
 * see: whoever leads by a secret maximum is told of with the same words as one who bid outright.
 */
final class Explanation {

    private Explanation() {}

    /** The sentences on {@code auction} for {@code by}, at least one. */
    static List<Told> of(Auction auction, Optional<UserName> by) {
        var out = new ArrayList<Told>();
        switch (auction.phase()) {
            case Phase.Draft draft -> {
                out.add(Told.plain("It has not been opened yet."));
                before(auction, out);
            }
            case Phase.Scheduled scheduled -> {
                out.add(new Told.Writer("It opens at ").time(scheduled.opensAt())
                        .say(".")
                        .done());
                before(auction, out);
            }
            case Phase.Cancelled cancelled ->
                out.add(new Told.Writer("It was called off at ").time(cancelled.at())
                        .say("; nobody wins.")
                        .done());
            case Phase.Open open -> running(auction, by, out);
            case Phase.Paused paused -> {
                out.add(new Told.Writer("The clock stands since ").time(paused.since())
                        .say(", until its seller, ")
                        .name(auction.seller())
                        .say(", resumes it.")
                        .done());
                AuctionViews.pauseEndsAt(auction, by)
                        .ifPresent(until -> out.add(new Told.Writer("It goes on by itself at ")
                                .time(until)
                                .say(" at the latest.")
                                .done()));
                running(auction, by, out);
            }
            case Phase.Closed closed -> closed(auction, closed, by, out);
        }
        return List.copyOf(out);
    }

    private static void before(Auction auction, List<Told> out) {
        out.add(new Told.Writer("The price is the start, ").money(auction.conditions().start())
                .say(".")
                .done());
    }

    private static void running(Auction auction, Optional<UserName> by, List<Told> out) {
        if (Visibility.isSecretNow(auction) || Visibility.seesStanding(auction, by)) {
            Formats.of(auction).explainRunning(auction, by, out);
        } else {
            out.add(new Told.Writer("How it stands only those see who joined; it began at ")
                    .money(auction.conditions().start())
                    .say(".")
                    .done());
        }
    }

    private static void closed(Auction auction, Phase.Closed closed, Optional<UserName> by,
            List<Told> out) {
        if (closed.openedAt() == Times.NEVER) {
            out.add(new Told.Writer("It closed at ").time(closed.at())
                    .say(" before it had opened; nobody wins.")
                    .done());
            return;
        }
        out.add(new Told.Writer("It closed at ").time(closed.at()).say(".").done());
        if (!Visibility.seesStanding(auction, by)) {
            outline(auction, closed.result(), out);
            return;
        }
        out.add(Formats.of(auction).told(auction, closed.result()));
        Formats.of(auction).explainClosed(auction, closed, by, out);
    }

    /**
     * How it ended, for one who does not see who bid, and what: winner and final price are everybody's, as
     * in the view.
     */
    private static void outline(Auction auction, Result result, List<Told> out) {
        out.add(outline(auction, result));
        if (result instanceof Result.SoldUnits units) {
            Buyers.tell(units, award -> new Told.Writer("").name(award.winner())
                    .say(" bought ")
                    .count(award.quantity())
                    .say(" at ")
                    .money(award.price())
                    .say(".")
                    .done(), out);
        }
    }

    /** As one sentence. */
    static Told outline(Auction auction, Result result) {
        return switch (result) {
            case Result.Sold sold -> Formats.of(auction).told(auction, sold);
            case Result.SoldUnits sold -> Formats.of(auction).told(auction, sold);
            case Result.Pending offer ->
                new Told.Writer("Closed without meeting the reserve; its seller may take the best "
                        + "bid until ").time(offer.untilMillis()).say(".").done();
            case Result.Unsold unsold -> Told.plain("Closed, not sold.");
        };
    }
}
