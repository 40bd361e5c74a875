package dev.gavel.auction.model;

import java.util.Optional;

/**
 * When an auction opens and ends, and what moves its end.
 *
 * @param timing when it opens and ends
 * @param softClose what late bids do to the end; empty: nothing
 * @param group auctions of the same seller with this name extend together; empty: it extends alone
 */
public record Closing(Timing timing, Optional<SoftClose> softClose, Optional<String> group) {

    /** Opened and closed by hand. */
    public static final Closing BY_HAND = new Closing(Timing.BY_HAND, Optional.empty(),
            Optional.empty());

    /** The same at other times. */
    public Closing withTiming(Timing other) {
        return new Closing(other, softClose, group);
    }
}
