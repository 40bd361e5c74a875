package dev.gavel.auction.rules;

import dev.gavel.auction.format.Caller;
import dev.gavel.auction.format.Decision;
import dev.gavel.auction.format.kinds.Formats;
import dev.gavel.auction.message.Code;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.message.Reply;
import dev.gavel.auction.model.Direction;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Standing;
import dev.gavel.auction.model.Times;
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
            return Decision.yes(joined(auction, "You had joined before.", caller));
        }
        var cannotJoin = Formats.of(auction).joiningFault(auction, caller.name());
        if (cannotJoin != null) {
            return Decision.no(cannotJoin);
        }
        return Decision
                .yes(joined(auction, "You take part.", caller),
                        new Event.ParticipantJoined(auction.id(), caller.name()))
                .after(RegistrationRules.arrival(caller));
    }

    /**
     * Stops taking part; who has a bid that may still win cannot. On a rising clock that has started it
     * is the same as withdrawing. Who left may come back. Refusals in order: over, a bid that may
     * win, neither joined nor a bid not long ago.
     */
    public static Decision leave(HouseState house, Command.Leave command, Caller caller) {
        var found = Gate.find(house, command.auction(), caller.name());
        if (found.isEmpty()) {
            return Gate.unknown(command.auction());
        }
        var auction = found.get();
        var format = Formats.of(auction);
        if (format.isLeftByWithdrawing(auction)) {
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
            return Decision.no(Code.STANDING_BID, auction.id(),
                    format.howToLeave(auction, caller.now()));
        }
        if (participant == null && !format.hasBidLately(auction, caller.name())) {
            return Decision.no(Code.NOT_JOINED, auction.id(), "You have not joined.");
        }
        return Decision.yes(new Reply.Done(auction.id(), "You have left; bids you made stay."),
                new Event.ParticipantLeft(auction.id(), caller.name()));
    }

    /** How it stands, as far as those who take part see it. */
    private static Reply joined(Auction auction, String sentence, Caller caller) {
        var format = Formats.of(auction);
        var endsAt = auction.phase() instanceof Phase.Open open ? open.endsAt() : Times.NEVER;
        return new Reply.Joined(auction.id(), auction.conditions().currency(), sentence,
                format.isSecret() ? Standing.NONE : format.price(auction),
                format.direction() == Direction.DOWN,
                format.enough(auction).orElse(Standing.NONE),
                format.isSecret() ? null : auction.standing().leaderOrNull(), endsAt,
                endsAt == Times.NEVER ? 0 : endsAt - caller.now());
    }
}
