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
 * The last events by feed position, of the whole house and, chained, of each auction. Written by the
 * applying thread, read by the feed's; each holds the lock for one entry or one page only.
 */
final class EventRing {

    private final FeedItem[] slots;
    private final Map<AuctionId, Long> lastOfAuction = new HashMap<>();
    /** Every event after this position is held, up to the last one applied. */
    private FeedPosition floor = Positions.START;
    private FeedPosition end = Positions.START;
    private long first;
    private long next;

    /** A ring of at least {@code capacity} events. */
    EventRing(int capacity) {
        this.slots = new FeedItem[Integer.highestOneBit(Math.max(2, capacity - 1)) << 1];
    }

    /**
     * Adds the events of one entry; the n-th, from 1, gets the position {@code index.n}.
     *
     * @param after the house after the entry, which says who may be told of them
     */
    synchronized void append(long index, long timeMillis, List<? extends Event> events,
            HouseState after) {
        if (!events.isEmpty()) {
            var at = Instant.ofEpochMilli(timeMillis);
            for (var n = 0; n < events.size(); n++) {
                add(new FeedEvent(new FeedPosition(index, n + 1), at, events.get(n)),
                        Audience.of(after, events.get(n)));
            }
        }
        end = Positions.after(index);
    }

    private void add(FeedEvent event, Audience audience) {
        if (next - first == slots.length) {
            dropFirst();
        }
        var auction = event.event().auction().orElse(null);
        var previous = FeedItem.NONE;
        if (auction != null) {
            var last = lastOfAuction.put(auction, next);
            if (last != null) {
                previous = last;
                at(last).followedBy(next);
            }
        }
        slots[slot(next)] = new FeedItem(event, audience, next, auction, previous);
        next++;
    }

    private void dropFirst() {
        var dropped = at(first);
        floor = dropped.position();
        if (dropped.auction() != null) {
            lastOfAuction.remove(dropped.auction(), first);
        }
        first++;
    }

    /** Forgets all: entries up to {@code index} came as a snapshot, so their events are not known. */
    synchronized void restart(long index) {
        java.util.Arrays.fill(slots, null);
        lastOfAuction.clear();
        first = next;
        end = Positions.after(index);
        floor = index == 0 ? Positions.START : end;
    }

    /** Whether all events after {@code position} are held, or are still to come. */
    synchronized boolean holds(FeedPosition position) {
        return position.compareTo(floor) >= 0;
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

    /** {@link #end} where the next event is {@code sequence}, so that none is left out; else this. */
    synchronized FeedPosition endOr(long sequence, FeedPosition otherwise) {
        return sequence == next ? end : otherwise;
    }

    /** The events with a sequence from {@code from} on, at most {@code limit}; none below the floor. */
    synchronized List<FeedItem> range(long from, int limit) {
        var start = Math.max(from, first);
        var items = new ArrayList<FeedItem>(Math.clamp(next - start, 0, limit));
        for (var sequence = start; sequence < next && items.size() < limit; sequence++) {
            items.add(at(sequence));
        }
        return items;
    }

    /**
     * A page of what came after a position.
     *
     * @param position only events after it
     * @param auction only events of this auction, or null for all
     * @param last the event of this position where the caller has it, which saves the search
     * @param limit events at most
     * @return in order; empty when nothing came, or {@code null} when some of it is no longer held
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
        var items = new ArrayList<FeedItem>();
        var sequence = known != null ? known.next() : firstAfter(position, auction);
        while (sequence != FeedItem.NONE && items.size() < limit) {
            var item = at(sequence);
            items.add(item);
            sequence = item.next();
        }
        return items;
    }

    private long firstAfter(FeedPosition position) {
        var low = first;
        var high = next;
        while (low < high) {
            var middle = (low + high) >>> 1;
            if (at(middle).position().compareTo(position) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private long firstAfter(FeedPosition position, AuctionId auction) {
        var found = FeedItem.NONE;
        long sequence = lastOfAuction.getOrDefault(auction, FeedItem.NONE);
        while (sequence >= first && at(sequence).position().compareTo(position) > 0) {
            found = sequence;
            sequence = at(sequence).previous();
        }
        return found;
    }

    private FeedItem at(long sequence) {
        return slots[slot(sequence)];
    }

    private int slot(long sequence) {
        return (int) (sequence & (slots.length - 1));
    }
}
