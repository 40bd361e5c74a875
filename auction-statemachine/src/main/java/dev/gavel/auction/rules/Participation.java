package dev.gavel.auction.rules;

import dev.gavel.auction.format.Caller;
import dev.gavel.auction.format.Clock;
import dev.gavel.auction.format.Decision;
import dev.gavel.auction.format.Format;
import dev.gavel.auction.message.Code;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.message.Reply;
import dev.gavel.auction.model.FormatKind;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.state.Auction;
import dev.gavel.auction.state.HouseState;

/** Who takes part in an auction. */
public final class Participation {

    private Participation() {}

    /**
     * Takes part, before or while the auction is open; a rising clock only before. A repeat changes
     * nothing.
     */
    public static Decision join(HouseState house, Command.Join command, Caller caller) {
        var found = Gate.find(house, command.auction(), caller.name());
        if (found.isEmpty()) {
            return Gate.unknown(command.auction());
        }
        var auction = found.get();
        var over = Gate.overFault(auction, caller.now());
        if (over != null) {
            return Decision.no(over);
        }
        var notEntitled = Gate.entryFault(house, auction, caller);
        if (notEntitled != null) {
            return Decision.no(notEntitled);
        }
        var participant = auction.participant(caller.name());
        if (participant != null && participant.isActive()) {
            return Decision.yes(new Reply.Done(auction.id(), "You had joined before."));
        }
        if (isRunningClock(auction)) {
            return participant != null
                    ? Decision.no(Code.ALREADY_WITHDRAWN, auction.id(), "You are out, for good.")
                    : Decision.no(Code.NOT_OPEN, auction.id(),
                            "The clock runs; joining was possible until it started.");
        }
        return Decision
                .yes(new Reply.Done(auction.id(), "You take part."),
                        new Event.ParticipantJoined(auction.id(), caller.name()))
                .after(RegistrationRules.arrival(caller));
    }

    /**
     * Stops taking part; who has a bid that may still win cannot. On a rising clock that runs it is the
     * same as withdrawing. Who left may come back.
     */
    public static Decision leave(HouseState house, Command.Leave command, Caller caller) {
        var found = Gate.find(house, command.auction(), caller.name());
        if (found.isEmpty()) {
            return Gate.unknown(command.auction());
        }
        var auction = found.get();
        if (isRunningClock(auction) || BiddingRules.isWonOnClockBy(auction, caller)) {
            return BiddingRules.withdraw(house,
                    new Command.Withdraw(command.auction(), command.round()), caller);
        }
        var over = Gate.overFault(auction, caller.now());
        if (over != null) {
            return Decision.no(over);
        }
        var participant = auction.participant(caller.name());
        if (participant != null && !participant.isActive()) {
            return Decision.yes(new Reply.Done(auction.id(), "You had left before."));
        }
        if (participant == null && !hasBid(auction, caller)) {
            return Decision.no(Code.NOT_JOINED, auction.id(), "You have not joined.");
        }
        if (auction.standing().isLedBy(caller.name())
                || (participant != null && participant.hasRow())) {
            return Decision.no(Code.STANDING_BID, auction.id(),
                    "You have a bid that may win and cannot leave.");
        }
        return Decision.yes(new Reply.Done(auction.id(), "You have left; bids you made stay."),
                new Event.ParticipantLeft(auction.id(), caller.name()));
    }

    private static boolean isRunningClock(Auction auction) {
        return Format.of(auction.conditions().format()) instanceof Clock
                && (auction.phase() instanceof Phase.Open
                        || auction.phase() instanceof Phase.Paused);
    }

    /** Whether there is an open bid of the caller's that was not taken back. */
    static boolean hasBid(Auction auction, Caller caller) {
        if (auction.conditions().format() == FormatKind.CLOCK) {
            return false;
        }
        for (var i = auction.bids().size() - 1; i >= 0; i--) {
            var bid = auction.bids().get(i);
            if (bid.bidder().equals(caller.name()) && !bid.retracted()) {
                return true;
            }
        }
        return false;
    }
}
