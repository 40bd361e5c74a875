package dev.gavel.auction;

import dev.gavel.auction.message.Event;
import dev.gavel.auction.message.Reply;
import dev.gavel.auction.state.HouseState;

import java.util.List;
import java.util.Optional;

/**
 * What follows from a command, or from time passing.
 *
 * @param after the house after it
 * @param events what happened, in order
 * @param reply the answer, where a command asked for one
 */
public record Outcome(HouseState after, List<Event> events, Optional<Reply> reply) {}
