package dev.gavel.auction.format.uniform;

import dev.gavel.auction.message.Told;
import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.Result;

import java.util.List;

/** Why who is served got fewer units than the bid was for. */
final class PartialAwards {

    private final List<Bid> ranked;
    private final List<Result.Award> awards;
    private final boolean proRata;

    /**
     * For a sale that has ended.
     *
     * @param ranked the bids that counted, best first
     * @param awards what came of them, in the order in which they were served
     */
    PartialAwards(List<Bid> ranked, List<Result.Award> awards, boolean proRata) {
        this.ranked = ranked;
        this.awards = awards;
        this.proRata = proRata;
    }

    /** Ends the sentence that begins with how many units {@code award} is of. */
    Told tell(Told.Writer told, Result.Award award) {
        var at = awards.indexOf(award);
        var own = bidOf(award);
        if (own.quantity() == award.quantity()) {
            return told.say(".").done();
        }
        told.say(" of ").count(own.quantity()).say(" bid for: ");
        if (proRata) {
            return told.say("bids at ")
                    .money(own.amount())
                    .say(" share what was left of the units.")
                    .done();
        }
        told.count(award.quantity(), " was left", " were left");
        if (at == 0) {
            return told.say(".").done();
        }
        var before = bidOf(awards.get(at - 1));
        told.say(", since the bid of ").name(before.bidder());
        return before.amount() == own.amount() ? told.say(", at the same price, came first.").done()
                : told.say(", at ").money(before.amount()).say(", ranks before it.").done();
    }

    private Bid bidOf(Result.Award award) {
        return ranked.stream()
                .filter(bid -> bid.bidder().equals(award.winner()))
                .findFirst()
                .orElseThrow();
    }
}
