package dev.gavel.auction.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.auction.model.Reserve;
import dev.gavel.auction.model.Standing;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;
import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The English auction over again, as its rules are told and without any shortcut: everyone has one
 * maximum with the rank of when it was set, and the price follows from all of them after each bid.
 */
final class EnglishOracle {

    private EnglishOracle() {}

    static void check(Auction auction, String at) {
        var conditions = auction.conditions();
        var reserve = conditions.reserve();
        var maxima = new LinkedHashMap<UserName, long[]>();
        var price = Standing.NONE;
        UserName leader = null;
        for (var i = 0L; i < auction.bids().size(); i++) {
            var bid = auction.bids().get(i);
            if (bid.retracted()) {
                continue;
            }
            if (i == auction.bids().size() - 1 && auction.standing().runnerUp() > 0
                    && conditions.buyNow().isPresent()
                    && bid.maximum() == conditions.buyNow().get().price() && bid.plain()) {
                return;
            }
            maxima.put(bid.bidder(), new long[]{bid.maximum(), i});
            leader = best(maxima, null);
            var m1 = maxima.get(leader)[0];
            var second = best(maxima, leader);
            long base;
            if (second == null) {
                base = conditions.start() > 0 ? conditions.start()
                        : conditions.grid() ? conditions.increments().ladderAtOrAbove(0, 1) : 1;
            } else {
                var m2 = maxima.get(second)[0];
                base = m1 == m2 ? m2 : Math.min(m1, m2 + conditions.increments().step(m2));
            }
            if (bid.plain() && leader.equals(bid.bidder())) {
                base = bid.maximum();
            }
            if (reserve.isSet() && m1 >= reserve.amount()) {
                base = Math.max(base, reserve.amount());
            } else if (reserve.isSet() && reserve.mode() == Reserve.Mode.JUMP) {
                base = m1;
            }
            price = Math.max(price, base);
        }
        assertThat(auction.standing().price()).as(at).isEqualTo(price);
        assertThat(auction.standing().leaderOrNull()).as(at).isEqualTo(leader);
    }

    private static @Nullable UserName best(Map<UserName, long[]> maxima,
            @Nullable UserName without) {
        UserName best = null;
        for (var entry : maxima.entrySet()) {
            if (entry.getKey().equals(without)) {
                continue;
            }
            var of = entry.getValue();
            if (best == null || of[0] > maxima.get(best)[0]
                    || (of[0] == maxima.get(best)[0] && of[1] < maxima.get(best)[1])) {
                best = entry.getKey();
            }
        }
        return best;
    }
}
