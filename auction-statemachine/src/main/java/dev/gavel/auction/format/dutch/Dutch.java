package dev.gavel.auction.format.dutch;

import dev.gavel.auction.format.BidField;
import dev.gavel.auction.format.Caller;
import dev.gavel.auction.format.Condition;
import dev.gavel.auction.format.Decision;
import dev.gavel.auction.format.Entitlements;
import dev.gavel.auction.format.Faults;
import dev.gavel.auction.format.Format;
import dev.gavel.auction.format.rounds.Rounds;
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
import dev.gavel.auction.model.Times;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;
import dev.gavel.auction.state.HouseState;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The falling clock: round {@code r} shows {@code start - r * step}, not below the floor; the first to
 * accept buys at the price of the round. Of many units each buyer pays the price they accepted, and the
 * clock goes on until all are gone.
 *
 * <p>From 100.00 by 10.00 to 75.00 the rounds are 100.00, 90.00, 80.00 and 75.00; when the last has
 * ended the lot is unsold. Of ten roses ann takes four at 5.00 and bob six at 4.50: sold, each at that.
 */
public record Dutch() implements Format {

    /** The only one: it has no state. */
    public static final Dutch INSTANCE = new Dutch();

    private static final Set<String> NEEDS = Set.of("periodMillis", "step", "start");

    private static final Set<BidField> BID_FIELDS = Collections.unmodifiableSet(
            EnumSet.of(BidField.AMOUNT, BidField.QUANTITY, BidField.ROUND));

    private static final Set<Condition> CONDITIONS = Collections.unmodifiableSet(
            EnumSet.of(Condition.PACE, Condition.FLOOR, Condition.QUANTITY));

    /** From which version on what was bought stays bought. */
    private static final int BOUND = 2;

    /** Buys looked at for those of one bidder; beyond it the history tells. */
    private static final int BUYS_SCANNED_MAX = 2_000;

    @Override
    public String about() {
        return "The price falls round by round, and the first who accepts it buys.";
    }

    @Override
    public Set<String> needs() {
        return NEEDS;
    }

    /** The floor lies below it, and is at least 1. */
    @Override
    public long leastStart() {
        return 2;
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
    public @Nullable Rejection conditionFault(Command.Create command) {
        var conditions = command.conditions();
        var terms = conditions.rounds();
        var noPace = Rounds.paceFault(terms);
        if (noPace != null) {
            return noPace;
        }
        if (terms.floor() >= conditions.start()) {
            return Faults.condition("floor", "The floor must lie below the start.");
        }
        return (conditions.start() - terms.floor()) / terms.step() < Limits.ROUNDS_MAX ? null
                : Faults.condition("step", "It is too small: the clock would take more than "
                        + Limits.ROUNDS_MAX + " rounds to the floor.");
    }

    @Override
    public String instead(Auction auction) {
        return "send accept instead, which buys at the price of the round.";
    }

    /**
     * A bid accepts, at the price of the round, if it is at least that: 95.00 in the round of 90.00 buys
     * for 90.00. Refusals in order: a maximum, all or nothing, stale round, a round to come, too low,
     * more than are left.
     */
    @Override
    public Decision bid(HouseState house, Auction auction, Command.Bid command, Caller caller) {
        var maximum = Faults.maximum(auction, command);
        if (maximum != null) {
            return Decision.no(maximum);
        }
        if (command.allOrNothing()) {
            return Decision.no(Faults.bad(auction, "allOrNothing",
                    "An accept is for its whole quantity anyway."));
        }
        var buys = Faults.buys(auction, command);
        if (buys != null) {
            return Decision.no(buys);
        }
        var stale = Faults.round(auction, command.round());
        if (stale != null) {
            return Decision.no(stale);
        }
        var price = price(auction);
        if (command.amount() < price) {
            return Decision.no(new NotEnough(Code.TOO_LOW, auction.id(),
                    auction.conditions().currency(), Direction.UP,
                    NotEnough.Why.ROUND, command.amount(),
                    price, price));
        }
        return taken(auction, command.quantity(), price, caller);
    }

    @Override
    public boolean isBoughtByAccepting() {
        return true;
    }

    /**
     * Buys at the price of the round. Refusals in order: stale round, a round to come, more than are
     * left.
     */
    @Override
    public Decision accept(Auction auction, Command.Accept command, Caller caller) {
        var stale = Faults.round(auction, command.round());
        return stale != null ? Decision.no(stale)
                : taken(auction, command.quantity(), price(auction), caller);
    }

    @Override
    public Decision withdraw(Auction auction, OptionalLong round, Caller caller) {
        return Decision.bad("op", "What was bought is bought.");
    }

    @Override
    public Decision retract(Auction auction, Command.Retract command, Caller caller) {
        return Faults.notRetractable(auction, ": what was bought is bought.");
    }

    private static Decision taken(Auction auction, OptionalLong wanted, long price,
            Caller caller) {
        var quantity = wanted.orElse(1);
        var left = left(auction);
        if (quantity > left) {
            return Decision.no(new Rejection.Plain(Code.LIMIT_EXCEEDED, auction.id(), "quantity",
                    "Only " + left + " left."));
        }
        var bid = new Bid(caller.name(), price, price, caller.now(), caller.index(),
                (int) quantity, true, false);
        var events = new ArrayList<Event>();
        if (Faults.mustJoin(auction, caller.name())) {
            events.add(new Event.ParticipantJoined(auction.id(), caller.name()));
        }
        events.add(new Event.UnitsTaken(auction.id(), bid, left - quantity));
        if (quantity == left) {
            var awards = awards(auction);
            awards.add(new Result.Award(caller.name(), quantity, price));
            events.add(new Event.AuctionClosed(auction.id(), caller.now(),
                    result(auction, awards)));
        }
        return new Decision(new Reply.Bought(auction.id(), auction.conditions().currency(),
                quantity, price, left - quantity), events);
    }

    private static List<Result.Award> awards(Auction auction) {
        var awards = new ArrayList<Result.Award>();
        auction.bids()
                .forEach(
                        bid -> awards
                                .add(new Result.Award(bid.bidder(), bid.quantity(), bid.amount())));
        return awards;
    }

    /** A lot of one unit is simply sold; of many, who got how many is told even if it was one. */
    private static Result result(Auction auction, List<Result.Award> awards) {
        if (awards.isEmpty()) {
            return Result.UNSOLD;
        }
        var first = awards.getFirst();
        return auction.conditions().quantity() == 1
                ? new Result.Sold(first.winner(), first.price())
                : new Result.SoldUnits(awards);
    }

    @Override
    public long price(Auction auction) {
        return switch (auction.phase()) {
            case Phase.Open open -> auction.fallingPrice(open.round());
            case Phase.Paused paused -> auction.fallingPrice(paused.before().round());
            default -> auction.conditions().start();
        };
    }

    @Override
    public OptionalLong enough(Auction auction) {
        return OptionalLong.of(price(auction));
    }

    @Override
    public long endAtOpening(Auction auction, long openedAt) {
        return Times.NEVER;
    }

    @Override
    public List<Event> opened(Auction auction, long openedAt) {
        return List.of(Rounds.start(auction, 0, auction.fallingPrice(0), openedAt));
    }

    @Override
    public List<Event> resumed(Auction auction, Phase.Paused paused, long now) {
        return Rounds.resumed(auction, paused, price(auction), now);
    }

    @Override
    public List<Event> afterGap(Auction auction, Phase.Open open, long from, long now) {
        return Rounds.afterGap(auction, open, auction.fallingPrice(open.round()), from, now);
    }

    /** The round ends: the price falls; when that of the floor is over, so is the auction. */
    @Override
    public List<Event> fallDue(Auction auction, Phase.Open open) {
        var terms = auction.conditions().rounds();
        if (auction.fallingPrice(open.round()) == terms.floor()) {
            return closedByHand(auction, open.endsAt());
        }
        var round = open.round() + 1;
        return List.of(
                Rounds.start(auction, round, auction.fallingPrice(round), open.endsAt()));
    }

    /** What was bought stays bought. */
    @Override
    public @Nullable Rejection cancellingFault(Auction auction) {
        return !auction.knows(BOUND) || auction.unitsTaken() == 0 ? null
                : new Rejection.Plain(Code.UNITS_SOLD, auction.id(), "", auction.unitsTaken()
                        + " were bought and stay so; close it, and no more are sold.");
    }

    @Override
    public OptionalLong unitsLeft(Auction auction) {
        return OptionalLong.of(left(auction));
    }

    static long left(Auction auction) {
        return auction.conditions().quantity() - auction.unitsTaken();
    }

    /** Empty where there are none, or more buys than are looked at. */
    @Override
    public OptionalLong unitsOf(Auction auction, UserName user) {
        if (auction.bids().size() > BUYS_SCANNED_MAX) {
            return OptionalLong.empty();
        }
        var units = 0L;
        for (var i = 0; i < auction.bids().size(); i++) {
            var bid = auction.bids().get(i);
            units += bid.bidder().equals(user) ? bid.quantity() : 0;
        }
        return units == 0 ? OptionalLong.empty() : OptionalLong.of(units);
    }

    @Override
    public View.Entitlement entitlement(HouseState house, Auction auction, Caller caller,
            boolean sees) {
        if (!sees) {
            return Entitlements.yes(auction, caller.name(), "accept",
                    "You may accept the price of the round; who joins first sees it.");
        }
        var price = price(auction);
        return Entitlements.yes(auction, caller.name(), "accept",
                "You may accept: the price is " + auction.conditions().currency().format(price)
                        + " now.",
                OptionalLong.of(price),
                OptionalLong.of(((Phase.Open) auction.phase()).round()));
    }

    @Override
    public void explainRunning(Auction auction, Optional<UserName> by, List<Told> out) {
        ExplainedDutch.running(auction, out);
    }

    @Override
    public void explainClosed(Auction auction, Phase.Closed closed, Optional<UserName> by,
            List<Told> out) {
        ExplainedDutch.closed(closed.result(), out);
    }

    @Override
    public Result award(Auction auction, long now) {
        return result(auction, awards(auction));
    }
}
