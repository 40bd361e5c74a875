package dev.gavel.auction.query;

import dev.gavel.auction.format.Format;
import dev.gavel.auction.format.OpenOutcry;
import dev.gavel.auction.message.Told;
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

    static void running(Auction auction, Optional<UserName> by, List<Told> out) {
        price(auction, by, out);
        next(auction, by, out);
        reserve(auction, by, out);
        if (OpenOutcry.offersBuyNow(auction)) {
            out.add(new Told.Writer("A bid of ")
                    .money(auction.conditions().buyNow().orElseThrow().price())
                    .say(" ends it at once, at that price.")
                    .done());
        }
        end(auction, out);
    }

    static void closed(Auction auction, Phase.Closed closed, Optional<UserName> by,
            List<Told> out) {
        var buyNow = auction.conditions().buyNow();
        if (closed.result() instanceof Result.Sold sold && buyNow.isPresent()
                && !auction.bids().isEmpty() && sold.price() == buyNow.get().price()
                && auction.bids().get(auction.bids().size() - 1).atMillis() == closed.at()) {
            out.add(new Told.Writer("").name(sold.winner())
                    .say(" took the buy-now price, which ended it.")
                    .done());
            return;
        }
        price(auction, by, out);
        reserve(auction, by, out);
    }

    private static void price(Auction auction, Optional<UserName> by, List<Told> out) {
        var standing = auction.standing();
        if (standing.isEmpty()) {
            out.add(new Told.Writer(RivalBids.hasRetracted(auction) ? "All bids were taken back"
                    : "Nobody has bid").say(", so the price is the start, ")
                    .money(auction.conditions().start())
                    .say(".")
                    .done());
            return;
        }
        var leader = standing.leader().orElseThrow();
        var rival = RivalBids.underbidder(auction);
        var isOver = auction.phase() instanceof Phase.Closed;
        var isOwn = by.isPresent() && standing.isLedBy(by.get());
        var leads = isOwn ? new Told.Writer(isOver ? "Your bid was the best, at " : "You lead at ")
                : new Told.Writer("").name(leader)
                        .say(isOver ? " had the best bid, at " : " leads at ");
        out.add(leads.money(standing.price()).say(".").done());
        if (isOwn && standing.maximum() != standing.price()) {
            out.add(ownMaximum(auction, standing.maximum(), rival));
        } else {
            out.add(origin(auction, leader, rival));
        }
        if (RivalBids.hasRetracted(auction)) {
            out.add(Told.plain("Bids that were taken back count as if they had not been made."));
        }
        if (by.isPresent() && !isOwn) {
            RivalBids.limitOf(auction, by.get())
                    .ifPresent(limit -> out.add(new Told.Writer("Your own limit of ").money(limit)
                            .say(" is beaten.")
                            .done()));
        }
    }

    private static Told ownMaximum(Auction auction, long maximum, Optional<UserName> rival) {
        var told = new Told.Writer("The house bids for you ")
                .say(isDown(auction) ? "down to " : "up to ")
                .money(maximum)
                .say(", and no more than it takes");
        return (rival.isEmpty() ? told : told.say(" to beat ").name(rival.get())).say(".").done();
    }

    /** The same words whether or not the leader has a maximum, which is secret. */
    private static Told origin(Auction auction, UserName leader, Optional<UserName> rival) {
        var hasMaxima = auction.conditions().proxy() != ProxyMode.NEVER;
        var told = new Told.Writer("That is what ").name(leader).say(" bid");
        if (hasMaxima) {
            told.say(", or what the house had to bid for ").name(leader);
        }
        if (rival.isEmpty()) {
            return told.say("; nobody else has bid.").done();
        }
        var other = rival.get();
        if (!hasMaxima) {
            return told.say("; the underbidder is ").name(other).say(".").done();
        }
        return told.say(" to beat ")
                .name(other)
                .say(", the underbidder: one step ")
                .say(isDown(auction) ? "under" : "over")
                .say(" the best of ")
                .name(other)
                .say(", as far as the limit of ")
                .name(leader)
                .say(" reaches; of equal limits the earlier leads.")
                .done();
    }

    private static void next(Auction auction, Optional<UserName> by, List<Told> out) {
        var conditions = auction.conditions();
        var standing = auction.standing();
        var enough = Format.of(conditions.format()).enough(auction);
        var isOwn = by.isPresent() && standing.isLedBy(by.get());
        if (enough.isEmpty()) {
            out.add(Told.plain(isDown(auction) ? "No lower offer can be made by others."
                    : "No higher bid can be made by others."));
            return;
        }
        var bound = isDown(auction) ? "at most " : "at least ";
        if (isOwn) {
            out.add(new Told.Writer("Others must bid ").say(bound)
                    .money(enough.getAsLong())
                    .say("; you, to change your maximum, better than ")
                    .money(standing.maximum())
                    .say(".")
                    .done());
            return;
        }
        if (standing.isEmpty()) {
            out.add(new Told.Writer("The first bid must be ").say(bound)
                    .money(enough.getAsLong())
                    .say(".")
                    .done());
            return;
        }
        out.add(new Told.Writer("The next bid must be ").say(bound)
                .money(enough.getAsLong())
                .say(": the price ")
                .say(isDown(auction) ? "less" : "and")
                .say(" one increment of ")
                .money(conditions.increments().step(standing.price()))
                .say(conditions.grid() ? ", on to the next rung of the ladder from the start" : "")
                .say(".")
                .done());
    }

    private static void reserve(Auction auction, Optional<UserName> by, List<Told> out) {
        var reserve = auction.conditions().reserve();
        if (!reserve.isSet()) {
            return;
        }
        var own = Visibility.isSeller(auction, by)
                ? new Told.Writer("Your reserve of ").money(reserve.amount())
                : new Told.Writer("The reserve, which is secret,");
        if (auction.standing().reserveMet()) {
            out.add(own.say(" is met, and the price is not ")
                    .say(isDown(auction) ? "above" : "below")
                    .say(" it.")
                    .done());
            return;
        }
        out.add(own.say(auction.phase() instanceof Phase.Closed closed
                ? " was not met" + switch (closed.result()) {
                    case Result.Sold sold -> ", but its seller took the offer.";
                    case Result.Pending offer -> ", so its seller may take or refuse the offer.";
                    default -> ", so nothing was sold.";
                }
                : " is not met: as it stands nothing is sold.").done());
    }

    private static void end(Auction auction, List<Told> out) {
        if (!(auction.phase() instanceof Phase.Open open)) {
            return;
        }
        if (open.endsAt() == Times.NEVER) {
            out.add(Told.plain("It ends when its seller closes it."));
            return;
        }
        var softClose = auction.conditions().softClose();
        out.add(new Told.Writer("It ends at ").time(open.endsAt())
                .say(softClose.isEmpty() ? "; no bid moves that." : ".")
                .done());
        softClose.ifPresent(terms -> out.add(softClose(open, terms)));
    }

    private static Told softClose(Phase.Open open, SoftClose terms) {
        if (open.extensions() >= terms.maxExtensions() || open.endsAt() >= terms.hardEnd()) {
            return moved(open, new Told.Writer("No bid moves that any more."));
        }
        var told = new Told.Writer(switch (terms.trigger()) {
            case ACCEPTED -> "Any bid";
            case PRICE -> "A bid that moves the price";
            case LEAD -> "A bid that changes the leader";
        }).say(" in the last ").span(terms.windowMillis());
        return moved(open, terms.mode() == SoftClose.Mode.RESET
                ? told.say(" leaves at least ").span(terms.extendMillis()).say(" after it.")
                : told.say(" adds ").span(terms.extendMillis()).say("."));
    }

    private static Told moved(Phase.Open open, Told.Writer told) {
        return open.extensions() == 0 ? told.done()
                : told.say(" Late bids have moved it ")
                        .count(open.extensions(), " time.", " times.")
                        .done();
    }

    private static boolean isDown(Auction auction) {
        return Format.of(auction.conditions().format()).direction() == Direction.DOWN;
    }
}
