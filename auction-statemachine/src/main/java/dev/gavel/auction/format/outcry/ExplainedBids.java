package dev.gavel.auction.format.outcry;

import dev.gavel.auction.format.ExplainedEnd;
import dev.gavel.auction.message.Told;
import dev.gavel.auction.model.Direction;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.ProxyMode;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;

import java.util.List;
import java.util.Optional;

/** How the price of open bids came about, rising or falling, as {@code by} may know it. */
final class ExplainedBids {

    private final OpenOutcry format;
    private final Auction auction;
    private final Optional<UserName> by;
    private final List<Told> out;

    ExplainedBids(OpenOutcry format, Auction auction, Optional<UserName> by, List<Told> out) {
        this.format = format;
        this.auction = auction;
        this.by = by;
        this.out = out;
    }

    void running() {
        price();
        next();
        reserve();
        if (format.offersBuyNow(auction)) {
            out.add(new Told.Writer(isDown() ? "An offer of " : "A bid of ")
                    .money(auction.conditions().buyNow().orElseThrow().price())
                    .say(" ends it at once, at that price.")
                    .done());
        }
        ExplainedEnd.tell(auction, bid(), ExplainedEnd.ofOneLot(isDown() ? "An offer" : "A bid"),
                out);
    }

    void closed(Phase.Closed closed) {
        var buyNow = auction.conditions().buyNow();
        if (closed.result() instanceof Result.Sold sold && buyNow.isPresent()
                && !auction.bids().isEmpty() && sold.price() == buyNow.get().price()
                && auction.bids().get(auction.bids().size() - 1).atMillis() == closed.at()) {
            out.add(new Told.Writer("").name(sold.winner())
                    .say(" took the buy-now price, which ended it.")
                    .done());
            return;
        }
        price();
        reserve();
    }

    private void price() {
        var standing = auction.standing();
        if (standing.isEmpty()) {
            out.add(new Told.Writer(RivalBids.hasRetracted(auction)
                    ? isDown() ? "All offers were taken back" : "All bids were taken back"
                    : isDown() ? "Nobody has made an offer" : "Nobody has bid")
                    .say(", so the price is the start, ")
                    .money(auction.conditions().start())
                    .say(".")
                    .done());
            return;
        }
        var leader = standing.leader().orElseThrow();
        var rival = RivalBids.underbidder(auction, format.direction());
        var isOver = auction.phase() instanceof Phase.Closed;
        var isOwn = by.isPresent() && standing.isLedBy(by.get());
        var leads = isOwn
                ? new Told.Writer(isOver ? "Your " + bid() + " was the best, at " : "You lead at ")
                : new Told.Writer("").name(leader)
                        .say(isOver ? " had the best " + bid() + ", at " : " leads at ");
        out.add(leads.money(standing.price()).say(".").done());
        if (isOwn && standing.maximum() != standing.price()) {
            out.add(ownMaximum(standing.maximum(), rival));
        } else {
            out.add(origin(leader, rival));
        }
        if (RivalBids.hasRetracted(auction)) {
            out.add(Told.plain((isDown() ? "Offers" : "Bids")
                    + " that were taken back count as if they had not been made."));
        }
        if (by.isPresent() && !isOwn) {
            RivalBids.newestOf(auction, by.get())
                    .ifPresent(own -> out.add(new Told.Writer("Your own "
                            + (own.maximum() == own.amount() ? bid() : "limit") + " of ")
                            .money(own.maximum())
                            .say(" is beaten.")
                            .done()));
        }
    }

    private Told ownMaximum(long maximum, Optional<UserName> rival) {
        var told = new Told.Writer("The house bids for you ")
                .say(isDown() ? "down to " : "up to ")
                .money(maximum)
                .say(", and no more than it takes");
        return (rival.isEmpty() ? told : told.say(" to beat ").name(rival.get())).say(".").done();
    }

    /** The same words whether or not the leader has a maximum, which is secret. */
    private Told origin(UserName leader, Optional<UserName> rival) {
        var hasMaxima = auction.conditions().proxy() != ProxyMode.NEVER;
        var told = new Told.Writer("That is what ").name(leader)
                .say(isDown() ? " offered" : " bid");
        if (hasMaxima) {
            told.say(", or what the house had to " + bid() + " for ").name(leader);
        }
        if (rival.isEmpty()) {
            return told.say(isDown() ? "; nobody else has made an offer."
                    : "; nobody else has bid.").done();
        }
        var other = rival.get();
        if (!hasMaxima) {
            return told.say("; the underbidder is ").name(other).say(".").done();
        }
        return told.say(" to beat ")
                .name(other)
                .say(", the underbidder: one step ")
                .say(isDown() ? "under" : "over")
                .say(" the best of ")
                .name(other)
                .say(", as far as the limit of ")
                .name(leader)
                .say(" reaches; of equal limits the earlier leads.")
                .done();
    }

    private void next() {
        var conditions = auction.conditions();
        var standing = auction.standing();
        var enough = format.enough(auction);
        var isOwn = by.isPresent() && standing.isLedBy(by.get());
        if (enough.isEmpty()) {
            out.add(Told.plain(isDown() ? "No lower offer can be made by others."
                    : "No higher bid can be made by others."));
            return;
        }
        var bound = isDown() ? "at most " : "at least ";
        if (isOwn) {
            out.add(new Told.Writer("Others must " + bid() + " ").say(bound)
                    .money(enough.getAsLong())
                    .say(isDown() ? "; you, to change your limit, less than "
                            : "; you, to change your maximum, better than ")
                    .money(standing.maximum())
                    .say(".")
                    .done());
            return;
        }
        if (standing.isEmpty()) {
            out.add(new Told.Writer("The first " + bid() + " must be ").say(bound)
                    .money(enough.getAsLong())
                    .say(".")
                    .done());
            return;
        }
        out.add(new Told.Writer("The next " + bid() + " must be ").say(bound)
                .money(enough.getAsLong())
                .say(": the price ")
                .say(isDown() ? "less" : "and")
                .say(" one increment of ")
                .money(conditions.increments().step(standing.price()))
                .say(conditions.grid() ? ", on to the next rung of the ladder from the start" : "")
                .say(".")
                .done());
    }

    private void reserve() {
        var reserve = auction.conditions().reserve();
        if (!reserve.isSet()) {
            return;
        }
        var own = by.isPresent() && by.get().equals(auction.seller())
                ? new Told.Writer("Your reserve of ").money(reserve.amount())
                : new Told.Writer("The reserve, which is secret,");
        if (auction.standing().reserveMet()) {
            out.add(own.say(" is met, and the price is not ")
                    .say(isDown() ? "above" : "below")
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

    /** What is made there, as a noun and as what one does. */
    private String bid() {
        return isDown() ? "offer" : "bid";
    }

    private boolean isDown() {
        return format.direction() == Direction.DOWN;
    }
}
