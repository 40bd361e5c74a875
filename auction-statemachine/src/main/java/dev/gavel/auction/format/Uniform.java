package dev.gavel.auction.format;

import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.state.Auction;

import java.util.ArrayList;
import java.util.List;

/**
 * Many equal units, secret bids, one price for all: the highest bids are served until the units are
 * gone, and everyone pays what the last one served bid. Where fewer are wanted than there are, all pay
 * the reserve, or the start if there is none.
 *
 * <p>Ten units; ann wants 4 at 9.00, bob 5 at 8.00, cid 3 at 7.00: ann gets 4, bob 5, cid 1, all at 7.00.
 * Without cid 9 are wanted, fewer than there are: all pay the reserve.
 */
public record Uniform() implements SecretFormat {

    static final Uniform INSTANCE = new Uniform();

    @Override
    public Result award(Auction auction, long now) {
        var conditions = auction.conditions();
        var least = Math.max(conditions.reserve().amount(), conditions.start());
        var bids = SecretFormat.ranked(auction, least);
        var served = new ArrayList<Served>();
        var left = conditions.quantity();
        var wanted = 0L;
        for (var from = 0; from < bids.size();) {
            var to = from;
            while (to < bids.size() && bids.get(to).amount() == bids.get(from).amount()) {
                wanted += bids.get(to).quantity();
                to++;
            }
            left -= serve(bids.subList(from, to), left, conditions.sealedTerms().proRata(),
                    served);
            from = to;
        }
        if (served.isEmpty()) {
            return Result.UNSOLD;
        }
        var price = wanted < conditions.quantity() ? least : served.getLast().bid.amount();
        return new Result.SoldUnits(served.stream()
                .map(s -> new Result.Award(s.bid.bidder(), s.quantity, price))
                .toList());
    }

    /** Serves bids of one price from {@code left} units, and gives how many they got. */
    private static long serve(List<Bid> bids, long left, boolean proRata, List<Served> served) {
        var wanted = bids.stream().mapToLong(Bid::quantity).sum();
        return proRata && wanted > left ? share(bids, left, served)
                : inTurn(bids, left, served);
    }

    /** In order of position; the last in part, or skipped if it takes all or nothing. */
    private static long inTurn(List<Bid> bids, long left, List<Served> served) {
        var rest = left;
        for (var bid : bids) {
            var quantity = Math.min(bid.quantity(), rest);
            if (quantity > 0 && (bid.plain() || quantity == bid.quantity())) {
                served.add(new Served(bid, quantity));
                rest -= quantity;
            }
        }
        return left - rest;
    }

    /**
     * In proportion to what each wants, rounded down; what rounding leaves goes one by one in order of
     * position. Who takes all or nothing comes after the others, if there is still enough.
     *
     * <p>Of 50 left, 10, 20 and 45 get 6, 13 and 30, and the first the one unit that rounding left.
     */
    private static long share(List<Bid> bids, long left, List<Served> served) {
        var sharing = bids.stream().filter(Bid::plain).toList();
        var wanted = sharing.stream().mapToLong(Bid::quantity).sum();
        var toShare = Math.min(left, wanted);
        var shares = new long[sharing.size()];
        var rest = toShare;
        for (var i = 0; i < shares.length; i++) {
            shares[i] = toShare * sharing.get(i).quantity() / wanted;
            rest -= shares[i];
        }
        for (var i = 0; i < shares.length && rest > 0; i++) {
            if (shares[i] < sharing.get(i).quantity()) {
                shares[i]++;
                rest--;
            }
        }
        for (var i = 0; i < shares.length; i++) {
            if (shares[i] > 0) {
                served.add(new Served(sharing.get(i), shares[i]));
            }
        }
        var whole = bids.stream().filter(bid -> !bid.plain()).toList();
        return toShare + inTurn(whole, left - toShare, served);
    }

    private record Served(Bid bid, long quantity) {}
}
