package dev.gavel.auction.format.clock;

import dev.gavel.auction.format.rounds.RoundSentences;
import dev.gavel.auction.format.rounds.Rounds;
import dev.gavel.auction.message.Told;
import dev.gavel.auction.model.Limits;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;

import java.util.List;
import java.util.Optional;

/** How the price of a rising clock came about. */
final class ExplainedClock {

    private ExplainedClock() {}

    static void running(Auction auction, Optional<UserName> by, List<Told> out) {
        var open = Rounds.present(auction);
        out.add(price(auction, open.round()));
        RoundSentences.pause(auction, out);
        stillIn(auction, out);
        own(auction, open, by, out);
        if (auction.phase() instanceof Phase.Open) {
            out.add(next(auction, open));
        }
    }

    private static Told price(Auction auction, int round) {
        return RoundSentences.price(auction, round, auction.risingPrice(round), " and ", ".");
    }

    private static void stillIn(Auction auction, List<Told> out) {
        var rounds = auction.conditions().rounds();
        out.add(new Told.Writer("").count(auction.activeParticipants())
                .say(" of ")
                .count(auction.participants().size(), " participant is", " participants are")
                .say(" still in; the last one in wins at the price of the round.")
                .done());
        if (rounds.confirm()) {
            out.add(new Told.Writer(
                    "Each round is to be confirmed; whoever has not done so for more than ")
                    .count(rounds.grace(), " round", " rounds")
                    .say(" is out at the end of the round.")
                    .done());
        } else {
            out.add(Told.plain("Who stays agrees to the price; who withdraws is out for good."));
        }
    }

    private static void own(Auction auction, Phase.Open open, Optional<UserName> by,
            List<Told> out) {
        var own = by.map(auction.withoutWhatThePauseVoids()::participant);
        if (own.isPresent()) {
            out.add(Told.plain(!own.get().isActive() ? "You are out."
                    : auction.conditions().rounds().confirm()
                            && own.get().round() != open.round()
                                    ? "You are in, and have not confirmed this round."
                                    : "You are in."));
        }
    }

    private static Told next(Auction auction, Phase.Open open) {
        if (auction.conditions().rounds().isRunBySeller()) {
            return new Told.Writer("The program of its seller, ").name(auction.seller())
                    .say(", calls the rounds; it was last heard of at ")
                    .time(open.since())
                    .say(auction.signed().count() == 0 ? "."
                            : ", and what it signed can be read back.")
                    .done();
        }
        var next = auction.risingPrice(open.round() + 1);
        return next > Limits.AMOUNT_MAX
                ? RoundSentences.last(open, "since no higher price can be shown.")
                : RoundSentences.next(open, next);
    }

    static void closed(Auction auction, Result result, List<Told> out) {
        switch (result) {
            case Result.Sold sold -> {
                var round = (sold.price() - auction.conditions().start())
                        / auction.conditions().rounds().step();
                out.add(price(auction, (int) round));
                out.add(new Told.Writer("That round ").name(sold.winner())
                        .say(" was the last one in.")
                        .done());
            }
            case Result.Unsold unsold -> out.add(Told.plain(
                    "Nobody was left to win, or more than one when its seller closed it."));
            case Result.SoldUnits units -> {
                // a rising clock sells one lot
            }
            case Result.Pending offer -> {
                // no clock has a reserve
            }
        }
    }
}
