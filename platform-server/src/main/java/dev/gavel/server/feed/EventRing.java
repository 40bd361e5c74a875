package dev.gavel.server.feed;

import dev.gavel.auction.message.Event;
import dev.gavel.auction.message.FeedEvent;
import dev.gavel.auction.message.FeedPosition;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.query.Audience;
import dev.gavel.auction.state.HouseState;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The last events by feed position, of the whole house and, chained, of each auction. The applying
 * thread writes, and the feed's thread reads. Each holds the lock for one entry or one page only.
 */
final class EventRing {

    private static final int INDEX = 0;
    private static final int ORDINAL = 1;
    private static final int TIME = 2;
    /** Sequence of the next event in the same auction, or {@link #NONE}. */
    private static final int NEXT = 3;
    /** Sequence of the previous event in the same auction, or {@link #NONE}. */
    private static final int PREVIOUS = 4;
    private static final int WIDTH = 5;
    private static final long NONE = -1;

    /** The events by slot; the event of sequence {@code n} is in slot {@code n & (slots - 1)}. */
    private final EventSlots events;
    private final int slots;
    private final Audience[] audiences;
    /**
     * The numbers of each slot, {@value #WIDTH} side by side: {@link #INDEX} and those after it.
     */
    private final long[] places;
    /**
     * Items by slot. Each is made when the first watcher needs it: at full load most events pass
     * with nobody looking.
     */
    private final @Nullable FeedItem[] items;
    private final Map<AuctionId, Tail> tails = new HashMap<>();
    /** Every event after the position of these two is held, up to the last one applied. */
    private long floorIndex = Positions.START.index();
    private int floorOrdinal = Positions.START.ordinal();
    private FeedPosition end = Positions.START;
    private long first;
    private long next;

    /** The newest event of an auction. */
    private static final class Tail {
        private long sequence;
    }

    /** A ring of at least {@code capacity} events. */
    EventRing(int capacity) {
        this.slots = Integer.highestOneBit(Math.max(2, capacity - 1)) << 1;
        this.events = new EventSlots(slots);
        this.audiences = new Audience[slots];
        this.places = new long[WIDTH * slots];
        this.items = new @Nullable FeedItem[slots];
    }

    /**
     * Adds the events of one entry; the n-th, from 1, gets the position {@code index.n}.
     *
     * @param after the house after the entry, which says which users may be told of them
     */
    synchronized void append(long index, long timeMillis, List<? extends Event> happened,
            HouseState after) {
        for (var n = 0; n < happened.size(); n++) {
            var event = happened.get(n);
            if (next - first == slots) {
                dropFirst();
            }
            var slot = slot(next);
            events.put(slot, event);
            audiences[slot] = Audience.of(after, event);
            places[WIDTH * slot + INDEX] = index;
            places[WIDTH * slot + ORDINAL] = n + 1L;
            places[WIDTH * slot + TIME] = timeMillis;
            if (items[slot] != null) {
                items[slot] = null;
            }
            chain(slot, event instanceof Event.OfAuction about ? about.id() : null);
            next++;
        }
        end = Positions.after(index);
    }

    /** Links the event that is being added to the one before it in the same auction. */
    private void chain(int slot, @Nullable AuctionId auction) {
        places[WIDTH * slot + NEXT] = NONE;
        places[WIDTH * slot + PREVIOUS] = NONE;
        if (auction == null) {
            return;
        }
        var tail = tails.get(auction);
        if (tail == null) {
            tail = new Tail();
            tails.put(auction, tail);
        } else {
            places[WIDTH * slot + PREVIOUS] = tail.sequence;
            places[WIDTH * slot(tail.sequence) + NEXT] = next;
        }
        tail.sequence = next;
    }

    private void dropFirst() {
        var slot = slot(first);
        floorIndex = places[WIDTH * slot + INDEX];
        floorOrdinal = (int) places[WIDTH * slot + ORDINAL];
        if (places[WIDTH * slot + NEXT] == NONE
                && events.get(slot) instanceof Event.OfAuction about) {
            tails.remove(about.id());
        }
        first++;
    }

    /**
     * Forgets all: entries up to {@code index} came as a snapshot, so their events are not known.
     */
    synchronized void restart(long index) {
        java.util.Arrays.fill(items, null);
        tails.clear();
        first = next;
        end = Positions.after(index);
        var floor = index == 0 ? Positions.START : end;
        floorIndex = floor.index();
        floorOrdinal = floor.ordinal();
    }

    /** Whether all events after {@code position} are held, or are still to come. */
    synchronized boolean holds(FeedPosition position) {
        return position.index() > floorIndex
                || (position.index() == floorIndex && position.ordinal() >= floorOrdinal);
    }

    /** The position after all that was applied here. */
    synchronized FeedPosition end() {
        return end;
    }

    /** Sequence the next event will get. */
    synchronized long nextSequence() {
        return next;
    }

    /** Sequence of the oldest event held, or of the next where none is. */
    synchronized long firstSequence() {
        return first;
    }

    /**
     * {@link #end} if the next event is {@code sequence}, so that none is left out; otherwise
     * {@code otherwise}.
     */
    synchronized FeedPosition endOr(long sequence, FeedPosition otherwise) {
        return sequence == next ? end : otherwise;
    }

    /**
     * The events with a sequence from {@code from} on, at most {@code limit}; none below the floor.
     */
    synchronized List<FeedItem> range(long from, int limit) {
        var start = Math.max(from, first);
        var page = new ArrayList<FeedItem>(Math.clamp(next - start, 0, limit));
        for (var sequence = start; sequence < next && page.size() < limit; sequence++) {
            page.add(at(sequence));
        }
        return page;
    }

    /**
     * A page of the events after a position.
     *
     * @param position only events after it
     * @param auction only events of this auction, or null for all
     * @param last the event of this position if the caller has it, which saves the search
     * @param limit events at most
     * @return in order; empty if there are none, or {@code null} if some are no longer held
     */
    synchronized @Nullable List<FeedItem> after(FeedPosition position, @Nullable AuctionId auction,
            @Nullable FeedItem last, int limit) {
        // What follows an event that is held is held as well.
        var known = last != null && last.sequence() >= first ? last : null;
        if (known == null && !holds(position)) {
            return null;
        }
        if (auction == null) {
            return range(known != null ? known.sequence() + 1 : firstAfter(position), limit);
        }
        var page = new ArrayList<FeedItem>();
        var sequence = known != null ? places[WIDTH * slot(known.sequence()) + NEXT]
                : firstAfter(position, auction);
        while (sequence != NONE && page.size() < limit) {
            page.add(at(sequence));
            sequence = places[WIDTH * slot(sequence) + NEXT];
        }
        return page;
    }

    private long firstAfter(FeedPosition position) {
        var low = first;
        var high = next;
        while (low < high) {
            var middle = (low + high) >>> 1;
            if (position(middle).compareTo(position) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private long firstAfter(FeedPosition position, AuctionId auction) {
        var found = NONE;
        var tail = tails.get(auction);
        long sequence = tail == null ? NONE : tail.sequence;
        while (sequence >= first && position(sequence).compareTo(position) > 0) {
            found = sequence;
            sequence = places[WIDTH * slot(sequence) + PREVIOUS];
        }
        return found;
    }

    private FeedPosition position(long sequence) {
        var slot = slot(sequence);
        return new FeedPosition(places[WIDTH * slot + INDEX],
                (int) places[WIDTH * slot + ORDINAL]);
    }

    private FeedItem at(long sequence) {
        var slot = slot(sequence);
        var item = items[slot];
        if (item == null) {
            item = new FeedItem(new FeedEvent(position(sequence),
                    Instant.ofEpochMilli(places[WIDTH * slot + TIME]), events.get(slot)),
                    audiences[slot],
                    sequence);
            items[slot] = item;
        }
        return item;
    }

    private int slot(long sequence) {
        return (int) (sequence & (slots - 1));
    }
}
