package dev.gavel.auction.format.dutch;

import dev.gavel.auction.format.Buyers;
import dev.gavel.auction.format.rounds.RoundSentences;
import dev.gavel.auction.format.rounds.Rounds;
import dev.gavel.auction.message.Told;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.state.Auction;

import java.util.List;

/** How the price of a falling clock came about. */
final class ExplainedDutch {

    private ExplainedDutch() {}

    static void running(Auction auction, List<Told> out) {
        var open = Rounds.present(auction);
        var price = auction.fallingPrice(open.round());
        var isAtFloor = price == auction.conditions().rounds().floor();
        out.add(RoundSentences.price(auction, open.round(), price, " less ",
                isAtFloor ? ", but not below the floor." : "."));
        RoundSentences.pause(auction, out);
        out.add(new Told.Writer("The first to accept buys at the price of the round; of ")
                .count(auction.conditions().quantity(), " unit ", " units ")
                .count(Dutch.left(auction), " is left.", " are left.")
                .done());
        if (auction.phase() instanceof Phase.Open) {
            out.add(isAtFloor
                    ? RoundSentences.last(open, "and what is not taken then stays unsold.")
                    : RoundSentences.next(open, auction.fallingPrice(open.round() + 1)));
        }
    }

    static void closed(Result result, List<Told> out) {
        switch (result) {
            case Result.Sold sold -> out.add(new Told.Writer("").name(sold.winner())
                    .say(" was the first to accept, at the price of the round.")
                    .done());
            case Result.SoldUnits sold -> Buyers.tell(sold,
                    award -> new Told.Writer("").name(award.winner())
                            .say(" took ")
                            .count(award.quantity())
                            .say(" at the price of the round, ")
                            .money(award.price())
                            .say(".")
                            .done(),
                    out);
            case Result.Unsold unsold -> out.add(Told.plain("Nobody accepted a price down to the "
                    + "floor, or before its seller closed it."));
            case Result.Pending offer -> {
                // no clock has a reserve
            }
        }
    }
}
