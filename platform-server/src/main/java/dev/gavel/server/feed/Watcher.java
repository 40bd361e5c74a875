package dev.gavel.server.feed;

import dev.gavel.auction.message.FeedPosition;
import dev.gavel.auction.state.HouseState;

import java.time.Instant;

/**
 * A watcher, as an edge sees it. All methods are called on the feed's thread, one after the other,
 * and must neither block nor throw.
 */
public interface Watcher {

    /**
     * Whether it takes more at the moment. Once it does again after a no, the edge calls
     * {@link Subscription#ready}.
     */
    boolean isReady();

    /**
     * Tells that it is heard, and goes on after the position it named, which may be long before
     * anything happens.
     */
    void begun();

    /** Hands over the next events. */
    void events(Batch batch);

    /**
     * Hands over the present state, since the events after its position are no longer held.
     *
     * @param position from which it goes on
     * @param state the house at that position
     * @param time replicated time of {@code state}
     */
    void reset(FeedPosition position, HouseState state, Instant time);

    /**
     * Tells that there was nothing new for a while; all events up to {@code position} were handed
     * over.
     */
    void heartbeat(FeedPosition position);

    /** Tells that it gets no more events. */
    void ended(End why);

    /** Why a watcher gets no more. */
    enum End {
        /** It took too little for too long; it may come back at its last position. */
        TOO_SLOW,
        /** This server stops; another goes on from the same position. */
        STOPPING
    }
}
