package dev.gavel.server.feed;

import dev.gavel.auction.message.Event;
import dev.gavel.auction.message.FeedPosition;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.HouseState;
import dev.gavel.raft.AppliedListener;
import dev.gavel.raft.LogPosition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Hands events to watchers. The applying thread only puts them into the ring. One thread of the
 * feed gives each watcher all events after the position it names, exactly once and in order.
 *
 * <p>A watcher is <em>live</em> while it takes each batch as it comes. Batches are shared, so an
 * event is encoded once for all who may see it. A watcher that does not take the next batch is
 * <em>behind</em> and reads pages from the ring as it gets ready. So does a new one, until it has
 * caught up. If it is behind by more than a bound, or past the ring's content, it is cut off and
 * may come back.
 *
 * @see "docs/adr/0020-feed-positions-and-resuming.md"
 */
public final class EventFeed implements AppliedListener<HouseState, Event>, AutoCloseable {

    /** Most events of one round, so that newcomers are not kept waiting. */
    private static final int EVENTS_PER_ROUND = 4096;
    /** Events handed at once to a watcher that catches up: some 100 KB encoded. */
    private static final int EVENTS_PER_PAGE = 512;
    /**
     * The pause after a round, for each watcher that it reached. Batches for ten thousand watchers
     * so grow to a tenth of a second, and leave time for everything else. A single watcher waits
     * for nothing.
     */
    private static final long NANOS_PER_WATCHER = 10_000;
    private static final Duration SWEEP_EVERY = Duration.ofMillis(500);
    private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);

    private final EventRing ring;
    private final long maxBehind;
    private final int maxWatchers;
    private final long heartbeatNanos;
    private final AtomicInteger watchers = new AtomicInteger();
    private final Queue<Runnable> errands = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile Moment latest = new Moment(0, 0, HouseState.empty());
    /** Whether the thread sleeps; an errand wakes it. */
    private volatile boolean asleep;
    /** Whether it sleeps and an event wakes it as well. */
    private volatile boolean idle;
    private volatile boolean stopping;

    private final Map<AuctionId, Topic> auctions = new HashMap<>();
    private final Topic house = new Topic();
    private final Set<Topic> touched = new LinkedHashSet<>();
    /** Sequence of the next event to hand to live watchers. */
    private long dispatched;
    /** Live watchers have everything up to here. */
    private FeedPosition handedOut = Positions.START;
    private long nextRoundNanos = System.nanoTime();

    /**
     * Starts the feed's thread.
     *
     * @param ringEvents events held for watchers that come back
     * @param maxWatchers watchers at a time
     * @param maxBehind events a watcher may let pass before it is cut off
     * @param heartbeatEvery silence after which a watcher is told that there is nothing new
     */
    public EventFeed(int ringEvents, int maxWatchers, int maxBehind, Duration heartbeatEvery) {
        this.ring = new EventRing(ringEvents);
        this.maxWatchers = maxWatchers;
        this.maxBehind = maxBehind;
        this.heartbeatNanos = heartbeatEvery.toNanos();
        this.thread = Thread.ofPlatform().daemon().name("feed").start(this::run);
    }

    @Override
    public void applied(LogPosition at, long timeMillis, List<? extends Event> events,
            HouseState after) {
        // Before the ring, so that a reset never shows a house older than the position it names.
        latest = new Moment(at.index(), timeMillis, after);
        ring.append(at.index(), timeMillis, events, after);
        if (!events.isEmpty() && idle && watchers.get() > 0) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void restored(LogPosition at, long timeMillis, HouseState state) {
        latest = new Moment(at.index(), timeMillis, state);
        ring.restart(at.index());
        errands.add(this::resetThoseLeftBehind);
        signal();
    }

    /**
     * Begins to watch.
     *
     * @param auction only events of this auction; empty for all
     * @param after the position after which to go on; empty for events from now on
     * @param by the user who watches; empty for anybody
     * @param watcher hears the events
     * @return empty when there are as many watchers as this server takes
     */
    public Optional<Subscription> watch(Optional<AuctionId> auction, Optional<FeedPosition> after,
            Optional<UserName> by, Watcher watcher) {
        if (watchers.incrementAndGet() > maxWatchers || stopping) {
            watchers.decrementAndGet();
            return Optional.empty();
        }
        var subscription = new Subscription(this, watcher, auction.orElse(null), by,
                after.orElseGet(ring::end));
        errand(() -> begin(subscription, after.isEmpty()));
        return Optional.of(subscription);
    }

    /** The house as this server has applied it. */
    public HouseState house() {
        return latest.state();
    }

    /** Whether {@code position} lies beyond all that was applied here. */
    boolean isBeyond(FeedPosition position) {
        return position.compareTo(ring.end()) > 0;
    }

    /**
     * Resets a watcher to the present state, if it began after a position that the house had not
     * reached.
     *
     * @param committed index up to which the house had come by then
     */
    void resetBeyond(Subscription subscription, FeedPosition after, long committed) {
        if (after.compareTo(Positions.after(committed)) > 0) {
            errand(() -> {
                if (!subscription.ended()) {
                    if (subscription.live()) {
                        topicOf(subscription).fallBehind(subscription);
                    }
                    subscription.forgetLast();
                    subscription.isLost(true);
                    catchUp(subscription);
                }
            });
        }
    }

    /** Watchers at the moment. */
    public int watchers() {
        return watchers.get();
    }

    /** Tells every watcher that this server stops, and ends the feed's thread. */
    @Override
    public void close() {
        stopping = true;
        signal();
        try {
            thread.join(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void wake(Subscription subscription) {
        errand(() -> {
            subscription.woken();
            catchUp(subscription);
        });
    }

    void cancel(Subscription subscription) {
        errand(() -> forget(subscription));
    }

    private void errand(Runnable errand) {
        errands.add(errand);
        signal();
    }

    private void signal() {
        if (asleep) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        var sweptAt = System.nanoTime();
        while (!stopping) {
            try {
                runErrands();
                if (untilNextRound() <= 0) {
                    handOut();
                }
                if (System.nanoTime() - sweptAt >= SWEEP_EVERY.toNanos()) {
                    sweptAt = System.nanoTime();
                    sweep();
                }
            } catch (RuntimeException e) {
                LOG.error("the feed met a bug and goes on", e);
            }
            waitForWork();
        }
        runErrands();
        allSubscriptions().forEach(one -> end(one, Watcher.End.STOPPING));
    }

    private void waitForWork() {
        var pause = untilNextRound();
        idle = pause <= 0;
        asleep = true;
        if (errands.isEmpty() && !stopping
                && (pause > 0 || ring.nextSequence() == dispatched)) {
            LockSupport.parkNanos(this, pause > 0 ? pause : SWEEP_EVERY.toNanos());
        }
        asleep = false;
        idle = false;
    }

    private long untilNextRound() {
        return nextRoundNanos - System.nanoTime();
    }

    private void runErrands() {
        for (var errand = errands.poll(); errand != null; errand = errands.poll()) {
            errand.run();
        }
    }

    private void handOut() {
        if (house.isEmpty() && auctions.isEmpty()) {
            dispatched = ring.nextSequence();
            handedOut = ring.end();
            return;
        }
        var items = ring.range(dispatched, EVENTS_PER_ROUND);
        var from = items.isEmpty() ? ring.firstSequence() : items.getFirst().sequence();
        if (from > dispatched) {
            resetThoseLeftBehind();
            dispatched = from;
        }
        if (items.isEmpty()) {
            return;
        }
        collect(items);
        var before = handedOut;
        var began = System.nanoTime();
        var told = touched.stream().mapToLong(topic -> topic.handOut(before)).sum();
        nextRoundNanos = began + told * NANOS_PER_WATCHER;
        touched.clear();
        dispatched = items.getLast().sequence() + 1;
        handedOut = items.getLast().position();
    }

    private void collect(List<FeedItem> items) {
        for (var item : items) {
            if (!house.isEmpty() && house.offer(item)) {
                touched.add(house);
            }
            var auction = item.auction() == null ? null : auctions.get(item.auction());
            if (auction != null && auction.offer(item)) {
                touched.add(auction);
            }
        }
    }

    private void begin(Subscription subscription, boolean fromNowOn) {
        topicOf(subscription).add(subscription);
        if (fromNowOn) {
            subscription.handHeartbeat(subscription.position());
        } else {
            subscription.handBegun();
        }
        catchUp(subscription);
    }

    /**
     * Hands pages from the ring for as long as the watcher takes them; it is live once there are no
     * more.
     */
    private void catchUp(Subscription subscription) {
        while (!subscription.ended() && !subscription.live()
                && subscription.watcher().isReady()) {
            if (subscription.isLost()) {
                var moment = latest;
                subscription.isLost(false);
                subscription.handReset(Positions.after(moment.index()), moment);
                continue;
            }
            var topic = topicOf(subscription);
            var position = subscription.position();
            var shared = topic.pageAfter(position);
            if (shared != null) {
                subscription.hand(shared.seenBy(subscription.by()), shared.last());
                continue;
            }
            var page = ring.after(position, subscription.auction(), subscription.last(),
                    EVENTS_PER_PAGE);
            if (page == null) {
                var moment = latest;
                subscription.handReset(Positions.after(moment.index()), moment);
            } else if (page.isEmpty()) {
                topic.caughtUp(subscription);
            } else {
                var batch = topic.keepPage(position, page, page.size() == EVENTS_PER_PAGE);
                subscription.hand(batch.seenBy(subscription.by()), batch.last());
            }
        }
    }

    /**
     * Resets watchers after a snapshot, or when the ring was overwritten before all of it was
     * handed out.
     */
    private void resetThoseLeftBehind() {
        for (var subscription : allSubscriptions()) {
            if (subscription.live()) {
                subscription.hasAllUpTo(handedOut);
                if (!ring.holds(subscription.position())) {
                    topicOf(subscription).fallBehind(subscription);
                    subscription.forgetLast();
                    catchUp(subscription);
                }
            }
        }
    }

    private void sweep() {
        topics().flatMap(topic -> topic.tooFarBehind(maxBehind).stream())
                .toList()
                .forEach(subscription -> end(subscription, Watcher.End.TOO_SLOW));
        var now = System.nanoTime();
        var upTo = ring.endOr(dispatched, handedOut);
        for (var subscription : allSubscriptions()) {
            if (now - subscription.heardAtNanos() >= heartbeatNanos
                    && subscription.watcher().isReady()) {
                subscription.handHeartbeat(
                        subscription.live() ? upTo : subscription.position());
            }
        }
    }

    private void end(Subscription subscription, Watcher.End why) {
        if (!subscription.ended()) {
            forget(subscription);
            subscription.handEnd(why);
        }
    }

    private void forget(Subscription subscription) {
        if (subscription.ended()) {
            return;
        }
        var topic = topicOf(subscription);
        topic.remove(subscription);
        if (topic.isEmpty() && subscription.auction() != null) {
            auctions.remove(subscription.auction());
        }
        subscription.end();
        watchers.decrementAndGet();
    }

    private Topic topicOf(Subscription subscription) {
        var auction = subscription.auction();
        return auction == null ? house : auctions.computeIfAbsent(auction, id -> new Topic());
    }

    private Stream<Topic> topics() {
        return Stream.concat(Stream.of(house), auctions.values().stream());
    }

    private List<Subscription> allSubscriptions() {
        return topics().flatMap(topic -> topic.all().stream()).toList();
    }
}
