package dev.gavel.auction.format.yankee;

import dev.gavel.auction.format.Buyers;
import dev.gavel.auction.format.ExplainedEnd;
import dev.gavel.auction.message.Told;
import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.Limits;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.SoftClose;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;

import java.util.List;
import java.util.Optional;

/** Why the units of an auction stand, or went, as they do, in sentences for one who asks. */
final class ExplainedUnits {

    private final Auction auction;
    private final Optional<UserName> by;
    private final List<Told> out;
    private final RankedUnits units;

    ExplainedUnits(Auction auction, Optional<UserName> by, List<Told> out) {
        this.auction = auction;
        this.by = by;
        this.out = out;
        this.units = RankedUnits.of(auction);
    }

    void running() {
        out.add(rule());
        if (units.served().isEmpty()) {
            out.add(new Told.Writer("Nobody has bid, so the price is the start, ")
                    .money(auction.conditions().start())
                    .say(".")
                    .done());
        } else {
            buyers(" would get ");
        }
        by.flatMap(units::bidOf).ifPresent(own -> own(own, " would get "));
        next();
        ExplainedEnd.tell(auction, "bid", ExplainedUnits::extending, out);
    }

    void closed() {
        out.add(rule());
        buyers(" gets ");
        by.flatMap(units::bidOf).ifPresent(own -> own(own, " got "));
    }

    private Told rule() {
        return new Told.Writer("The higher price comes first, of equal prices the larger quantity, "
                + "then the earlier bid, until all ").count(auction.conditions().quantity())
                .say(" are gone; each pays the own bid.")
                .done();
    }

    private void buyers(String gets) {
        Buyers.tell(new Result.SoldUnits(units.awards()),
                award -> new Told.Writer("").name(award.winner())
                        .say(gets)
                        .count(award.quantity())
                        .say(" at ")
                        .money(award.price())
                        .say(".")
                        .done(),
                out);
    }

    private void own(Bid own, String gets) {
        var got = units.unitsOf(own.bidder());
        var told = new Told.Writer("Your bid of ").money(own.amount())
                .say(" for ")
                .count(own.quantity())
                .say(gets);
        out.add((got == own.quantity() ? told.say("all of them.")
                : got > 0 ? told.count(got).say(": the others went to better bids.")
                        : told.say(own.plain() ? "nothing: all went to better bids."
                                : "nothing: it takes all or nothing, and too few were left."))
                .done());
    }

    private void next() {
        var enough = units.enough(1, false);
        if (!Limits.isAmount(enough)) {
            out.add(Told.plain("No higher bid can be made by others."));
            return;
        }
        var told = new Told.Writer("The next bid must be at least ").money(enough)
                .say(" for one unit");
        var larger = units.larger();
        out.add((larger.isEmpty() ? told
                : told.say(", or ")
                        .money(units.enough(larger.getAsLong(), false))
                        .say(" for each of ")
                        .count(larger.getAsLong())
                        .say(" or more"))
                .say(".")
                .done());
    }

    /** Which bids move the end. */
    private static String extending(SoftClose.Trigger trigger) {
        return switch (trigger) {
            case ACCEPTED -> "Any bid";
            case PRICE -> "A bid that moves the price or takes units from somebody";
            case LEAD -> "A bid that takes units from somebody";
        };
    }
}
