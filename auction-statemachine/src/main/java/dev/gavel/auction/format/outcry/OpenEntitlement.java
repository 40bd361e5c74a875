package dev.gavel.auction.format.outcry;

import dev.gavel.auction.format.Caller;
import dev.gavel.auction.format.Entitlements;
import dev.gavel.auction.message.Code;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.message.Reply;
import dev.gavel.auction.message.View;
import dev.gavel.auction.model.Direction;
import dev.gavel.auction.model.Limits;
import dev.gavel.auction.model.ProxyMode;
import dev.gavel.auction.model.Standing;
import dev.gavel.auction.state.Auction;
import dev.gavel.auction.state.HouseState;

import java.util.OptionalLong;

/** Whether one caller may bid openly now, and what would do. */
final class OpenEntitlement {

    /** How often a refusal may name another amount. */
    private static final int TRIES_MAX = 3;

    private final OpenOutcry format;
    private final HouseState house;
    private final Auction auction;
    private final Caller caller;
    private final Direction direction;
    private final Standing standing;

    OpenEntitlement(OpenOutcry format, HouseState house, Auction auction, Caller caller) {
        this.format = format;
        this.house = house;
        this.auction = auction;
        this.caller = caller;
        this.direction = format.direction();
        this.standing = auction.standing();
    }

    View.Entitlement of(boolean sees) {
        if (!sees) {
            return yes("You may bid; that makes you a participant. Who joins first sees how it "
                    + "stands.");
        }
        var enough = enough();
        if (standing.isLedBy(caller.name()) && mayChangeOwn()) {
            return yes("You lead at " + inWords(standing.price())
                    + "; a bid of yours would have to better your own maximum of "
                    + inWords(standing.maximum()) + ".");
        }
        if (!standing.isLedBy(caller.name()) && enough.isPresent()) {
            return tried(enough.getAsLong());
        }
        if (format.offersBuyNow(auction)) {
            return tried(auction.conditions().buyNow().orElseThrow().price());
        }
        return nothingBeats();
    }

    private View.Entitlement nothingBeats() {
        var isDown = direction == Direction.DOWN;
        return no(
                new Rejection.NotEnough(isDown ? Code.TOO_HIGH : Code.TOO_LOW, auction.id(),
                        auction.conditions().currency(), direction,
                        Rejection.NotEnough.Why.INCREMENT, standing.price(), standing.price(),
                        isDown ? 0 : Limits.AMOUNT_MAX + 1),
                standing.isLedBy(caller.name())
                        ? "Nothing is needed: you lead, and nobody can better that."
                        : "Nothing: the price is as far as prices go.");
    }

    /** What is advised has been tried: a bid of {@code least}, or what the refusal of that says would do. */
    private View.Entitlement tried(long least) {
        var amount = least;
        for (var tries = 0;; tries++) {
            var bid = new Command.Bid(auction.id(), amount, OptionalLong.empty(),
                    OptionalLong.empty(), OptionalLong.empty(), false, false);
            if (!(format.bid(house, auction, bid, caller).reply() instanceof Reply.Rejected no)) {
                return Entitlements.mayBid(auction, caller.name(), "You may bid: at "
                        + (direction == Direction.DOWN ? "most " : "least ") + inWords(amount)
                        + ".", OptionalLong.of(amount), direction);
            }
            if (tries == TRIES_MAX || !(no.rejection() instanceof Rejection.NotEnough more)
                    || !Limits.isAmount(more.enough())) {
                return no(no.rejection(), "Nothing in this auction.");
            }
            amount = more.enough();
        }
    }

    /** What a plain bid of a caller who does not lead must be to be enough; empty where none can be made. */
    private OptionalLong enough() {
        var enough = OpenBids.enough(auction, standing, direction);
        var retracted = OpenBids.retracted(auction, caller.name());
        var own = retracted == Standing.NONE ? enough : direction.best(enough, retracted);
        return Limits.isAmount(own) ? OptionalLong.of(own) : OptionalLong.empty();
    }

    /**
     * Whether the leader can still name another limit: a better one, or one that is worse but bears the
     * price.
     */
    private boolean mayChangeOwn() {
        var next = direction.bettered(standing.maximum(), 1);
        return Limits.isAmount(auction.conditions().grid()
                ? Ladder.rungAtLeast(auction.conditions(), direction, next)
                : next)
                || (auction.conditions().proxy() != ProxyMode.NEVER
                        && standing.maximum() != standing.price());
    }

    private String inWords(long amount) {
        return auction.conditions().currency().format(amount);
    }

    private View.Entitlement yes(String sentence) {
        return Entitlements.mayBid(auction, caller.name(), sentence, OptionalLong.empty(),
                direction);
    }

    private View.Entitlement no(Rejection why, String wouldDo) {
        return Entitlements.no(auction, caller.name(), why, wouldDo);
    }
}
