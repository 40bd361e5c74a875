package dev.gavel.server.feed;

import dev.gavel.auction.message.Event;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.Direction;
import dev.gavel.auction.model.Standing;
import dev.gavel.auction.model.UserName;
import org.jspecify.annotations.Nullable;

/**
 * Events by slot. Of accepted bids, which are nearly all events under load, only the numbers are
 * kept. They lie in arrays that live as long as this object. Objects that live for a second and
 * then die would all be copied by the garbage collector, and perhaps nobody asks for them.
 */
final class EventSlots {

    private static final int PLAIN = 1;
    private static final int RETRACTED = 2;
    private static final int RESERVE_MET = 4;
    private static final int FALLING = 8;
    private static final int NUMBERS = 9;

    /** Events that are no bids; null in the slot of a bid. */
    private final @Nullable Event[] events;
    private final @Nullable UserName[] bidders;
    private final @Nullable UserName[] leaders;
    private final int[] quantities;
    private final byte[] flags;
    /** The numbers of a slot stand side by side. */
    private final long[] numbers;

    EventSlots(int slots) {
        events = new @Nullable Event[slots];
        bidders = new @Nullable UserName[slots];
        leaders = new @Nullable UserName[slots];
        quantities = new int[slots];
        flags = new byte[slots];
        numbers = new long[NUMBERS * slots];
    }

    void put(int slot, Event event) {
        if (event instanceof Event.BidAccepted accepted) {
            put(slot, accepted);
        } else {
            events[slot] = event;
        }
    }

    private void put(int slot, Event.BidAccepted event) {
        var bid = event.bid();
        var standing = event.standing();
        if (events[slot] != null) {
            events[slot] = null;
        }
        bidders[slot] = bid.bidder();
        leaders[slot] = standing.leaderOrNull();
        quantities[slot] = bid.quantity();
        flags[slot] = (byte) ((bid.plain() ? PLAIN : 0) | (bid.retracted() ? RETRACTED : 0)
                | (standing.reserveMet() ? RESERVE_MET : 0)
                | (event.direction() == Direction.DOWN ? FALLING : 0));
        var at = NUMBERS * slot;
        numbers[at++] = event.id().value();
        numbers[at++] = bid.amount();
        numbers[at++] = bid.maximum();
        numbers[at++] = bid.atMillis();
        numbers[at++] = bid.index();
        numbers[at++] = standing.maximum();
        numbers[at++] = standing.runnerUp();
        numbers[at++] = standing.price();
        numbers[at] = event.enough();
    }

    /** The event in {@code slot}, if one was put there. */
    Event get(int slot) {
        var event = events[slot];
        var bidder = bidders[slot];
        if (event != null || bidder == null) {
            return java.util.Objects.requireNonNull(event, "an empty slot");
        }
        var at = NUMBERS * slot;
        var set = flags[slot];
        var bid = new Bid(bidder, numbers[at + 1], numbers[at + 2], numbers[at + 3],
                numbers[at + 4], quantities[slot], (set & PLAIN) != 0, (set & RETRACTED) != 0);
        var standing = new Standing(leaders[slot], numbers[at + 5], numbers[at + 6],
                numbers[at + 7], (set & RESERVE_MET) != 0);
        return new Event.BidAccepted(new AuctionId(numbers[at]), bid, standing, numbers[at + 8],
                (set & FALLING) != 0 ? Direction.DOWN : Direction.UP);
    }
}
