package dev.gavel.server.feed;

import dev.gavel.auction.message.FeedPosition;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The watchers of one auction, or of the whole house. Used on the feed's thread only. */
final class Topic {

    private static final int PAGES_KEPT = 16;
    /** A page that was not full is made anew after this time: there is more by now. */
    private static final long PAGE_FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Set<Subscription> live = new LinkedHashSet<>();
    private final Set<Subscription> behind = new LinkedHashSet<>();
    private final List<FeedItem> waiting = new ArrayList<>();
    private final Map<FeedPosition, Page> pages = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<FeedPosition, Page> eldest) {
            return size() > PAGES_KEPT;
        }
    };
    private long handedOut;

    /**
     * A page that was handed to a watcher that was behind, for others that are behind at the same
     * place.
     */
    private record Page(Batch batch, boolean isFull, long madeNanos) {}

    void add(Subscription subscription) {
        behind.add(subscription);
        subscription.fellBehind(handedOut);
    }

    void remove(Subscription subscription) {
        live.remove(subscription);
        behind.remove(subscription);
    }

    boolean isEmpty() {
        return live.isEmpty() && behind.isEmpty();
    }

    /**
     * Notes that a watcher has all that was handed out so far; it gets the next batches as they
     * come.
     */
    void caughtUp(Subscription subscription) {
        behind.remove(subscription);
        live.add(subscription);
        subscription.live(true);
    }

    /** Adds to the next batch; whether it is the first in it. */
    boolean offer(FeedItem item) {
        waiting.add(item);
        return waiting.size() == 1;
    }

    /** Notes that a watcher reads from the ring from now on. */
    void fallBehind(Subscription subscription) {
        live.remove(subscription);
        add(subscription);
    }

    /**
     * Hands the batch to all live watchers. A watcher that cannot take it now falls behind.
     *
     * @param before live watchers have everything up to here
     * @return how many it was handed to
     */
    int handOut(FeedPosition before) {
        var batch = new Batch(List.copyOf(waiting), live.size());
        waiting.clear();
        for (var each = live.iterator(); each.hasNext();) {
            var subscription = each.next();
            var news = batch.after(subscription.position());
            if (news == null) {
                continue;
            }
            var seen = news.seenBy(subscription.by());
            if (seen == null || subscription.watcher().isReady()) {
                subscription.hand(seen, news.last());
            } else {
                each.remove();
                subscription.hasAllUpTo(before);
                add(subscription);
            }
        }
        handedOut += batch.items().size();
        return batch.readers();
    }

    /** The page that others were handed who were behind at the same place, if it is fresh. */
    @Nullable
    Batch pageAfter(FeedPosition position) {
        var page = pages.get(position);
        return page != null && (page.isFull()
                || System.nanoTime() - page.madeNanos() < PAGE_FRESH_NANOS) ? page.batch() : null;
    }

    /**
     * Keeps the page after a position for others who are behind there.
     *
     * @param isFull whether there may be more, for which the next page is
     */
    Batch keepPage(FeedPosition position, List<FeedItem> items, boolean isFull) {
        var batch = new Batch(items, behind.size());
        if (behind.size() > 1) {
            pages.put(position, new Page(batch, isFull, System.nanoTime()));
        }
        return batch;
    }

    /** Watchers that have let more than {@code limit} events pass since they fell behind. */
    List<Subscription> tooFarBehind(long limit) {
        return behind.stream().filter(one -> handedOut - one.fellBehindAt() > limit).toList();
    }

    List<Subscription> all() {
        var all = new ArrayList<>(live);
        all.addAll(behind);
        return all;
    }
}
