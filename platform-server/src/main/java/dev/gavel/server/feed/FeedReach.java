package dev.gavel.server.feed;

import dev.gavel.auction.message.FeedPosition;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Tells watchers whose position lies beyond all that the house has reached from watchers whom this
 * server only lags behind. The former wait for events that will never come, so they are reset to how
 * things stand; the latter go on once this server has caught up. Which it is, a majority tells.
 */
public final class FeedReach {

    private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(1);

    private final EventFeed feed;
    private final Supplier<CompletableFuture<Long>> committed;
    private final ScheduledExecutorService timer;

    /**
     * For the watchers of a feed.
     *
     * @param committed asks a majority up to which index the house has come; fails while there is none
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
