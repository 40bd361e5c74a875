package dev.gavel.cli.verbs;

import dev.gavel.client.JsonObject;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells bids that change nothing to be seen: a leader who only gave a better maximum, which is secret, bids
 * at the price at which they lead already.
 */
final class Repeats {
    /** Of more auctions at once, the oldest are forgotten: then a bid is told twice. */
    private static final int MOST_AUCTIONS = 10_000;

    private final Map<String, JsonObject> stands = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, JsonObject> eldest) {
            return size() > MOST_AUCTIONS;
        }
    };

    /** It stands so before the next event: {@code view} has its leader and its price. */
    void begin(String auction, JsonObject view) {
        stands.put(auction, view);
    }

    /** What was known of any auction is so no more. */
    void forget() {
        stands.clear();
    }

    /** Whether nothing can be seen to change by what happened; of every event, in order. */
    boolean hear(String type, JsonObject event) {
        var auction = event.text("auction").orElse("");
        switch (type) {
            case "bidAccepted" -> {
                var before = stands.put(auction, event);
                return before != null && isSame(before, event)
                        && event.text("bidder").equals(event.text("leader"));
            }
            case "bidRetracted" -> stands.put(auction, event);
            case "auctionClosed", "auctionCancelled" -> stands.remove(auction);
            default -> {
                // moves neither
            }
        }
        return false;
    }

    private static boolean isSame(JsonObject before, JsonObject event) {
        return before.text("leader").isPresent()
                && before.text("leader").equals(event.text("leader"))
                && before.number("price").equals(event.number("price"));
    }
}
