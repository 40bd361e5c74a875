package dev.gavel.auction.format;

import dev.gavel.auction.message.Event;
import dev.gavel.auction.message.Event.AuctionExtended.Cause;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Standing;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.state.Auction;
import dev.gavel.auction.state.HouseState;

import java.util.ArrayList;
import java.util.List;

/** How closing times move. */
public final class Ends {

    private Ends() {}

    /** {@code end}, later by {@code millis}; one that is by hand stays so. */
    public static long later(long end, long millis) {
        return end == Times.NEVER ? end : end + millis;
    }

    /**
     * The fair share of an outage. Nothing was logged from {@code from} to {@code now}, so nobody could
     * bid: where that is longer than the auction's grace, an end inside the gap, or within the closing
     * window after it, moves by the length of the gap.
     *
     * <p>Due at 11:00:10, logged at 11:00:05 and then at 11:00:20 only: it ends at 11:00:25.
     */
    public static List<Event> afterGap(Auction auction, Phase.Open open, long from, long now) {
        var gap = now - from;
        var conditions = auction.conditions();
        var lost = gap > conditions.timing().outageGraceMillis() && open.endsAt() != Times.NEVER
                && open.endsAt() <= now + conditions.closingWindowMillis();
        return lost ? List.of(new Event.AuctionExtended(auction.id(), open.endsAt() + gap,
                open.endsAt(), Cause.OUTAGE)) : List.of();
    }

    /**
     * The end after a bid that brings {@code after}: by {@link SoftClose#endAfter} if it is one that
     * extends. By default that is one that moves the price, the first included: a leader's raise at the
     * last second moves nothing, a bid that loses to the leader's maximum does.
     */
    public static long afterBid(Auction auction, Phase.Open open, Standing after, long now) {
        if (auction.conditions().softClose().isEmpty()) {
            return open.endsAt();
        }
        var before = auction.standing();
        return afterBid(auction, open, before.price() != after.price(),
                !before.leader().equals(after.leader()), now);
    }

    /** The end after a bid that moves the price, or changes who would win. */
    public static long afterBid(Auction auction, Phase.Open open, boolean movesPrice,
            boolean changesLead, long now) {
        var softClose = auction.conditions().softClose();
        if (softClose.isEmpty()) {
            return open.endsAt();
        }
        var triggers = switch (softClose.get().trigger()) {
            case ACCEPTED -> true;
            case PRICE -> movesPrice;
            case LEAD -> changesLead;
        };
        return triggers ? softClose.get().endAfter(open.endsAt(), now, open.extensions())
                : open.endsAt();
    }

    /** A bid of the caller's, and with it a bidder who joins, and an end that moves to {@code endsAt}. */
    public static List<Event> withBid(HouseState house, Auction auction, Caller caller, Event bid,
            long endsAt) {
        var open = (Phase.Open) auction.phase();
        var joins = Faults.mustJoin(auction, caller.name());
        if (endsAt == open.endsAt() && !joins) {
            return List.of(bid);
        }
        var events = new ArrayList<Event>();
        if (joins) {
            events.add(new Event.ParticipantJoined(auction.id(), caller.name()));
        }
        events.add(bid);
        if (endsAt != open.endsAt()) {
            extend(house, auction, open.endsAt(), endsAt, events);
        }
        return events;
    }

    /**
     * The end moves, and with it that of every open auction of the group, by as much, each not past its
     * own hard end. A bid moves lot 1 from 12:42:00 to 12:42:30; lot 2, hard end 12:42:10, moves there;
     * lot 3 from 12:42:05 to 12:42:35.
     */
    private static void extend(HouseState house, Auction auction, long from, long to,
            List<Event> events) {
        events.add(new Event.AuctionExtended(auction.id(), to, from, Cause.BID));
        house.openGroup(auction).visitAbove(0, id -> {
            if (!id.equals(auction.id())) {
                var other = house.auction(id).orElseThrow();
                var end = ((Phase.Open) other.phase()).endsAt();
                var moved = capped(other, end, later(end, to - from));
                if (moved != end) {
                    events.add(new Event.AuctionExtended(id, moved, end, Cause.GROUP));
                }
            }
            return true;
        });
    }

    private static long capped(Auction auction, long end, long wished) {
        var softClose = auction.conditions().softClose();
        return softClose.isPresent() ? softClose.get().capped(end, wished) : wished;
    }
}
