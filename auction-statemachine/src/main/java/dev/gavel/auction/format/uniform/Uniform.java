package dev.gavel.auction.format.uniform;

import dev.gavel.auction.format.Allotment;
import dev.gavel.auction.format.BidField;
import dev.gavel.auction.format.Buyers;
import dev.gavel.auction.format.Condition;
import dev.gavel.auction.format.Faults;
import dev.gavel.auction.format.secret.RankedBids;
import dev.gavel.auction.format.secret.SecretBids;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.message.Told;
import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Many equal units, secret bids, one price for all: the highest bids are served until the units are
 * gone, and everyone pays what the last one served bid. Where fewer are wanted than there are, all pay
 * the reserve, or the start if there is none.
 *
 * <p>Ten units; ann wants 4 at 9.00, bob 5 at 8.00, cid 3 at 7.00: ann gets 4, bob 5, cid 1, all at 7.00.
 * Without cid 9 are wanted, fewer than there are: all pay the reserve.
 */
public record Uniform() implements SecretBids {

    /** The only one: it has no state. */
    public static final Uniform INSTANCE = new Uniform();

    private static final Set<BidField> BID_FIELDS = Collections.unmodifiableSet(
            EnumSet.of(BidField.AMOUNT, BidField.QUANTITY, BidField.ALL_OR_NOTHING));

    private static final Set<Condition> CONDITIONS = Collections.unmodifiableSet(EnumSet.of(
            Condition.END, Condition.RESERVE, Condition.QUANTITY, Condition.MARGIN));

    @Override
    public String about() {
        return "Secret bids for equal units; the highest win, and all pay the price of the last "
                + "one served.";
    }

    @Override
    public Set<BidField> bidFields() {
        return BID_FIELDS;
    }

    @Override
    public Set<Condition> conditions() {
        return CONDITIONS;
    }

    @Override
    public @Nullable Rejection unitsFault(Auction auction, Command.Bid command) {
        return Faults.tooManyOrRound(auction, command);
    }

    @Override
    public String forUnits(Bid bid) {
        return bid.quantity() == 1 ? " for 1 unit"
                : " each for " + bid.quantity() + " units" + (bid.plain() ? "" : ", all or none,");
    }

    @Override
    public Told rule(Auction auction) {
        return new Told.Writer("The highest are served until all ")
                .count(auction.conditions().quantity())
                .say(" are gone, and all pay what the last one served bid; if fewer are "
                        + "wanted, the reserve or the start.")
                .done();
    }

    @Override
    public void explainClosed(Auction auction, Phase.Closed closed, Optional<UserName> by,
            List<Told> out) {
        if (!(closed.result() instanceof Result.SoldUnits units)) {
            SecretBids.super.explainClosed(auction, closed, by, out);
            return;
        }
        var reasons = new PartialAwards(RankedBids.of(auction, least(auction)), units.awards(),
                auction.conditions().sealedTerms().proRata());
        Buyers.tell(units, award -> reasons.tell(new Told.Writer("").name(award.winner())
                .say(" gets ")
                .count(award.quantity()), award), out);
        out.add(new Told.Writer("All pay ").money(units.awards().getLast().price())
                .say(": what the last one served bid or, where fewer were wanted than there "
                        + "are, the reserve or the start.")
                .done());
    }

    @Override
    public Result award(Auction auction, long now) {
        var conditions = auction.conditions();
        var least = least(auction);
        var bids = RankedBids.of(auction, least);
        var served = new ArrayList<Allotment>();
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
        var price = wanted < conditions.quantity() ? least : served.getLast().bid().amount();
        return new Result.SoldUnits(served.stream()
                .map(s -> new Result.Award(s.bid().bidder(), s.quantity(), price))
                .toList());
    }

    private static long least(Auction auction) {
        return Math.max(auction.conditions().reserve().amount(), auction.conditions().start());
    }

    /** Serves bids of one price from {@code left} units, and gives how many they got. */
    private static long serve(List<Bid> bids, long left, boolean proRata, List<Allotment> served) {
        var wanted = bids.stream().mapToLong(Bid::quantity).sum();
        return proRata && wanted > left ? share(bids, left, served)
                : Allotment.inTurn(bids, left, served);
    }

    /**
     * In proportion to what each wants, rounded down; what rounding leaves goes one by one in order of
     * position. Who takes all or nothing comes after the others, if there is still enough.
     *
     * <p>Of 50 left, 10, 20 and 45 get 6, 13 and 30, and the first the one unit that rounding left.
     */
    private static long share(List<Bid> bids, long left, List<Allotment> served) {
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
                served.add(new Allotment(sharing.get(i), shares[i]));
            }
        }
        var whole = bids.stream().filter(bid -> !bid.plain()).toList();
        return toShare + Allotment.inTurn(whole, left - toShare, served);
    }
}
