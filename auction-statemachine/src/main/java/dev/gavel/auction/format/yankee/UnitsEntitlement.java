package dev.gavel.auction.format.yankee;

import dev.gavel.auction.format.Entitlements;
import dev.gavel.auction.message.Code;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.message.Rejection.NotEnough;
import dev.gavel.auction.message.View;
import dev.gavel.auction.model.Direction;
import dev.gavel.auction.model.Limits;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;

/** Whether somebody may bid for units now, and what would do. */
final class UnitsEntitlement {

    private UnitsEntitlement() {}

    static View.Entitlement of(Auction auction, UserName who, boolean sees) {
        if (!sees) {
            return Entitlements.yes(auction, who, "bid", "You may bid; that makes you a "
                    + "participant. Who joins first sees how it stands.");
        }
        var units = RankedUnits.of(auction);
        var oneTooMany = units.crowdFault(who);
        if (oneTooMany != null) {
            return Entitlements.no(auction, who, oneTooMany,
                    "Nothing: there are as many bidders as "
                            + "the auction can have.");
        }
        var own = units.bidOf(who);
        var quantity = own.map(bid -> bid.quantity()).orElse(1);
        var enough = units.enough(who, quantity, own.isPresent() && !own.get().plain());
        if (!Limits.isAmount(enough)) {
            return Entitlements.no(auction, who, nothingBeats(auction, units, enough),
                    "Nothing: the price is as far as prices go.");
        }
        var currency = auction.conditions().currency();
        if (own.isPresent()) {
            return Entitlements.mayBidForUnits(auction, who, "You have bid "
                    + currency.format(own.get().amount()) + " for " + quantity
                    + ", of which you get " + units.unitsOf(who)
                    + " as it stands; to better that bid for as many or more, at least "
                    + currency.format(enough) + " for as many.", quantity, enough);
        }
        var larger = units.larger();
        return Entitlements.mayBidForUnits(auction, who, "You may bid: at least "
                + currency.format(enough) + " for one unit"
                + (larger.isEmpty() ? "."
                        : ", or " + currency.format(units.enough(larger.getAsLong(), false))
                                + " for each of " + larger.getAsLong() + " or more."),
                quantity, enough);
    }

    private static Rejection nothingBeats(Auction auction, RankedUnits units, long enough) {
        return new NotEnough(Code.TOO_LOW, auction.id(), auction.conditions().currency(),
                Direction.UP, NotEnough.Why.UNITS, units.price(), units.price(), enough);
    }
}
