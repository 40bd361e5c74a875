package dev.gavel.auction.format;

import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.message.Reply;
import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.Direction;
import dev.gavel.auction.model.Limits;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.ProxyMode;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.Standing;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;
import dev.gavel.auction.state.HouseState;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The English auction, where bids rise until nobody bids more, and its mirror image, where offers fall.
 *
 * @param direction up or down
 */
public record OpenOutcry(Direction direction) implements Format {

    static final OpenOutcry ENGLISH = new OpenOutcry(Direction.UP);
    static final OpenOutcry REVERSE = new OpenOutcry(Direction.DOWN);

    @Override
    public Decision bid(HouseState house, Auction auction, Command.Bid command, Caller caller) {
        var oddField = Faults.unitsOrRound(auction, command);
        if (oddField != null) {
            return Decision.no(oddField);
        }
        return switch (OpenBids.bid(auction, caller, command, direction)) {
            case Verdict.Refused refused -> Decision.no(refused.rejection());
            case Verdict.Accepted accepted -> accepted(house, auction, accepted, caller);
        };
    }

    @Override
    public String instead(Auction auction) {
        return "send bid with your amount instead.";
    }

    private Decision accepted(HouseState house, Auction auction, Verdict.Accepted accepted,
            Caller caller) {
        var standing = accepted.standing();
        var enough = OpenBids.enough(auction, standing, direction);
        var bid = new Event.BidAccepted(auction.id(), accepted.bid(), standing, enough, direction);
        var open = (Phase.Open) auction.phase();
        var isOver = accepted.ends().isPresent();
        var endsAt = isOver ? caller.now() : Ends.afterBid(auction, open, standing, caller.now());
        var joins = Faults.mustJoin(auction, caller.name());
        List<Event> events;
        if (endsAt == open.endsAt() && !isOver && !joins) {
            events = List.of(bid);
        } else {
            events = new ArrayList<>();
            if (joins) {
                events.add(new Event.ParticipantJoined(auction.id(), caller.name()));
            }
            events.add(bid);
            if (isOver) {
                events.add(new Event.AuctionClosed(auction.id(), endsAt, accepted.ends().get()));
            } else if (endsAt != open.endsAt()) {
                Ends.extend(house, auction, open.endsAt(), endsAt, events);
            }
        }
        return new Decision(
                new Reply.BidStands(auction.id(), auction.conditions().currency(), bid.story(),
                        direction == Direction.DOWN, isOver ? Standing.NONE : enough, endsAt,
                        isOver ? "Sold to you at the buy-now price." : null),
                events);
    }

    @Override
    public long price(Auction auction) {
        return auction.standing().isEmpty() ? auction.conditions().start()
                : auction.standing().price();
    }

    /** Empty where no better bid can be made: above the largest amount, or below the smallest. */
    @Override
    public OptionalLong enough(Auction auction) {
        var enough = OpenBids.enough(auction, auction.standing(), direction);
        return Limits.isAmount(enough) ? OptionalLong.of(enough) : OptionalLong.empty();
    }

    /** What a plain bid of {@code bidder}, who does not lead, must be to be enough; empty as above. */
    public OptionalLong enoughFor(Auction auction, UserName bidder) {
        var enough = OpenBids.enough(auction, auction.standing(), direction);
        var retracted = OpenBids.retracted(auction, bidder);
        var own = retracted == Standing.NONE ? enough : direction.best(enough, retracted);
        return Limits.isAmount(own) ? OptionalLong.of(own) : OptionalLong.empty();
    }

    /** The best that {@code bidder} took back here, where it binds them; empty if nothing does. */
    public static OptionalLong retracted(Auction auction, UserName bidder) {
        var best = OpenBids.retracted(auction, bidder);
        return best == Standing.NONE ? OptionalLong.empty() : OptionalLong.of(best);
    }

    /** Whether who takes bids back here bids again from the best of them on only. */
    public static boolean retractionBinds(Auction auction) {
        return OpenBids.retractionBinds(auction);
    }

    /**
     * Whether its leader can still name another limit: a better one, or one that is worse but bears the
     * price.
     */
    public boolean mayChangeOwn(Auction auction) {
        var standing = auction.standing();
        var next = direction.bettered(standing.maximum(), 1);
        return Limits.isAmount(auction.conditions().grid()
                ? Ladder.rungAtLeast(auction.conditions(), direction, next)
                : next)
                || (auction.conditions().proxy() != ProxyMode.NEVER
                        && standing.maximum() != standing.price());
    }

    /** How the auction stands after {@code bid}, which was let in when it stood like {@code before}. */
    Standing after(Auction auction, Standing before, Bid bid) {
        return OpenBids.next(auction, before, bid.bidder(), bid.maximum(),
                bid.plain(), direction);
    }

    /** How the auction stands without the bids of {@code bidder}. */
    public Standing without(Auction auction, UserName bidder) {
        return OpenBids.recounted(auction, bidder, direction);
    }

    /** What the next bid must be to be enough, as it would stand. */
    public long enough(Auction auction, Standing standing) {
        return OpenBids.enough(auction, standing, direction);
    }

    /** Whether {@code auction} still offers to sell at its buy-now price. */
    public static boolean offersBuyNow(Auction auction) {
        var buyNow = auction.conditions().buyNow();
        return buyNow.isPresent() && OpenBids.isOffered(buyNow.get(), auction.standing());
    }

    @Override
    public Result award(Auction auction, long now) {
        return OpenBids.award(auction, now);
    }
}
