package dev.gavel.server.feed;

import dev.gavel.auction.message.FeedPosition;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Tells two kinds of watchers apart, whose positions lie beyond the entries applied here. If the
 * house has not reached the position either, the watcher would wait for events that never come. So
 * it is reset to the present state. If this server only lags behind, the watcher goes on once it
 * has caught up. A majority tells which it is.
 */
public final class FeedReach {

    private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(1);

    private final EventFeed feed;
    private final Supplier<CompletableFuture<Long>> committed;
    private final ScheduledExecutorService timer;

    /**
     * The reach for the watchers of a feed.
     *
     * @param committed asks a majority for the index to which the house has come; fails while there
     *        is none
     * @param timer for asking again
     */
    public FeedReach(EventFeed feed, Supplier<CompletableFuture<Long>> committed,
            ScheduledExecutorService timer) {
        this.feed = feed;
        this.committed = committed;
        this.timer = timer;
    }

    /** Looks after a watcher that has begun to watch after a position. Does not block. */
    public void check(Subscription place, FeedPosition after) {
        if (place.ended() || !feed.isBeyond(after)) {
            return;
        }
        var unused = committed.get().whenComplete((index, failure) -> {
            if (failure == null) {
                feed.resetBeyond(place, after, index);
            } else if (!timer.isShutdown()) {
                var unusedToo = timer.schedule(() -> check(place, after),
                        ASK_AGAIN_AFTER.toMillis(),
                        TimeUnit.MILLISECONDS);
            }
        });
    }
}
