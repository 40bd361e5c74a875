package dev.gavel.auction.format.vickrey;

import dev.gavel.auction.format.secret.Awards;
import dev.gavel.auction.format.secret.ExplainedSecrets;
import dev.gavel.auction.format.secret.RankedBids;
import dev.gavel.auction.format.secret.SecretBids;
import dev.gavel.auction.message.Told;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;

import java.util.List;
import java.util.Optional;

/**
 * Secret bids; the highest wins and pays what the next one says, but at least the reserve. Alone it
 * pays the reserve, or the start if there is none. With 100.00, 80.00 and a reserve of 90.00 the price
 * is 90.00; of two bids of 100.00 the earlier wins at 100.00.
 */
public record Vickrey() implements SecretBids {

    /** The only one: it has no state. */
    public static final Vickrey INSTANCE = new Vickrey();

    @Override
    public String about() {
        return "One secret bid of each bidder counts; the highest wins and pays the next highest.";
    }

    @Override
    public Result award(Auction auction, long now) {
        var bids = RankedBids.of(auction, 0);
        if (bids.isEmpty()) {
            return Result.UNSOLD;
        }
        var next = bids.size() > 1 ? bids.get(1).amount() : auction.conditions().start();
        var reserve = auction.conditions().reserve().amount();
        var best = bids.getFirst();
        return Awards.toBest(auction, best, Math.min(best.amount(), Math.max(reserve, next)),
                now);
    }

    @Override
    public Told rule(Auction auction) {
        return Told.plain("The highest wins and pays the next highest, but at least the reserve or "
                + "the start; of equals the earlier wins.");
    }

    @Override
    public void explainClosed(Auction auction, Phase.Closed closed, Optional<UserName> by,
            List<Told> out) {
        SecretBids.super.explainClosed(auction, closed, by, out);
        ExplainedSecrets.winner(closed.result())
                .ifPresent(winner -> out.add(next(auction, winner)));
    }

    private static Told next(Auction auction, UserName winner) {
        return RankedBids.best(auction, name -> !name.equals(winner))
                .map(bid -> new Told.Writer("The next highest was ").money(bid.amount())
                        .say(" by ")
                        .name(bid.bidder())
                        .say(".")
                        .done())
                .orElse(Told.plain("There was no other bid."));
    }
}
