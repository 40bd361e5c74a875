package dev.gavel.auction.query;

import dev.gavel.auction.message.Told;
import dev.gavel.auction.model.FormatKind;
import dev.gavel.auction.model.Limits;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;

import java.util.List;
import java.util.Optional;

/** How the price of a clock came about, rising or falling. */
final class ExplainedRounds {

    private ExplainedRounds() {}

    static void running(Auction auction, Optional<UserName> by, List<Told> out) {
        var paused = auction.phase() instanceof Phase.Paused p ? Optional.of(p)
                : Optional.<Phase.Paused>empty();
        var open = paused.isPresent() ? paused.get().before() : (Phase.Open) auction.phase();
        price(auction, open.round(), out);
        if (paused.isPresent()) {
            out.add(Told.plain("The round is void and begins again when the clock runs on."));
        }
        if (isRising(auction)) {
            rising(auction, open, by, out);
        } else {
            out.add(new Told.Writer("The first to accept buys at the price of the round; of ")
                    .count(auction.conditions().quantity(), " unit ", " units ")
                    .count(auction.conditions().quantity() - auction.unitsTaken())
                    .say(" are left.")
                    .done());
        }
        if (paused.isEmpty()) {
            nextRound(auction, open, out);
        }
    }

    private static void price(Auction auction, int round, List<Told> out) {
        var conditions = auction.conditions();
        if (round == 0) {
            out.add(new Told.Writer("Round 0 shows the start, ").money(conditions.start())
                    .say(".")
                    .done());
            return;
        }
        var isAtFloor = !isRising(auction)
                && priceOf(auction, round) == conditions.rounds().floor();
        out.add(new Told.Writer("Round ").count(round)
                .say(" shows ")
                .money(priceOf(auction, round))
                .say(": the start of ")
                .money(conditions.start())
                .say(isRising(auction) ? " and " : " less ")
                .count(round, " step of ", " steps of ")
                .money(conditions.rounds().step())
                .say(isAtFloor ? ", but not below the floor." : ".")
                .done());
    }

    private static void rising(Auction auction, Phase.Open open, Optional<UserName> by,
            List<Told> out) {
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
        var own = by.map(auction.withoutWhatThePauseVoids()::participant);
        if (own.isPresent()) {
            out.add(Told.plain(!own.get().isActive() ? "You are out."
                    : rounds.confirm() && own.get().round() != open.round()
                            ? "You are in, and have not confirmed this round."
                            : "You are in."));
        }
    }

    private static void nextRound(Auction auction, Phase.Open open, List<Told> out) {
        if (auction.conditions().rounds().isRunBySeller()) {
            out.add(new Told.Writer("The program of its seller, ").name(auction.seller())
                    .say(", calls the rounds; it was last heard of at ")
                    .time(open.since())
                    .say(auction.signed().count() == 0 ? "."
                            : ", and what it signed can be read back.")
                    .done());
            return;
        }
        var ends = new Told.Writer("The round ends at ").time(open.endsAt());
        var isLast = !isRising(auction)
                && priceOf(auction, open.round()) == auction.conditions().rounds().floor();
        if (isRising(auction) && priceOf(auction, open.round() + 1) > Limits.AMOUNT_MAX) {
            out.add(ends.say("; it is the last, since no higher price can be shown.").done());
            return;
        }
        out.add(isLast
                ? ends.say("; it is the last, and what is not taken then stays unsold.").done()
                : ends.say("; then the price is ")
                        .money(priceOf(auction, open.round() + 1))
                        .say(".")
                        .done());
    }

    static void closed(Auction auction, Result result, List<Told> out) {
        switch (result) {
            case Result.Sold sold when isRising(auction) -> {
                var round = (sold.price() - auction.conditions().start())
                        / auction.conditions().rounds().step();
                price(auction, (int) round, out);
                out.add(new Told.Writer("That round ").name(sold.winner())
                        .say(" was the last one in.")
                        .done());
            }
            case Result.Sold sold -> out.add(new Told.Writer("").name(sold.winner())
                    .say(" was the first to accept, at the price of the round.")
                    .done());
            case Result.SoldUnits sold -> Explanation.awards(sold,
                    award -> new Told.Writer("").name(award.winner())
                            .say(" took ")
                            .count(award.quantity())
                            .say(" at the price of the round, ")
                            .money(award.price())
                            .say(".")
                            .done(),
                    out);
            case Result.Unsold unsold -> out.add(Told.plain(isRising(auction)
                    ? "Nobody was left to win, or more than one when its seller closed it."
                    : "Nobody accepted a price down to the floor, or before its seller closed it."));
            case Result.Pending offer -> {
                // no clock has a reserve
            }
        }
    }

    private static boolean isRising(Auction auction) {
        return auction.conditions().format() == FormatKind.CLOCK;
    }

    private static long priceOf(Auction auction, int round) {
        return isRising(auction) ? auction.risingPrice(round) : auction.fallingPrice(round);
    }
}
