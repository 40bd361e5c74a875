package dev.gavel.auction.format.secret;

import dev.gavel.auction.format.LiveBids;
import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The secret bids that count, once they may be known. */
public final class RankedBids {

    private RankedBids() {}

    /** The bids that count: best price first, of equals who was earlier; none below {@code least}. */
    public static List<Bid> of(Auction auction, long least) {
        var ranked = LiveBids.inOrder(auction);
        ranked.removeIf(bid -> bid.amount() < least);
        ranked.sort(Comparator.comparingLong(Bid::amount).reversed());
        return ranked;
    }

    /** The highest bid that counts, of equals the earliest, among those of {@code bidders}. */
    public static Optional<Bid> best(Auction auction, Predicate<UserName> bidders) {
        var best = new Bid[1];
        auction.participants().forEach((name, participant) -> {
            var counts = participant.hasRow() && participant.commitmentOrNull() == null
                    && bidders.test(name);
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
