package dev.gavel.client;

import dev.gavel.auction.message.FeedPosition;

/**
 * Something that happened in the house.
 *
 * @param position where it stands in the feed; following may go on after it, on any server
 * @param type what happened, such as {@code bidAccepted}
 * @param json all of it
 * @see "docs/MESSAGES.md, events"
 */
public record HouseEvent(FeedPosition position, String type, JsonObject json) {

    /** Whether an auction took its last bid with it. */
    public boolean isClose() {
        return type.equals("auctionClosed");
    }
}
