package dev.gavel.auction.format;

import dev.gavel.auction.message.Told;
import dev.gavel.auction.model.Direction;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.state.Auction;

import java.util.Locale;
import java.util.Optional;

/**
 * What every kind of auction must answer, as pure functions. Each kind has a room of its own, a package
 * below this one; all others ask here, and never which kind it is. {@code kinds.Formats} finds the room.
 *
 * <p>Who asks has been let in, and the auction is open where a method is about an open auction.
 */
public interface Format extends Terms, Bidding, Joining, Course, Shown, Explained {

    /** Which way bids go. */
    default Direction direction() {
        return Direction.UP;
    }

    /** Whether nobody knows of the others' bids before the close. */
    default boolean isSecret() {
        return false;
    }

    /** How {@code auction} ended, as one sentence. */
    default Told told(Auction auction, Result result) {
        return Results.told(auction, result, direction());
    }

    /** How {@code auction} ended, as one sentence that goes on from another. */
    default String sentence(Auction auction, Result result) {
        var text = told(auction, result).english(auction.conditions().currency());
        return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }

    /** What can be asked where everybody sees the bids, which stand until a better one comes; else empty. */
    default Optional<OpenBidding> openBids() {
        return Optional.empty();
    }
}
