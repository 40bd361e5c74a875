package dev.gavel.auction.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.auction.model.ConditionsOfSale;
import dev.gavel.auction.model.FormatKind;
import dev.gavel.auction.model.ProxyMode;
import dev.gavel.auction.model.Reserve;
import dev.gavel.auction.model.Standing;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;
import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Open bidding over again, as its rules are told and without any shortcut: everyone has one maximum
 * with the rank of when it was set, and the price follows from all of them after each bid. In a reverse
 * auction all amounts are looked at with the other sign.
 */
final class OpenBidsOracle {

    private final ConditionsOfSale conditions;
    private final long sign;
    private final Map<UserName, long[]> maxima = new LinkedHashMap<>();

    private OpenBidsOracle(ConditionsOfSale conditions) {
        this.conditions = conditions;
        this.sign = conditions.format() == FormatKind.REVERSE ? -1 : 1;
    }

    static void check(Auction auction, String at) {
        new OpenBidsOracle(auction.conditions()).replay(auction, at);
    }

    private void replay(Auction auction, String at) {
        Long price = null;
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
            maxima.put(bid.bidder(), new long[]{sign * bid.maximum(), i});
            if (price != null && bid.bidder().equals(leader) && auction.knows(2)
                    && conditions.proxy() != ProxyMode.NEVER) {
                price = Math.max(price, ofLeaderAgain(price, leader));
                continue;
            }
            leader = best(null);
            var base = bid.plain() && bid.bidder().equals(leader) ? sign * bid.maximum()
                    : base(leader);
            var result = withReserve(base, maxima.get(leader)[0]);
            price = price == null ? result : Math.max(price, result);
        }
        assertThat(auction.standing().price()).as(at)
                .isEqualTo(price == null ? Standing.NONE : sign * price);
        assertThat(auction.standing().leaderOrNull()).as(at).isEqualTo(leader);
    }

    /** Only a runner-up who was as good, or the reserve, moves the price. */
    private long ofLeaderAgain(long price, UserName leader) {
        var second = best(leader);
        var isTied = second != null && maxima.get(second)[0] == price;
        return withReserve(isTied ? base(leader) : price, maxima.get(leader)[0]);
    }

    private long base(UserName leader) {
        var second = best(leader);
        if (second == null) {
            return conditions.start() > 0 ? sign * conditions.start()
                    : conditions.grid() ? conditions.increments().ladderAtOrAbove(0, 1) : 1;
        }
        var m1 = maxima.get(leader)[0];
        var m2 = maxima.get(second)[0];
        return m1 == m2 ? m2 : Math.min(m1, m2 + conditions.increments().step(sign * m2));
    }

    private long withReserve(long base, long m1) {
        var reserve = conditions.reserve();
        if (!reserve.isSet()) {
            return base;
        }
        if (m1 >= sign * reserve.amount()) {
            return Math.max(base, sign * reserve.amount());
        }
        return reserve.mode() == Reserve.Mode.JUMP ? m1 : base;
    }

    private @Nullable UserName best(@Nullable UserName without) {
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
