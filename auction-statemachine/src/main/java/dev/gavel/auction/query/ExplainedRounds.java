package dev.gavel.auction.query;

import static dev.gavel.auction.query.Explanation.count;
import static dev.gavel.auction.query.Explanation.money;

import dev.gavel.auction.model.FormatKind;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;

import java.util.List;
import java.util.Optional;

/** How the price of a clock came about, rising or falling. */
final class ExplainedRounds {

    private ExplainedRounds() {}

    static void running(Auction auction, Optional<UserName> by, List<String> out) {
        var paused = auction.phase() instanceof Phase.Paused p ? Optional.of(p)
                : Optional.<Phase.Paused>empty();
        var open = paused.isPresent() ? paused.get().before() : (Phase.Open) auction.phase();
        price(auction, open.round(), out);
        if (paused.isPresent()) {
            out.add("The round is void and begins again when the clock runs on.");
        }
        if (isRising(auction)) {
            rising(auction, open, by, out);
        } else {
            out.add("The first to accept buys at the price of the round; of "
                    + count(auction.conditions().quantity(), "unit", "units") + " "
                    + (auction.conditions().quantity() - auction.unitsTaken()) + " are left.");
        }
        if (paused.isEmpty()) {
            nextRound(auction, open, out);
        }
    }

    private static void price(Auction auction, int round, List<String> out) {
        var conditions = auction.conditions();
        var start = money(auction, conditions.start());
        var price = money(auction, priceOf(auction, round));
        var step = money(auction, conditions.rounds().step());
        if (round == 0) {
            out.add("Round 0 shows the start, " + start + ".");
            return;
        }
        var steps = count(round, "step", "steps") + " of " + step;
        var isAtFloor = !isRising(auction)
                && priceOf(auction, round) == conditions.rounds().floor();
        out.add("Round " + round + " shows " + price + ": the start of " + start
                + (isRising(auction) ? " and " : " less ") + steps
                + (isAtFloor ? ", but not below the floor" : "") + ".");
    }

    private static void rising(Auction auction, Phase.Open open, Optional<UserName> by,
            List<String> out) {
        var rounds = auction.conditions().rounds();
        out.add(auction.activeParticipants() + " of "
                + count(auction.participants().size(), "participant is", "participants are")
                + " still in; the last one in wins at the price of the round.");
        if (rounds.confirm()) {
            out.add("Each round is to be confirmed; whoever has not done so for more than "
                    + count(rounds.grace(), "round", "rounds")
                    + " is out at the end of the round.");
        } else {
            out.add("Who stays agrees to the price; who withdraws is out for good.");
        }
        var own = by.map(auction::participant);
        if (own.isPresent()) {
            out.add(!own.get().isActive() ? "You are out."
                    : rounds.confirm() && own.get().round() != open.round()
                            ? "You are in, and have not confirmed this round."
                            : "You are in.");
        }
    }

    private static void nextRound(Auction auction, Phase.Open open, List<String> out) {
        if (auction.conditions().rounds().isRunBySeller()) {
            out.add("The program of its seller, " + auction.seller()
                    + ", calls the rounds; it was last heard of at " + Times.format(open.since())
                    + (auction.signed().count() == 0 ? "."
                            : ", and what it signed can be read back."));
            return;
        }
        var ends = "The round ends at " + Times.format(open.endsAt());
        var isLast = !isRising(auction)
                && priceOf(auction, open.round()) == auction.conditions().rounds().floor();
        out.add(isLast ? ends + "; it is the last, and what is not taken then stays unsold."
                : ends + "; then the price is "
                        + money(auction, priceOf(auction, open.round() + 1)) + ".");
    }

    static void closed(Auction auction, Result result, List<String> out) {
        switch (result) {
            case Result.Sold sold when isRising(auction) -> {
                var round = (sold.price() - auction.conditions().start())
                        / auction.conditions().rounds().step();
                price(auction, (int) round, out);
                out.add("That round " + sold.winner() + " was the last one in.");
            }
            case Result.Sold sold ->
                out.add(sold.winner() + " was the first to accept, at the price of the round.");
            case Result.SoldUnits sold -> Explanation.awards(sold,
                    award -> award.winner() + " took " + award.quantity()
                            + " at the price of the round, " + money(auction, award.price())
                            + ".",
                    out);
            case Result.Unsold unsold -> out.add(isRising(auction)
                    ? "Nobody was left to win, or more than one when its seller closed it."
                    : "Nobody accepted a price down to the floor, or before its seller closed it.");
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
