package dev.gavel.auction.format;

import dev.gavel.auction.message.Code;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.message.Rejection.NotEnough;
import dev.gavel.auction.message.Reply;
import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.Direction;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.state.Auction;
import dev.gavel.auction.state.HouseState;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The falling clock: round {@code r} shows {@code start - r * step}, not below the floor; the first to
 * accept buys at the price of the round. Of many units each buyer pays the price they accepted, and the
 * clock goes on until all are gone.
 *
 * <p>From 100.00 by 10.00 to 75.00 the rounds are 100.00, 90.00, 80.00 and 75.00; when the last has
 * ended the lot is unsold. Of ten roses ann takes four at 5.00 and bob six at 4.50: sold, each at that.
 */
public record Dutch() implements Format {

    static final Dutch INSTANCE = new Dutch();

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

    /**
     * Buys at the price of the round. Refusals in order: stale round, a round to come, more than are
     * left.
     */
    public Decision accept(Auction auction, Command.Accept command, Caller caller) {
        var stale = Faults.round(auction, command.round());
        return stale != null ? Decision.no(stale)
                : taken(auction, command.quantity(), price(auction), caller);
    }

    private static Decision taken(Auction auction, OptionalLong wanted, long price,
            Caller caller) {
        var quantity = wanted.orElse(1);
        var left = auction.conditions().quantity() - auction.unitsTaken();
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

    @Override
    public Result award(Auction auction, long now) {
        return result(auction, awards(auction));
    }
}
