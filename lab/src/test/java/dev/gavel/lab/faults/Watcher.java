package dev.gavel.lab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.auction.message.FeedPosition;
import dev.gavel.client.EventHandler;
import dev.gavel.client.HouseEvent;
import dev.gavel.client.JsonObject;

import java.util.ArrayList;
import java.util.List;

/** Somebody who follows the feed and writes down all of it. */
final class Watcher implements EventHandler {

    private final List<HouseEvent> seen = new ArrayList<>();
    private int resets;

    @Override
    public synchronized void event(HouseEvent event) {
        seen.add(event);
    }

    @Override
    public synchronized void reset(FeedPosition position, JsonObject view) {
        resets++;
    }

    /** Amounts of the bids that it was told of, in order. */
    synchronized List<Long> amounts() {
        return seen.stream()
                .filter(event -> event.type().equals("bidAccepted"))
                .map(event -> event.json().number("amount").orElseThrow())
                .toList();
    }

    /** Each event once and in order, with no gap that the house had to tell of. */
    synchronized void checkOrder() {
        var positions = new ArrayList<FeedPosition>();
        seen.forEach(event -> positions.add(event.position()));
        for (var i = 1; i < positions.size(); i++) {
            assertThat(positions.get(i).compareTo(positions.get(i - 1))).as("order").isPositive();
        }
        assertThat(resets).isZero();
    }
}
