package dev.gavel.server.feed;

import dev.gavel.auction.message.FeedPosition;

/**
 * Feed positions between events. Events of an entry are numbered from 1, so 0 stands before them.
 */
final class Positions {

    /** The position before the first event of the house. */
    static final FeedPosition START = new FeedPosition(0, 0);

    private Positions() {}

    /**
     * The position after all events of the entry at {@code index} and before those of the next.
     */
    static FeedPosition after(long index) {
        return new FeedPosition(index + 1, 0);
    }
}
