package dev.gavel.auction.format;

import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.model.Direction;
import dev.gavel.auction.model.FormatKind;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.state.Auction;
import dev.gavel.auction.state.HouseState;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.OptionalLong;

/**
 * What every kind of auction must answer. Pure functions; who asks has been let in and the auction is
 * open where a method is about an open auction.
 */
public sealed interface Format permits OpenOutcry, Clock, Dutch, SecretFormat {

    /** The rules of that kind. */
    static Format of(FormatKind kind) {
        return switch (kind) {
            case ENGLISH -> OpenOutcry.ENGLISH;
            case REVERSE -> OpenOutcry.REVERSE;
            case CLOCK -> Clock.INSTANCE;
            case DUTCH -> Dutch.INSTANCE;
            case SEALED -> FirstPrice.INSTANCE;
            case VICKREY -> Vickrey.INSTANCE;
            case UNIFORM -> Uniform.INSTANCE;
        };
    }

    /** Which way bids go. */
    default Direction direction() {
        return Direction.UP;
    }

    /** What a bidder does here instead of something that this kind of auction does not take. */
    String instead(Auction auction);

    /** What becomes of a bid. */
    Decision bid(HouseState house, Auction auction, Command.Bid command, Caller caller);

    /** The price as those who may see it are told; before any bid the start. */
    long price(Auction auction);

    /** What the next bid must be to be enough, where that can be said. */
    OptionalLong enough(Auction auction);

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

    /** What happens when the seller closes it at {@code now}. */
    default List<Event> closedByHand(Auction auction, long now) {
        return List.of(new Event.AuctionClosed(auction.id(), now, award(auction, now)));
    }

    /** How the auction ends if it ends at {@code now}. */
    Result award(Auction auction, long now);
}
