package dev.gavel.auction.format.outcry;

import dev.gavel.auction.format.Caller;
import dev.gavel.auction.format.Decision;
import dev.gavel.auction.format.Ends;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.message.Reply;
import dev.gavel.auction.model.Direction;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Standing;
import dev.gavel.auction.state.Auction;
import dev.gavel.auction.state.HouseState;

import java.util.ArrayList;
import java.util.List;

/** What follows from an open bid that was accepted. */
final class AcceptedBids {

    private AcceptedBids() {}

    /** The bid, and with it a bidder who joins, an end that moves, or the end itself. */
    static Decision decision(HouseState house, Auction auction, Verdict.Accepted accepted,
            Caller caller, Direction direction) {
        var standing = accepted.standing();
        var enough = OpenBids.enough(auction, standing, direction);
        var bid = new Event.BidAccepted(auction.id(), accepted.bid(), standing, enough, direction);
        var open = (Phase.Open) auction.phase();
        var isOver = accepted.ends().isPresent();
        var endsAt = isOver ? caller.now() : Ends.afterBid(auction, open, standing, caller.now());
        List<Event> events;
        if (isOver) {
            events = new ArrayList<>(
                    Ends.withBid(house, auction, caller, bid, open.endsAt()));
            events.add(new Event.AuctionClosed(auction.id(), endsAt, accepted.ends().get()));
        } else {
            events = Ends.withBid(house, auction, caller, bid, endsAt);
        }
        return new Decision(
                new Reply.BidStands(auction.id(), auction.conditions().currency(),
                        Reply.Place.of(bid.story()), direction == Direction.DOWN,
                        isOver ? Standing.NONE : enough, endsAt,
                        isOver ? won(auction, standing) : null),
                events);
    }

    /** Of a bid at the buy-now price: in a reverse auction its bidder has sold. */
    private static String won(Auction auction, Standing standing) {
        return "You won at " + auction.conditions().currency().format(standing.price())
                + ", the buy-now price.";
    }
}
