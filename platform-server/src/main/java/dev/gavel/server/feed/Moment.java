package dev.gavel.server.feed;

import dev.gavel.auction.state.HouseState;

import java.time.Instant;

/**
 * The house after one entry.
 *
 * @param index of the entry
 * @param timeMillis its replicated time
 * @param state the house after it
 */
record Moment(long index, long timeMillis, HouseState state) {

    Instant time() {
        return Instant.ofEpochMilli(timeMillis);
    }
}
