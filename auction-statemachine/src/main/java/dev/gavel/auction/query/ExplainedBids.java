package dev.gavel.auction.query;

import static dev.gavel.auction.query.Explanation.count;
import static dev.gavel.auction.query.Explanation.money;

import dev.gavel.auction.format.Format;
import dev.gavel.auction.format.OpenOutcry;
import dev.gavel.auction.model.Direction;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.ProxyMode;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.SoftClose;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;

import java.util.List;
import java.util.Optional;

/** How the price of open bids came about, rising or falling. */
final class ExplainedBids {

    private ExplainedBids() {}

    static void running(Auction auction, Optional<UserName> by, List<String> out) {
        price(auction, by, out);
        next(auction, by, out);
        reserve(auction, by, out);
        if (OpenOutcry.offersBuyNow(auction)) {
            out.add("A bid of "
                    + money(auction, auction.conditions().buyNow().orElseThrow().price())
                    + " ends it at once, at that price.");
        }
        end(auction, out);
    }

    static void closed(Auction auction, Phase.Closed closed, Optional<UserName> by,
            List<String> out) {
        var buyNow = auction.conditions().buyNow();
        if (closed.result() instanceof Result.Sold sold && buyNow.isPresent()
                && !auction.bids().isEmpty() && sold.price() == buyNow.get().price()
                && auction.bids().get(auction.bids().size() - 1).atMillis() == closed.at()) {
            out.add(sold.winner() + " took the buy-now price, which ended it.");
            return;
        }
        price(auction, by, out);
        reserve(auction, by, out);
    }

    private static void price(Auction auction, Optional<UserName> by, List<String> out) {
        var standing = auction.standing();
        if (standing.isEmpty()) {
            out.add((RivalBids.hasRetracted(auction) ? "All bids were taken back"
                    : "Nobody has bid") + ", so the price is the start, "
                    + money(auction, auction.conditions().start()) + ".");
            return;
        }
        var leader = standing.leader().orElseThrow();
        var price = money(auction, standing.price());
        var rival = RivalBids.underbidder(auction);
        var isOver = auction.phase() instanceof Phase.Closed;
        var isOwn = by.isPresent() && standing.isLedBy(by.get());
        if (isOwn) {
            out.add((isOver ? "Your bid was the best, at " : "You lead at ") + price + ".");
            if (standing.maximum() != standing.price()) {
                out.add("The house bids for you " + (isDown(auction) ? "down to " : "up to ")
                        + money(auction, standing.maximum()) + ", and no more than it takes"
                        + rival.map(name -> " to beat " + name).orElse("") + ".");
            }
        } else {
            out.add(leader + (isOver ? " had the best bid, at " : " leads at ") + price + ".");
        }
        if (!isOwn || standing.maximum() == standing.price()) {
            out.add(origin(auction, leader, rival));
        }
        if (RivalBids.hasRetracted(auction)) {
            out.add("Bids that were taken back count as if they had not been made.");
        }
        if (by.isPresent() && !standing.isLedBy(by.get())) {
            RivalBids.limitOf(auction, by.get())
                    .ifPresent(limit -> out.add("Your own limit of " + money(auction, limit)
                            + " is beaten."));
        }
    }

    /** The same words whether or not the leader has a maximum, which is secret. */
    private static String origin(Auction auction, UserName leader, Optional<UserName> rival) {
        var hasMaxima = auction.conditions().proxy() != ProxyMode.NEVER;
        var outright = "That is what " + leader + " bid";
        if (rival.isEmpty()) {
            return outright + (hasMaxima ? ", or what the house had to bid for " + leader : "")
                    + "; nobody else has bid.";
        }
        return outright + (hasMaxima
                ? ", or what the house had to bid for " + leader + " to beat " + rival.get()
                        + ", the underbidder: one step " + (isDown(auction) ? "under" : "over")
                        + " the best of " + rival.get() + ", as far as the limit of " + leader
                        + " reaches; of equal limits the earlier leads."
                : "; the underbidder is " + rival.get() + ".");
    }

    private static void next(Auction auction, Optional<UserName> by, List<String> out) {
        var conditions = auction.conditions();
        var standing = auction.standing();
        var enough = Format.of(conditions.format()).enough(auction).orElseThrow();
        var bound = isDown(auction) ? "at most " : "at least ";
        if (by.isPresent() && standing.isLedBy(by.get())) {
            out.add("Others must bid " + bound + money(auction, enough) + "; you, to change your "
                    + "maximum, better than " + money(auction, standing.maximum()) + ".");
            return;
        }
        if (standing.isEmpty()) {
            out.add("The first bid must be " + bound + money(auction, enough) + ".");
            return;
        }
        out.add("The next bid must be " + bound + money(auction, enough) + ": the price "
                + (isDown(auction) ? "less" : "and") + " one increment of "
                + money(auction, conditions.increments().step(standing.price()))
                + (conditions.grid() ? ", on to the next rung of the ladder from the start" : "")
                + ".");
    }

    private static void reserve(Auction auction, Optional<UserName> by, List<String> out) {
        var reserve = auction.conditions().reserve();
        if (!reserve.isSet()) {
            return;
        }
        var own = Visibility.isSeller(auction, by)
                ? "Your reserve of " + money(auction, reserve.amount())
                : "The reserve, which is secret,";
        if (auction.standing().reserveMet()) {
            out.add(own + " is met, and the price is not "
                    + (isDown(auction) ? "above" : "below") + " it.");
            return;
        }
        out.add(own + (auction.phase() instanceof Phase.Closed closed
                ? " was not met" + switch (closed.result()) {
                    case Result.Sold sold -> ", but its seller took the offer.";
                    case Result.Pending offer -> ", so its seller may take or refuse the offer.";
                    default -> ", so nothing was sold.";
                }
                : " is not met: as it stands nothing is sold."));
    }

    private static void end(Auction auction, List<String> out) {
        if (!(auction.phase() instanceof Phase.Open open)) {
            return;
        }
        if (open.endsAt() == Times.NEVER) {
            out.add("It ends when its seller closes it.");
            return;
        }
        var softClose = auction.conditions().softClose();
        var late = softClose.isEmpty() ? "; no bid moves that" : "";
        out.add("It ends at " + Times.format(open.endsAt()) + late + ".");
        softClose.ifPresent(terms -> out.add(softClose(open, terms)));
    }

    private static String softClose(Phase.Open open, SoftClose terms) {
        var moved = open.extensions() == 0 ? ""
                : " Late bids have moved it " + count(open.extensions(), "time", "times") + ".";
        if (open.extensions() >= terms.maxExtensions() || open.endsAt() >= terms.hardEnd()) {
            return "No bid moves that any more." + moved;
        }
        var which = switch (terms.trigger()) {
            case ACCEPTED -> "Any bid";
            case PRICE -> "A bid that moves the price";
            case LEAD -> "A bid that changes the leader";
        };
        var how = terms.mode() == SoftClose.Mode.RESET
                ? " leaves at least " + terms.extendMillis() + " ms after it."
                : " adds " + terms.extendMillis() + " ms.";
        return which + " in the last " + terms.windowMillis() + " ms" + how + moved;
    }

    private static boolean isDown(Auction auction) {
        return Format.of(auction.conditions().format()).direction() == Direction.DOWN;
    }
}
