package dev.gavel.server.feed;

import dev.gavel.auction.message.FeedPosition;
import dev.gavel.auction.state.HouseState;

import java.time.Instant;

/**
 * One who watches, as an edge sees it. All methods are called on the feed's thread, one after the
 * other, and must neither block nor throw.
 */
public interface Watcher {

    /**
     * Whether it takes more at the moment. Once it does again after a no, the edge calls
     * {@link Subscription#ready}.
     */
    boolean isReady();

    /** It is heard, and goes on after the position it named, which may be long before anything happens. */
    void begun();

    /** What happened next. */
    void events(Batch batch);

    /**
     * What lay after its position is no longer held: here is how things stand instead.
     *
     * @param position from which it goes on
     * @param state the house at that position
     * @param time replicated time of {@code state}
     */
    void reset(FeedPosition position, HouseState state, Instant time);

    /** Nothing new for a while; all up to {@code position} was handed over. */
    void heartbeat(FeedPosition position);

    /** It gets no more. */
    void ended(End why);

    /** Why a watcher gets no more. */
    enum End {
        /** It took too little for too long; it may come back at its last position. */
        TOO_SLOW,
        /** This server stops; another goes on from the same position. */
        STOPPING
    }
}
