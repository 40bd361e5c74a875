package dev.gavel.auction.rules;

import dev.gavel.auction.message.Code;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.message.Reply;
import dev.gavel.auction.model.Access;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.state.Auction;
import dev.gavel.auction.state.HouseState;

/** Who takes part in an auction. */
public final class Participation {

    private Participation() {}

    /** Takes part, before or while the auction is open; a repeat changes nothing. */
    public static Decision join(HouseState house, Command.Join command, Caller caller) {
        var found = Gate.find(house, command.auction(), caller.name());
        if (found.isEmpty()) {
            return Gate.unknown(command.auction());
        }
        var auction = found.get();
        if (isOver(auction)) {
            return Decision.no(java.util.Objects
                    .requireNonNull(Gate.closedFault(auction, caller.now())));
        }
        var notEntitled = Gate.entryFault(house, auction, caller);
        if (notEntitled != null) {
            return Decision.no(notEntitled);
        }
        if (Boolean.TRUE.equals(auction.participants().get(caller.name()))) {
            return Decision.yes(new Reply.Done(auction.id(), "You had joined before."));
        }
        return Decision
                .yes(new Reply.Done(auction.id(), "You take part."),
                        new Event.ParticipantJoined(auction.id(), caller.name()))
                .after(RegistrationRules.arrival(caller));
    }

    /** Stops taking part; who leads cannot, and who left may come back. */
    public static Decision leave(HouseState house, Command.Leave command, Caller caller) {
        var found = Gate.find(house, command.auction(), caller.name());
        if (found.isEmpty()) {
            return Gate.unknown(command.auction());
        }
        var auction = found.get();
        if (isOver(auction)) {
            return Decision.no(java.util.Objects
                    .requireNonNull(Gate.closedFault(auction, caller.now())));
        }
        var active = auction.participants().get(caller.name());
        if (Boolean.FALSE.equals(active)) {
            return Decision.yes(new Reply.Done(auction.id(), "You had left before."));
        }
        if (active == null && !hasBid(auction, caller)) {
            return Decision.no(Code.NOT_JOINED, auction.id(), "You have not joined.");
        }
        if (auction.standing().isLedBy(caller.name())) {
            return Decision.no(Code.STANDING_BID, auction.id(),
                    "You hold the standing bid and cannot leave.");
        }
        return Decision.yes(new Reply.Done(auction.id(), "You have left; bids you made stay."),
                new Event.ParticipantLeft(auction.id(), caller.name()));
    }

    /** Whether it matters who joined, so that a bid counts as joining. */
    static boolean isTracked(Auction auction) {
        return auction.conditions().access().visibility() == Access.Visibility.PARTICIPANTS;
    }

    private static boolean isOver(Auction auction) {
        return auction.phase() instanceof Phase.Closed
                || auction.phase() instanceof Phase.Cancelled;
    }

    private static boolean hasBid(Auction auction, Caller caller) {
        for (var i = auction.bids().size() - 1; i >= 0; i--) {
            if (auction.bids().get(i).bidder().equals(caller.name())) {
                return true;
            }
        }
        return false;
    }
}
