package dev.gavel.auction.format;

import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.state.Auction;
import dev.gavel.auction.state.HouseState;
import org.jspecify.annotations.Nullable;

import java.util.List;

/** From the opening to the award: what happens by the clock, and by the seller's hand. */
public interface Course {

    /** Why the auction cannot open; null if it can. */
    default @Nullable Rejection openingFault(Auction auction) {
        return null;
    }

    /** When an auction that opens at {@code openedAt} ends; where rounds tell, that is not known. */
    default long endAtOpening(Auction auction, long openedAt) {
        return auction.conditions().timing().endOf(openedAt);
    }

    /** What happens beside the opening. */
    default List<Event> opened(Auction auction, long openedAt) {
        return List.of();
    }

    /** Why its seller can neither pause nor resume it here; null if they can. */
    default @Nullable Rejection pausingFault(Auction auction) {
        return null;
    }

    /**
     * What happens when a paused auction goes on: its end moves by the length of the pause. To end at
     * 11:01:00, paused at 11:00:20, resumed at 11:30:20: it ends at 11:31:00.
     */
    default List<Event> resumed(Auction auction, Phase.Paused paused, long now) {
        var endsAt = Ends.later(paused.before().endsAt(), now - paused.since());
        return List.of(new Event.AuctionResumed(auction.id(),
                auction.afterPause(paused, now, endsAt)));
    }

    /** What an auction loses that could not be bid on from {@code from} to {@code now}. */
    default List<Event> afterGap(Auction auction, Phase.Open open, long from, long now) {
        return Ends.afterGap(auction, open, from, now);
    }

    /** What happens when the end of an open auction, or of its round, is reached. */
    default List<Event> fallDue(Auction auction, Phase.Open open) {
        return List.of(new Event.AuctionClosed(auction.id(), open.endsAt(),
                award(auction, open.endsAt())));
    }

    /** Why its seller cannot close it, though it is not over; null if they can. */
    default @Nullable Rejection closingFault(Auction auction) {
        return null;
    }

    /** What happens when the seller closes it at {@code now}. */
    default List<Event> closedByHand(Auction auction, long now) {
        return List.of(new Event.AuctionClosed(auction.id(), now, award(auction, now)));
    }

    /** Why its seller cannot call it off, though it has begun and is not over; null if they can. */
    default @Nullable Rejection cancellingFault(Auction auction) {
        return null;
    }

    /** What becomes of a report of the seller's own program, where that calls the rounds. */
    default Decision report(HouseState house, Auction auction, Command.Update command,
            Caller caller) {
        return Decision.no(Faults.notRunBySeller(auction));
    }

    /** How the auction ends if it ends at {@code now}. */
    Result award(Auction auction, long now);
}
