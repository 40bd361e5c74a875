package dev.gavel.server.feed;

import dev.gavel.auction.message.FeedPosition;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.UserName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One watcher's place in the feed. Only the feed's thread uses it, but for {@link #ready},
 * {@link #cancel} and {@link #ended}.
 */
public final class Subscription {

    private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);

    private final EventFeed feed;
    private final Watcher watcher;
    private final @Nullable AuctionId auction;
    private final Optional<UserName> by;
    private final AtomicBoolean waking = new AtomicBoolean();
    private FeedPosition position;
    private @Nullable FeedItem last;
    private boolean live;
    private volatile boolean ended;
    /** Whether the house has not reached its position. */
    private boolean isLost;
    /** Number of events that its topic had handed out when it fell behind. */
    private long fellBehindAt;
    private long heardAtNanos = System.nanoTime();

    Subscription(EventFeed feed, Watcher watcher, @Nullable AuctionId auction,
            Optional<UserName> by, FeedPosition position) {
        this.feed = feed;
        this.watcher = watcher;
        this.auction = auction;
        this.by = by;
        this.position = position;
    }

    /**
     * Notes that the watcher takes events again. May be called from any thread, and once too often.
     */
    public void ready() {
        if (waking.compareAndSet(false, true)) {
            feed.wake(this);
        }
    }

    /** Notes that the watcher is gone. May be called from any thread, more than once. */
    public void cancel() {
        feed.cancel(this);
    }

    void woken() {
        waking.set(false);
    }

    Watcher watcher() {
        return watcher;
    }

    @Nullable
    AuctionId auction() {
        return auction;
    }

    /** The user who watches. */
    Optional<UserName> by() {
        return by;
    }

    FeedPosition position() {
        return position;
    }

    @Nullable
    FeedItem last() {
        return last;
    }

    boolean live() {
        return live;
    }

    void live(boolean isLive) {
        live = isLive;
    }

    boolean ended() {
        return ended;
    }

    void end() {
        ended = true;
        live = false;
    }

    long fellBehindAt() {
        return fellBehindAt;
    }

    void fellBehind(long handedOut) {
        fellBehindAt = handedOut;
        live = false;
    }

    long heardAtNanos() {
        return heardAtNanos;
    }

    /** Notes that it missed nothing up to here, though its own last event may be older. */
    void hasAllUpTo(FeedPosition to) {
        if (to.compareTo(position) > 0) {
            position = to;
        }
    }

    boolean isLost() {
        return isLost;
    }

    void isLost(boolean becomesLost) {
        isLost = becomesLost;
    }

    void forgetLast() {
        last = null;
    }

    /**
     * Goes on to {@code upTo}.
     *
     * @param seen the part that the watcher may be told; null for nothing, of which it hears
     *        nothing
     */
    void hand(@Nullable Batch seen, FeedItem upTo) {
        last = upTo;
        position = upTo.position();
        if (seen != null) {
            tell(() -> watcher.events(seen));
        }
    }

    void handReset(FeedPosition to, Moment moment) {
        last = null;
        position = to;
        tell(() -> watcher.reset(to, moment.state(), moment.time()));
    }

    void handBegun() {
        tell(watcher::begun);
    }

    void handHeartbeat(FeedPosition upTo) {
        hasAllUpTo(upTo);
        tell(() -> watcher.heartbeat(position));
    }

    void handEnd(Watcher.End why) {
        tell(() -> watcher.ended(why));
    }

    /** Tells the watcher; one that throws harms nobody but itself. */
    private void tell(Runnable news) {
        heardAtNanos = System.nanoTime();
        try {
            news.run();
        } catch (RuntimeException e) {
            LOG.warn("a watcher failed and is let go", e);
            feed.cancel(this);
        }
    }
}
