package dev.gavel.auction.rules;

import dev.gavel.auction.format.Caller;
import dev.gavel.auction.format.Decision;
import dev.gavel.auction.format.Format;
import dev.gavel.auction.message.Code;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.message.Reply;
import dev.gavel.auction.model.Direction;
import dev.gavel.auction.model.FormatKind;
import dev.gavel.auction.model.Limits;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Standing;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.state.Auction;
import dev.gavel.auction.state.HouseState;

/** Who takes part in an auction. */
public final class Participation {

    /**
     * Newest bids looked through for one of somebody who never joined and wants to leave: so many take
     * some ten microseconds. Who bid before them and was outbid is out of it anyway.
     */
    private static final int BIDS_SEARCHED_MAX = 1_000;

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
            return Decision.yes(joined(auction, "You had joined before.", caller));
        }
        if (isRunningClock(auction)) {
            return participant != null
                    ? Decision.no(Code.ALREADY_WITHDRAWN, auction.id(), "You are out, for good.")
                    : Decision.no(Code.NOT_OPEN, auction.id(),
                            "The clock runs; joining was possible until it started.");
        }
        if (auction.conditions().rounds().isRunBySeller()
                && auction.participants().size() >= Limits.SELLER_RUN_PARTICIPANTS_MAX) {
            return Decision.no(Code.LIMIT_EXCEEDED, auction.id(),
                    "No more than " + Limits.SELLER_RUN_PARTICIPANTS_MAX
                            + " may take part where the seller's own program calls each.");
        }
        return Decision
                .yes(joined(auction, "You take part.", caller),
                        new Event.ParticipantJoined(auction.id(), caller.name()))
                .after(RegistrationRules.arrival(caller));
    }

    /**
     * Stops taking part; who has a bid that may still win cannot. On a rising clock that has started it
     * is the same as withdrawing. Who left may come back. Refusals in order: over, a bid that may
     * win, neither joined nor a bid among the newest {@value #BIDS_SEARCHED_MAX}.
     */
    public static Decision leave(HouseState house, Command.Leave command, Caller caller) {
        var found = Gate.find(house, command.auction(), caller.name());
        if (found.isEmpty()) {
            return Gate.unknown(command.auction());
        }
        var auction = found.get();
        if (auction.conditions().format() == FormatKind.CLOCK && auction.hasStarted()) {
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
        if (auction.standing().isLedBy(caller.name())
                || (participant != null && participant.hasRow())) {
            return Decision.no(Code.STANDING_BID, auction.id(), howToLeave(auction, caller));
        }
        if (participant == null && !hasBidLately(auction, caller)) {
            return Decision.no(Code.NOT_JOINED, auction.id(), "You have not joined.");
        }
        return Decision.yes(new Reply.Done(auction.id(), "You have left; bids you made stay."),
                new Event.ParticipantLeft(auction.id(), caller.name()));
    }

    /** How it stands, as far as those who take part see it. */
    private static Reply joined(Auction auction, String sentence, Caller caller) {
        var format = Format.of(auction.conditions().format());
        var isSecret = auction.conditions().format().isSecret();
        var endsAt = auction.phase() instanceof Phase.Open open ? open.endsAt() : Times.NEVER;
        return new Reply.Joined(auction.id(), auction.conditions().currency(), sentence,
                isSecret ? Standing.NONE : format.price(auction),
                format.direction() == Direction.DOWN,
                format.enough(auction).orElse(Standing.NONE),
                isSecret ? null : auction.standing().leaderOrNull(), endsAt,
                endsAt == Times.NEVER ? 0 : endsAt - caller.now());
    }

    private static String howToLeave(Auction auction, Caller caller) {
        if (!auction.conditions().format().hasOpenBids()) {
            return "You have a bid that may win and cannot leave: take it back first, with withdraw, "
                    + "as long as that is possible.";
        }
        var until = auction.conditions().retractUntil().orElse(0);
        return "You lead, and cannot leave while your bid may win: " + (caller.now() < until
                ? "retract it, which you may until " + Times.format(until) + ", and leave then."
                : "wait until you are outbid, or until it ends.");
    }

    /** Whether a bid of the caller's that was not taken back is among the newest. */
    private static boolean hasBidLately(Auction auction, Caller caller) {
        if (!auction.conditions().format().hasOpenBids()) {
            return false;
        }
        var oldest = Math.max(0, auction.bids().size() - BIDS_SEARCHED_MAX);
        for (var i = auction.bids().size() - 1; i >= oldest; i--) {
            var bid = auction.bids().get(i);
            if (bid.bidder().equals(caller.name()) && !bid.retracted()) {
                return true;
            }
        }
        return false;
    }

    private static boolean isRunningClock(Auction auction) {
        return auction.conditions().format() == FormatKind.CLOCK
                && (auction.phase() instanceof Phase.Open
                        || auction.phase() instanceof Phase.Paused);
    }
}
