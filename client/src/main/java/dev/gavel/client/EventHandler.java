package dev.gavel.client;

import dev.gavel.auction.message.FeedPosition;

import java.util.Optional;

/**
 * Told of events, each once and in order. Called on the network's thread, one call at a time, so it
 * must be quick and must not wait.
 */
@FunctionalInterface
public interface EventHandler {

    /** The next event. */
    void event(HouseEvent event);

    /**
     * Events were missed, because none of the servers holds them any more. Following goes on after
     * {@code position}. Unless this is overridden, it is told as an event of the type {@code reset} with
     * the view.
     *
     * @param view how things stand at that position: of one auction its view, else the list of them
     */
    default void reset(FeedPosition position, JsonObject view) {
        event(new HouseEvent(position, "reset", view));
    }

    /** The house answers and all before {@code position}, where given, has been told. */
    default void caughtUp(ServerAddress server, Optional<FeedPosition> position) {}

    /** The connection was lost; another is being made. */
    default void interrupted(ServerAddress server, String why) {}

    /** Nothing more will come, for the house refuses to be followed so. */
    default void refused(Outcome why) {}
}
