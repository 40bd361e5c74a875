package dev.gavel.auction.message;

import java.time.Instant;

/**
 * An event as watchers get it.
 *
 * @param position where it stands in the feed
 * @param at replicated time of its entry
 * @param event what happened
 */
public record FeedEvent(FeedPosition position, Instant at, Event event) {}
