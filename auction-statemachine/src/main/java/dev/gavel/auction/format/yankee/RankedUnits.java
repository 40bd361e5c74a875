package dev.gavel.auction.format.yankee;

import dev.gavel.auction.format.Allotment;
import dev.gavel.auction.format.LiveBids;
import dev.gavel.auction.message.Code;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.Direction;
import dev.gavel.auction.model.Limits;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.Standing;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * How an auction for many units stands: its bids by rank, and what each gets.
 *
 * @param ranked the bids that count: the higher price first, of equal prices the larger quantity, of
 *        equal quantities the earlier
 * @param served what those get that get something, in the same order
 */
record RankedUnits(Auction auction, List<Bid> ranked, List<Allotment> served) {

    /** The earlier comes first before sorting, and so of equals after it. */
    private static final Comparator<Bid> RANK = Comparator.comparingLong(Bid::amount)
            .thenComparingInt(Bid::quantity)
            .reversed();

    static RankedUnits of(Auction auction) {
        return of(auction, LiveBids.inOrder(auction));
    }

    private static RankedUnits of(Auction auction, List<Bid> inOrder) {
        inOrder.sort(RANK);
        var served = new ArrayList<Allotment>();
        Allotment.inTurn(inOrder, auction.conditions().quantity(), served);
        return new RankedUnits(auction, inOrder, served);
    }

    /** Why {@code bidder} is one too many; null if not. Each bid ranks those of all, so there is a bound. */
    @Nullable
    Rejection crowdFault(UserName bidder) {
        return ranked.size() >= Limits.RANKED_BIDDERS_MAX && bidOf(bidder).isEmpty()
                ? new Rejection.Plain(Code.LIMIT_EXCEEDED, auction.id(), "", "No more than "
                        + Limits.RANKED_BIDDERS_MAX
                        + " bidders can bid for the units of one auction.")
                : null;
    }

    /** The same with {@code bid} in place of what its bidder bid before. */
    RankedUnits with(Bid bid) {
        var bids = without(bid.bidder());
        bids.add(bid);
        return of(auction, bids);
    }

    /** The bid of {@code bidder}. */
    Optional<Bid> bidOf(UserName bidder) {
        return ranked.stream().filter(bid -> bid.bidder().equals(bidder)).findFirst();
    }

    /** How many units {@code bidder} gets. */
    long unitsOf(UserName bidder) {
        return served.stream()
                .filter(one -> one.bid().bidder().equals(bidder))
                .mapToLong(Allotment::quantity)
                .sum();
    }

    /** The lowest price at which units are sold as it stands; before any bid the start. */
    long price() {
        return served.isEmpty() ? auction.conditions().start() : served.getLast().bid().amount();
    }

    /** Who buys what, each at the own price. */
    List<Result.Award> awards() {
        return served.stream()
                .map(one -> new Result.Award(one.bid().bidder(), one.quantity(),
                        one.bid().amount()))
                .toList();
    }

    /** Whether {@code after} leaves somebody other than {@code bidder} fewer units than this. */
    boolean loseTo(UserName bidder, RankedUnits after) {
        var kept = new TreeMap<UserName, Long>();
        for (var one : after.served) {
            kept.put(one.bid().bidder(), one.quantity());
        }
        return served.stream()
                .anyMatch(one -> !one.bid().bidder().equals(bidder)
                        && kept.getOrDefault(one.bid().bidder(), 0L) < one.quantity());
    }

    /**
     * What a newcomer must bid for each of {@code quantity} units to get at least one of them, or all if the
     * bid takes all or nothing. That is the start while enough are left, else what ranks before the bid
     * after which too few are: an increment above its price, or, for a larger quantity, its price.
     *
     * <p>Ten units, an increment of 1.00; ann has 6 at 9.00, bob 4 at 8.00: a bid for 1 to 4 units must be 9.00,
     * one for more than 4 units 8.00; one for all or nothing of 5 must be 10.00, and of 7 9.00.
     */
    long enough(long quantity, boolean isWhole) {
        return enough(ranked, quantity, isWhole);
    }

    /** What {@code bidder} must bid: as a newcomer, and no less than the own bid has. */
    long enough(UserName bidder, long quantity, boolean isWhole) {
        var least = enough(without(bidder), quantity, isWhole);
        return bidOf(bidder)
                .map(own -> Math.max(least,
                        quantity > own.quantity() ? own.amount() : own.amount() + 1))
                .orElse(least);
    }

    private long enough(List<Bid> others, long quantity, boolean isWhole) {
        var conditions = auction.conditions();
        var needed = isWhole ? quantity : 1;
        var left = conditions.quantity();
        for (var bid : others) {
            var rest = left - Allotment.quantity(bid, left);
            if (rest < needed) {
                return quantity > bid.quantity() ? bid.amount()
                        : Direction.UP.bettered(bid.amount(),
                                conditions.increments().step(bid.amount()));
            }
            left = rest;
        }
        return Math.max(1, conditions.start());
    }

    /** The smallest quantity with which a newcomer need bid less than for one unit; empty if there is none. */
    OptionalLong larger() {
        var left = auction.conditions().quantity();
        for (var bid : ranked) {
            left -= Allotment.quantity(bid, left);
            if (left < 1) {
                return bid.quantity() < auction.conditions().quantity()
                        ? OptionalLong.of(bid.quantity() + 1L)
                        : OptionalLong.empty();
            }
        }
        return OptionalLong.empty();
    }

    private List<Bid> without(UserName bidder) {
        var bids = new ArrayList<Bid>(ranked.size() + 1);
        for (var bid : ranked) {
            if (!bid.bidder().equals(bidder)) {
                bids.add(bid);
            }
        }
        return bids;
    }

    /** {@code amount} where somebody can bid it. */
    static long orNone(long amount) {
        return Limits.isAmount(amount) ? amount : Standing.NONE;
    }
}
