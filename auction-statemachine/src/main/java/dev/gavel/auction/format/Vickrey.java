package dev.gavel.auction.format;

import dev.gavel.auction.model.Result;
import dev.gavel.auction.state.Auction;

/**
 * Secret bids; the highest wins and pays what the next one says, but at least the reserve. Alone it
 * pays the reserve, or the start if there is none. With 100.00, 80.00 and a reserve of 90.00 the price
 * is 90.00; of two bids of 100.00 the earlier wins at 100.00.
 */
public record Vickrey() implements SecretFormat {

    static final Vickrey INSTANCE = new Vickrey();

    @Override
    public Result award(Auction auction, long now) {
        var bids = SecretFormat.ranked(auction, 0);
        if (bids.isEmpty()) {
            return Result.UNSOLD;
        }
        var next = bids.size() > 1 ? bids.get(1).amount() : auction.conditions().start();
        var reserve = auction.conditions().reserve().amount();
        var best = bids.getFirst();
        return Awards.toBest(auction, best, Math.min(best.amount(), Math.max(reserve, next)),
                now);
    }
}
