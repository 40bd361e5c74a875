package dev.gavel.auction.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.auction.format.kinds.Formats;
import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.state.Auction;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Who gets which units of a Yankee auction, told from its history alone, and as the rules tell it: of the bids
 * that are left take the best, again and again, and give it what there is.
 */
public final class UnitsOracle {

    private UnitsOracle() {}

    /** The auction gives, or gave, its units to whom this says. */
    static void check(Auction auction, String at) {
        if (auction.phase() instanceof Phase.Cancelled) {
            return;
        }
        var awards = awards(newest(auction), auction.conditions().quantity());
        var expected = awards.isEmpty() ? Result.UNSOLD : new Result.SoldUnits(awards);
        assertThat(Formats.of(auction).award(auction, 0)).as(at).isEqualTo(expected);
        if (auction.phase() instanceof Phase.Closed closed) {
            assertThat(closed.result()).as(at).isEqualTo(expected);
        }
    }

    /** The newest bid of each, which no later one has less of than an earlier one; in order of time. */
    private static List<Bid> newest(Auction auction) {
        var newest = new TreeMap<String, Bid>();
        auction.bids().forEach(bid -> {
            var former = newest.put(bid.bidder().value(), bid);
            if (former != null) {
                assertThat(bid.amount()).isGreaterThanOrEqualTo(former.amount());
                assertThat(bid.quantity()).isGreaterThanOrEqualTo(former.quantity());
                assertThat(bid.amount() > former.amount() || bid.quantity() > former.quantity())
                        .isTrue();
            }
        });
        var bids = new ArrayList<Bid>();
        auction.bids().forEach(bid -> {
            if (bid.equals(newest.get(bid.bidder().value()))) {
                bids.add(bid);
            }
        });
        return bids;
    }

    /** Who gets what of {@code units}, where {@code bids} are in order of time. */
    public static List<Result.Award> awards(List<Bid> bids, long units) {
        var waiting = new ArrayList<>(bids);
        var awards = new ArrayList<Result.Award>();
        var left = units;
        while (left > 0 && !waiting.isEmpty()) {
            var best = waiting.getFirst();
            for (var bid : waiting) {
                if (bid.amount() > best.amount() || (bid.amount() == best.amount()
                        && bid.quantity() > best.quantity())) {
                    best = bid;
                }
            }
            waiting.remove(best);
            if (best.quantity() <= left) {
                awards.add(new Result.Award(best.bidder(), best.quantity(), best.amount()));
                left -= best.quantity();
            } else if (best.plain()) {
                awards.add(new Result.Award(best.bidder(), left, best.amount()));
                left = 0;
            }
        }
        return awards;
    }
}
