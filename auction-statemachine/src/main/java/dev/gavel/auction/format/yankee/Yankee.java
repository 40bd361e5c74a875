package dev.gavel.auction.format.yankee;

import dev.gavel.auction.format.BidField;
import dev.gavel.auction.format.Caller;
import dev.gavel.auction.format.Condition;
import dev.gavel.auction.format.Decision;
import dev.gavel.auction.format.Ends;
import dev.gavel.auction.format.Faults;
import dev.gavel.auction.format.Format;
import dev.gavel.auction.format.Prices;
import dev.gavel.auction.message.Code;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.message.Rejection.NotEnough;
import dev.gavel.auction.message.Reply;
import dev.gavel.auction.message.Told;
import dev.gavel.auction.message.View;
import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.Direction;
import dev.gavel.auction.model.Limits;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.Standing;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;
import dev.gavel.auction.state.HouseState;
import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongPredicate;

/**
 * Many equal units, open bids, and each winner pays the own bid. Bids are ranked by price, of equal prices by
 * quantity, of equal quantities by time, and served until the units are gone. A bid for which too few are
 * left gets these, or is skipped if it takes all or nothing. One bid of each bidder counts; a later one is
 * for no less, and takes its place.
 *
 * <p>Ten units; ann wants 4 at 9.00, bob 5 at 8.00, cid 3 at 7.00: ann pays 9.00 for each of 4, bob 8.00 for
 * each of 5, and cid 7.00 for one.
 */
public record Yankee() implements Format {

    /** The only one: it has no state. */
    public static final Yankee INSTANCE = new Yankee();

    private static final Set<BidField> BID_FIELDS = Collections.unmodifiableSet(
            EnumSet.of(BidField.AMOUNT, BidField.QUANTITY, BidField.ALL_OR_NOTHING));

    /** The version of the house that brought it. */
    private static final int SINCE = 2;

    /** Winners shown while it runs; the history marks the others, too. */
    private static final int AWARDS_SHOWN_MAX = 1_000;

    private static final Set<Condition> CONDITIONS = Collections.unmodifiableSet(EnumSet.of(
            Condition.END, Condition.INCREMENT, Condition.SOFT_CLOSE, Condition.GROUP,
            Condition.QUANTITY));

    @Override
    public String about() {
        return "Open bids for equal units; the highest win, and each winner pays the own price.";
    }

    @Override
    public Set<BidField> bidFields() {
        return BID_FIELDS;
    }

    @Override
    public int since() {
        return SINCE;
    }

    @Override
    public Set<Condition> conditions() {
        return CONDITIONS;
    }

    @Override
    public @Nullable Rejection conditionFault(Command.Create command) {
        return Prices.fault(command.conditions(), direction());
    }

    /**
     * Refused in this order: fields that mean nothing here, more units than there are, one bidder more than
     * can be ranked, less than the bidder's own bid is for, a price below the start, one at which nothing is
     * to be had, one that does not better the own bid.
     */
    @Override
    public Decision bid(HouseState house, Auction auction, Command.Bid command, Caller caller) {
        var fault = Faults.maximum(auction, command);
        if (fault == null) {
            fault = Faults.buys(auction, command);
        }
        if (fault == null) {
            fault = Faults.tooManyOrRound(auction, command);
        }
        if (fault != null) {
            return Decision.no(fault);
        }
        var before = RankedUnits.of(auction);
        var bid = new Bid(caller.name(), command.amount(), command.amount(), caller.now(),
                caller.index(), (int) command.quantity().orElse(1), !command.allOrNothing(), false);
        fault = before.crowdFault(bid.bidder());
        if (fault == null) {
            fault = ownFault(auction, before, bid);
        }
        if (fault == null) {
            fault = Faults.start(auction, command.amount());
        }
        if (fault == null) {
            fault = amountFault(auction, before, bid);
        }
        return fault == null ? accepted(house, auction, before, bid, caller) : Decision.no(fault);
    }

    /** What a bidder would take back of the own bid; null if nothing. The price is judged by itself. */
    private static @Nullable Rejection ownFault(Auction auction, RankedUnits before, Bid bid) {
        var own = before.bidOf(bid.bidder());
        if (own.isEmpty()) {
            return null;
        }
        if (bid.quantity() < own.get().quantity()) {
            return new Rejection.Plain(Code.NOT_RETRACTABLE, auction.id(), "quantity",
                    "Your bid is for " + own.get().quantity()
                            + " and binds: bid for at least as many.");
        }
        return own.get().plain() && !bid.plain()
                ? new Rejection.Plain(Code.NOT_RETRACTABLE, auction.id(), "allOrNothing",
                        "Your bid takes a part, too, and binds: bid without allOrNothing.")
                : null;
    }

    private static @Nullable Rejection amountFault(Auction auction, RankedUnits before, Bid bid) {
        var enough = before.enough(bid.bidder(), bid.quantity(), !bid.plain());
        if (bid.amount() >= enough) {
            return null;
        }
        var own = before.bidOf(bid.bidder());
        var why = own.isPresent() && enough <= own.get().amount() + 1 ? NotEnough.Why.OWN_BID
                : NotEnough.Why.UNITS;
        return new NotEnough(Code.TOO_LOW, auction.id(), auction.conditions().currency(),
                Direction.UP, why, bid.amount(), before.price(), enough);
    }

    private static Decision accepted(HouseState house, Auction auction, RankedUnits before,
            Bid bid, Caller caller) {
        var after = before.with(bid);
        var price = after.price();
        var enough = RankedUnits.orNone(after.enough(1, false));
        var takes = before.loseTo(bid.bidder(), after);
        var endsAt = Ends.afterBid(auction, (Phase.Open) auction.phase(),
                takes || before.served().isEmpty() || before.price() != price, takes,
                caller.now());
        var units = after.unitsOf(bid.bidder());
        var note = "Accepted: as it stands you get "
                + (units == bid.quantity() ? Long.toString(units)
                        : units + " of " + bid.quantity())
                + " at " + auction.conditions().currency().format(bid.amount())
                + (bid.quantity() == 1 ? "." : " each.");
        return new Decision(
                new Reply.BidStands(auction.id(), auction.conditions().currency(),
                        new Reply.Place(units > 0, price, bid.amount(), Standing.NONE, null),
                        false, enough, endsAt, note),
                Ends.withBid(house, auction, caller,
                        new Event.UnitsBid(auction.id(), bid, price, enough), endsAt));
    }

    @Override
    public String instead(Auction auction) {
        return "send bid with your amount for one unit, and with quantity, instead.";
    }

    @Override
    public Decision withdraw(Auction auction, OptionalLong round, Caller caller) {
        return Faults.binding();
    }

    @Override
    public Decision retract(Auction auction, Command.Retract command, Caller caller) {
        return Faults.notRetractable(auction, ".");
    }

    @Override
    public String howToLeave(Auction auction, long now) {
        return "You have a bid that may win, and it is binding: you cannot leave until it ends.";
    }

    @Override
    public Result award(Auction auction, long now) {
        var awards = RankedUnits.of(auction).awards();
        return awards.isEmpty() ? Result.UNSOLD : new Result.SoldUnits(awards);
    }

    @Override
    public long price(Auction auction) {
        return RankedUnits.of(auction).price();
    }

    /** For one unit, from somebody who has not bid. */
    @Override
    public OptionalLong enough(Auction auction) {
        var enough = RankedUnits.of(auction).enough(1, false);
        return Limits.isAmount(enough) ? OptionalLong.of(enough) : OptionalLong.empty();
    }

    @Override
    public Optional<Bid> bidOf(Auction auction, UserName user) {
        var own = auction.participant(user);
        return own != null && own.hasRow() ? Optional.of(auction.bids().get(own.row()))
                : Optional.empty();
    }

    @Override
    public LongPredicate standingRows(Auction auction) {
        var rows = new TreeSet<Long>();
        for (var one : RankedUnits.of(auction).served()) {
            var participant = auction.participant(one.bid().bidder());
            if (participant != null) {
                rows.add(participant.row());
            }
        }
        return rows::contains;
    }

    @Override
    public Optional<View.UnitsStanding> units(Auction auction, Optional<UserName> by) {
        var units = RankedUnits.of(auction);
        var own = by.flatMap(units::bidOf);
        var larger = units.larger();
        return Optional.of(new View.UnitsStanding(
                units.awards().stream().limit(AWARDS_SHOWN_MAX).toList(),
                own.map(bid -> OptionalLong.of(units.unitsOf(bid.bidder())))
                        .orElse(OptionalLong.empty()),
                larger, larger.isEmpty() ? larger
                        : OptionalLong.of(units.enough(larger.getAsLong(), false))));
    }

    @Override
    public boolean tellsAllOrNothing(Bid bid) {
        return !bid.plain();
    }

    @Override
    public View.Entitlement entitlement(HouseState house, Auction auction, Caller caller,
            boolean sees) {
        return UnitsEntitlement.of(auction, caller.name(), sees);
    }

    @Override
    public void explainRunning(Auction auction, Optional<UserName> by, List<Told> out) {
        new ExplainedUnits(auction, by, out).running();
    }

    @Override
    public void explainClosed(Auction auction, Phase.Closed closed, Optional<UserName> by,
            List<Told> out) {
        new ExplainedUnits(auction, by, out).closed();
    }
}
