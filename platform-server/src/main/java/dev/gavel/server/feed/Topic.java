package dev.gavel.server.feed;

import dev.gavel.auction.message.FeedPosition;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** All who watch the same: one auction, or the whole house. Used on the feed's thread only. */
final class Topic {

    private final Set<Subscription> live = new LinkedHashSet<>();
    private final Set<Subscription> behind = new LinkedHashSet<>();
    private final List<FeedItem> waiting = new ArrayList<>();
    private long handedOut;

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

    /** It has all that was handed out so far, and gets the next batches as they come. */
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

    /** It reads from the ring from now on. */
    void fallBehind(Subscription subscription) {
        live.remove(subscription);
        add(subscription);
    }

    /**
     * Hands the batch to all who are live; who cannot take it now falls behind.
     *
     * @param before all who are live have everything up to here
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

    /** Those who have let more than {@code limit} events pass since they fell behind. */
    List<Subscription> tooFarBehind(long limit) {
        return behind.stream().filter(one -> handedOut - one.fellBehindAt() > limit).toList();
    }

    List<Subscription> all() {
        var all = new ArrayList<>(live);
        all.addAll(behind);
        return all;
    }
}
