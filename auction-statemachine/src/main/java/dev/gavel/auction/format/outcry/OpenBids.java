package dev.gavel.auction.format.outcry;

import dev.gavel.auction.format.Caller;
import dev.gavel.auction.format.Faults;
import dev.gavel.auction.message.Code;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.message.Rejection.NotEnough;
import dev.gavel.auction.message.Rejection.NotEnough.Why;
import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.BuyNow;
import dev.gavel.auction.model.ConditionsOfSale;
import dev.gavel.auction.model.Direction;
import dev.gavel.auction.model.ProxyMode;
import dev.gavel.auction.model.Reserve;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.Standing;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;
import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * Open bidding with maxima, in either direction: the one body of rules behind {@link OpenOutcry}.
 * "Better" is higher in the one and lower in the other; the examples are of the one that rises.
 */
final class OpenBids {

    /** From which version on a leader's later bid leaves the price alone. */
    private static final int LEADER_KEEPS_PRICE = 2;
    /** From which version on bids that were taken back bind. */
    private static final int BOUND_BY_RETRACTED = 2;

    private OpenBids() {}

    /**
     * What the next bid of someone who does not lead must at least be: the opening price before the
     * first, then the price bettered by its increment, up to the next rung where there is a ladder.
     *
     * <p>At 95.00 with a step of 5.00 it is 100.00. On the ladder 10.00, 13.00, 16.00, … at a price of
     * 20.00 (which a reserve had set) it is 25.00, the first rung from 23.00 on.
     */
    static long enough(Auction auction, Standing standing, Direction direction) {
        var conditions = auction.conditions();
        if (standing.isEmpty()) {
            return opening(conditions, direction);
        }
        var next = afterPrice(conditions, standing, direction);
        return Math.max(0, next);
    }

    private static long afterPrice(ConditionsOfSale conditions, Standing standing,
            Direction direction) {
        var next = direction.bettered(standing.price(),
                conditions.increments().step(standing.price()));
        return conditions.grid() ? Ladder.rungAtLeast(conditions, direction, next) : next;
    }

    /**
     * The least a first bid may be: the start, or anything if that is zero. From nothing on a ladder
     * with a step of 0.25 it is 0.25.
     */
    static long opening(ConditionsOfSale conditions, Direction direction) {
        if (conditions.start() > 0) {
            return conditions.start();
        }
        return conditions.grid() ? Ladder.rungAtLeast(conditions, direction, 1) : 1;
    }

    /**
     * What becomes of a bid. Refused in this order: a maximum that is not taken or is worse than the
     * amount, a wish to buy that cannot be had, an amount that is not enough, amount or maximum between two
     * rungs. A bid at the buy-now price, while that is offered, buys.
     */
    static Verdict bid(Auction auction, Caller caller, Command.Bid command, Direction direction) {
        var bidder = caller.name();
        var conditions = auction.conditions();
        var standing = auction.standing();
        var amount = command.amount();
        var limit = command.maximum().orElse(amount);
        var badMaximum = maximumFault(auction, command, direction);
        if (badMaximum != null) {
            return new Verdict.Refused(badMaximum);
        }
        if (command.buys()) {
            var cannotBuy = buyingFault(auction, command, direction);
            if (cannotBuy != null) {
                return new Verdict.Refused(cannotBuy);
            }
        }
        if (conditions.buyNow().isPresent()
                && buys(conditions.buyNow().get(), standing, amount, direction)) {
            return bought(conditions.buyNow().get().price(), auction, caller);
        }
        var tooLittle = standing.isLedBy(bidder)
                ? ownMaximumFault(auction, command, limit, direction)
                : amountFault(auction, amount, direction);
        if (tooLittle != null) {
            return new Verdict.Refused(tooLittle);
        }
        var offLadder = conditions.grid() ? ladderFault(auction, amount, limit, direction) : null;
        if (offLadder != null) {
            return new Verdict.Refused(offLadder);
        }
        var tookBack = retractedFault(auction, bidder, limit, direction);
        if (tookBack != null) {
            return new Verdict.Refused(tookBack);
        }
        var plain = limit == amount && conditions.proxy() != ProxyMode.ALWAYS
                && !keepsPrice(auction, standing, bidder);
        var after = next(auction, standing, bidder, limit, plain, direction);
        var shown = plain || !after.isLedBy(bidder) ? limit : after.price();
        return new Verdict.Accepted(
                new Bid(bidder, shown, limit, caller.now(), caller.index(), 1, plain, false), after,
                Optional.empty());
    }

    /**
     * Whether a bid of {@code bidder} only sets their maximum: that of a leader, where the house bids for them.
     */
    private static boolean keepsPrice(Auction auction, Standing standing, UserName bidder) {
        return standing.isLedBy(bidder) && auction.knows(LEADER_KEEPS_PRICE)
                && auction.conditions().proxy() != ProxyMode.NEVER;
    }

    /**
     * Who took bids back bids again from the best of them on: else one could bid high, see where the leader's
     * maximum ends, take it back, and bid right below it. After max 200.00 was taken back, max 199.99 will not
     * do, 200.00 will.
     */
    private static @Nullable Rejection retractedFault(Auction auction, UserName bidder, long limit,
            Direction direction) {
        var best = retracted(auction, bidder);
        return best == Standing.NONE || !direction.beats(best, limit) ? null
                : notEnough(auction, Why.RETRACTED, limit, best, direction);
    }

    /** What binds {@code bidder} of all they took back here: the best of it; {@link Standing#NONE} if nothing. */
    static long retracted(Auction auction, UserName bidder) {
        return retractionBinds(auction) ? auction.retractedBest(bidder) : Standing.NONE;
    }

    /** Whether who takes bids back bids again from the best of them on only. */
    static boolean retractionBinds(Auction auction) {
        return auction.knows(BOUND_BY_RETRACTED);
    }

    private static @Nullable Rejection maximumFault(Auction auction, Command.Bid command,
            Direction direction) {
        if (command.maximum().isEmpty()) {
            return null;
        }
        if (auction.conditions().proxy() == ProxyMode.NEVER) {
            return Faults.maximum(auction, command);
        }
        if (direction.beats(command.amount(), command.maximum().getAsLong())) {
            return Faults.bad(auction, "max",
                    direction == Direction.UP ? "The maximum must be at least the amount."
                            : "The limit must be at most the amount.");
        }
        return null;
    }

    /**
     * Who says that they only buy never bids: ann wants to buy for 80.00, bob bids 10.00 before her; hers is
     * refused, while a plain 80.00 would stand as a bid at eight times what is needed.
     */
    private static @Nullable Rejection buyingFault(Auction auction, Command.Bid command,
            Direction direction) {
        var never = Faults.buys(auction, command);
        if (never != null) {
            return never;
        }
        if (command.maximum().isPresent()) {
            return Faults.bad(auction, "max", "A purchase at the buy-now price has no maximum.");
        }
        var standing = auction.standing();
        var buyNow = auction.conditions().buyNow().orElseThrow();
        if (!isOffered(buyNow, standing)) {
            return notEnough(auction, Why.BUY_NOW_OVER, command.amount(),
                    enough(auction, standing, direction), direction);
        }
        return direction.beats(buyNow.price(), command.amount())
                ? notEnough(auction, Why.BUY_NOW, command.amount(), buyNow.price(), direction)
                : null;
    }

    private static @Nullable Rejection amountFault(Auction auction, long amount,
            Direction direction) {
        var standing = auction.standing();
        var enough = enough(auction, standing, direction);
        if (!direction.beats(enough, amount)) {
            return null;
        }
        var why = standing.isEmpty() ? Why.OPENING
                : amount == standing.price() ? Why.EQUAL : Why.INCREMENT;
        return notEnough(auction, why, amount, enough, direction);
    }

    /**
     * The leader must better the own maximum, or may name a worse one that still bears the price. With
     * a maximum of 90.00 at a price of 31.00, 90.01 will do, and so will "max 31.00" to "max 89.99"; a
     * plain 50.00 will not.
     */
    private static @Nullable Rejection ownMaximumFault(Auction auction, Command.Bid command,
            long limit, Direction direction) {
        var standing = auction.standing();
        if (direction.beats(limit, standing.maximum())) {
            return null;
        }
        var lowers = command.maximum().isPresent() && limit != standing.maximum()
                && !direction.beats(standing.price(), limit);
        if (lowers) {
            return null;
        }
        var next = direction.bettered(standing.maximum(), 1);
        var enough = auction.conditions().grid()
                ? Ladder.rungAtLeast(auction.conditions(), direction, next)
                : next;
        return notEnough(auction, Why.OWN_MAXIMUM, limit, enough, direction);
    }

    private static Rejection notEnough(Auction auction, Why why, long offered, long enough,
            Direction direction) {
        var code = switch (why) {
            case RETRACTED -> Code.RETRACTED;
            case BUY_NOW_OVER -> Code.BUY_NOW_OVER;
            default -> direction == Direction.UP ? Code.TOO_LOW : Code.TOO_HIGH;
        };
        return new NotEnough(code, auction.id(), auction.conditions().currency(), direction, why,
                offered,
                auction.standing().price(), enough);
    }

    private static @Nullable Rejection ladderFault(Auction auction, long amount, long limit,
            Direction direction) {
        var conditions = auction.conditions();
        var onLadder = Ladder.rungAtLeast(conditions, direction, amount) == amount;
        var off = onLadder ? limit : amount;
        var next = onLadder ? Ladder.rungAtLeast(conditions, direction, limit)
                : Ladder.rungAtLeast(conditions, direction, amount);
        if (next == off || off == auction.standing().price()) {
            return null;
        }
        var least = enough(auction, auction.standing(), direction);
        var before = Ladder.rungAtMost(conditions, direction, off);
        return new Rejection.OffGrid(auction.id(), conditions.currency(),
                onLadder ? "max" : "amount", off,
                direction.beats(least, before) ? Standing.NONE : before, next);
    }

    /**
     * How an auction stands after a bid that was let in. The leader is who has the best maximum, of
     * equals who set it first. The price is what it takes to beat the runner-up: with maxima of
     * 100.00 and 80.00 and a step of 5.00 it is 85.00, with 82.00 and 80.00 it is 82.00. A plain bid
     * stands at its own amount. Once the leader's maximum bears the reserve the price is at least
     * that. It never falls back.
     */
    static Standing next(Auction auction, Standing before, UserName bidder, long limit,
            boolean plain, Direction direction) {
        var conditions = auction.conditions();
        if (keepsPrice(auction, before, bidder)) {
            return reset(conditions, before, limit, direction);
        }
        UserName leader = before.leaderOrNull();
        var maximum = before.maximum();
        var runnerUp = before.runnerUp();
        if (leader == null || leader.equals(bidder)) {
            leader = bidder;
            maximum = limit;
        } else if (direction.beats(limit, maximum)) {
            leader = bidder;
            runnerUp = maximum;
            maximum = limit;
        } else {
            runnerUp = runnerUp == Standing.NONE ? limit : direction.best(runnerUp, limit);
        }
        var base = plain && leader.equals(bidder) ? limit
                : needed(conditions, maximum, runnerUp, direction);
        var reserve = conditions.reserve();
        var met = !reserve.isSet() || !direction.beats(reserve.amount(), maximum);
        var price = base;
        if (reserve.isSet() && met) {
            price = direction.best(base, reserve.amount());
        } else if (!met && reserve.mode() == Reserve.Mode.JUMP) {
            price = maximum;
        }
        if (!before.isEmpty()) {
            price = direction.best(before.price(), price);
        }
        return new Standing(leader, maximum, runnerUp, price, met);
    }

    /**
     * How an auction stands once its leader set another maximum: at the price at which it stood, but for what
     * beats a runner-up whose maximum was just as good, and the reserve. Up to 90.00 at 31.00, "max 50.00"
     * leaves it at 31.00, and so does a plain 100.00; up to 52.00 at 52.00 against 50.00 and a step of 5.00,
     * "max 60.00" leaves it at 52.00.
     */
    private static Standing reset(ConditionsOfSale conditions, Standing before, long limit,
            Direction direction) {
        var runnerUp = before.runnerUp();
        var reserve = conditions.reserve();
        var met = !reserve.isSet() || !direction.beats(reserve.amount(), limit);
        var price = before.price();
        if (runnerUp == price) {
            price = needed(conditions, limit, runnerUp, direction);
        }
        if (reserve.isSet() && met) {
            price = direction.best(price, reserve.amount());
        } else if (!met && reserve.mode() == Reserve.Mode.JUMP) {
            price = direction.best(price, limit);
        }
        return new Standing(before.leaderOrNull(), limit, runnerUp, price, met);
    }

    private static long needed(ConditionsOfSale conditions, long maximum, long runnerUp,
            Direction direction) {
        if (runnerUp == Standing.NONE) {
            return opening(conditions, direction);
        }
        if (maximum == runnerUp) {
            return runnerUp;
        }
        return direction.worst(maximum,
                direction.bettered(runnerUp, conditions.increments().step(runnerUp)));
    }

    /**
     * How an auction stands without the bids that were taken back, as if they had not been made: ann up
     * to 40.00, bob up to 90.00, cid up to 70.00 stand at 71.00 with a step of 1.00; without bob cid
     * leads at 41.00.
     *
     * <p>All bids that remain are heard again, one after another, since a price depends on their order
     * (a plain bid, a reserve met and left, a lowered maximum): time in proportion to the history, some
     * 30 µs for each thousand bids.
     */
    static Standing recounted(Auction auction, UserName without, Direction direction) {
        var conditions = auction.conditions();
        var standing = new Standing[]{Standing.before(conditions.reserve().isSet())};
        auction.bids().forEach(bid -> {
            if (!bid.retracted() && !bid.bidder().equals(without)) {
                standing[0] = next(auction, standing[0], bid.bidder(), bid.maximum(),
                        bid.plain(), direction);
            }
        });
        return standing[0];
    }

    private static boolean buys(BuyNow buyNow, Standing standing, long amount,
            Direction direction) {
        return isOffered(buyNow, standing) && !direction.beats(buyNow.price(), amount);
    }

    /**
     * Whether a buy-now price still stands: until there is a bid, or until the reserve is met. With a
     * reserve of 50.00, a bid of max 49.99 leaves it, one of max 50.00 ends it.
     */
    static boolean isOffered(BuyNow buyNow, Standing standing) {
        return switch (buyNow.until()) {
            case FIRST_BID -> standing.isEmpty();
            case RESERVE_MET -> !standing.reserveMet();
        };
    }

    private static Verdict bought(long price, Auction auction, Caller caller) {
        var buyer = caller.name();
        var standing = new Standing(buyer, price, auction.standing().maximum(), price, true);
        return new Verdict.Accepted(
                new Bid(buyer, price, price, caller.now(), caller.index(), 1, true, false),
                standing, Optional.of(new Result.Sold(buyer, price)));
    }

    /**
     * How an auction ends if it ends at {@code now}: the leader pays the standing price. At 40.00 with a
     * reserve of 50.00 it is unsold, or the seller may take the 40.00 within the time for that.
     */
    static Result award(Auction auction, long now) {
        var standing = auction.standing();
        var leader = standing.leaderOrNull();
        if (leader == null) {
            return Result.UNSOLD;
        }
        if (standing.reserveMet()) {
            return new Result.Sold(leader, standing.price());
        }
        var reserve = auction.conditions().reserve();
        return reserve.below() == Reserve.Below.OFFER
                ? new Result.Pending(leader, standing.price(), now + reserve.offerMillis())
                : Result.UNSOLD;
    }
}
