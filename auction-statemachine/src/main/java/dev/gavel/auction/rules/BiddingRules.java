package dev.gavel.auction.rules;

import dev.gavel.auction.format.Caller;
import dev.gavel.auction.format.Clock;
import dev.gavel.auction.format.Commitments;
import dev.gavel.auction.format.Decision;
import dev.gavel.auction.format.Dutch;
import dev.gavel.auction.format.Format;
import dev.gavel.auction.format.OpenOutcry;
import dev.gavel.auction.format.SecretFormat;
import dev.gavel.auction.message.Code;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.message.Reply;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.state.Auction;
import dev.gavel.auction.state.HouseState;
import org.jspecify.annotations.Nullable;

/**
 * What holds for a bid, and for what comes near one, in any format. Refusals in order: the auction, its
 * phase, the bidder; then what the format says.
 */
public final class BiddingRules {

    /** From which version on texts have nothing in them that cannot be seen. */
    private static final int TEXTS = 2;

    private BiddingRules() {}

    /**
     * Bids. Refused before the format is asked: no such auction, not open, not registered where one must
     * be, the seller, not invited; a bid of the seller's on a closed auction is late.
     */
    public static Decision place(HouseState house, Command.Bid command, Caller caller) {
        return entitled(house, command.auction(), caller,
                auction -> formatOf(auction).bid(house, auction, command, caller));
    }

    /** Buys off a falling clock. */
    public static Decision accept(HouseState house, Command.Accept command, Caller caller) {
        return entitled(house, command.auction(), caller,
                auction -> formatOf(auction) instanceof Dutch dutch
                        ? dutch.accept(auction, command, caller)
                        : foreign("Only the price of a falling clock is accepted: "
                                + formatOf(auction).instead(auction)));
    }

    /** Stays in a rising clock. */
    public static Decision confirm(HouseState house, Command.Confirm command, Caller caller) {
        return entitled(house, command.auction(), caller,
                auction -> formatOf(auction) instanceof Clock clock
                        ? clock.confirm(auction, command, caller)
                        : foreign("Only rounds of a rising clock are confirmed: "
                                + formatOf(auction).instead(auction)));
    }

    /** Posts the hash of a secret bid. */
    public static Decision commit(HouseState house, Command.Commit command, Caller caller) {
        return entitled(house, command.auction(), caller,
                auction -> Commitments.commit(auction, command, caller));
    }

    /** Opens a hashed bid. */
    public static Decision reveal(HouseState house, Command.Reveal command, Caller caller) {
        return entitled(house, command.auction(), caller,
                auction -> Commitments.reveal(auction, command, caller));
    }

    /**
     * Drops out of a rising clock, or takes a secret bid back. On a clock the winner is told that the
     * lot is theirs, and who is out already that they are, whatever the phase.
     */
    public static Decision withdraw(HouseState house, Command.Withdraw command, Caller caller) {
        var found = Gate.find(house, command.auction(), caller.name());
        if (found.isPresent() && isWonOnClockBy(found.get(), caller)) {
            return Clock.lastCannotLeave(found.get());
        }
        if (found.isPresent() && isOutOfClock(found.get(), caller)) {
            return Decision.yes(
                    new Reply.Done(command.auction(), "You had withdrawn before."));
        }
        return entitled(house, command.auction(), caller,
                auction -> switch (formatOf(auction)) {
                    case Clock clock -> clock.withdraw(auction, command.round(), caller);
                    case SecretFormat secret -> secret.withdraw(auction, caller);
                    case Dutch dutch -> foreign("What was bought is bought.");
                    case OpenOutcry open ->
                        foreign(auction.conditions().retractUntil().isPresent()
                                ? "Open bids are binding; this auction lets you retract them until "
                                        + Times.format(
                                                auction.conditions().retractUntil().getAsLong())
                                        + ": send retract."
                                : "Open bids are binding, and this auction does not let you retract "
                                        + "them; who is outbid owes nothing.");
                });
    }

    private static boolean isWonOnClockBy(Auction auction, Caller caller) {
        return formatOf(auction) instanceof Clock
                && auction.phase() instanceof Phase.Closed closed
                && closed.result() instanceof Result.Sold sold
                && sold.winner().equals(caller.name());
    }

    private static boolean isOutOfClock(Auction auction, Caller caller) {
        var participant = auction.participant(caller.name());
        return formatOf(auction) instanceof Clock && participant != null
                && !participant.isActive();
    }

    /**
     * Takes back all bids of the caller, where the auction lets them and until when it does: with
     * {@code retractUntil} 11:30:00, at 11:29:59.999 for the last time. Refusals in order: not
     * retractable, or no longer, no bid there.
     */
    public static Decision retract(HouseState house, Command.Retract command, Caller caller) {
        return entitled(house, command.auction(), caller, auction -> {
            var until = auction.conditions().retractUntil();
            if (!(formatOf(auction) instanceof OpenOutcry format) || until.isEmpty()) {
                return Decision.no(Code.NOT_RETRACTABLE, auction.id(), notRetractable(auction));
            }
            if (caller.now() >= until.getAsLong()) {
                return Decision.no(Code.NOT_RETRACTABLE, auction.id(),
                        "Bids could be taken back until " + Times.format(until.getAsLong())
                                + ".");
            }
            if (!auction.canRetract(caller.name())) {
                return Decision.no(Code.NOTHING_THERE, auction.id(), "You have no bid here.");
            }
            var badReason = auction.knows(TEXTS) ? TextRules.prose("reason", command.reason())
                    : null;
            if (badReason != null) {
                return Decision.no(badReason);
            }
            var standing = format.without(auction, caller.name());
            return Decision.yes(new Reply.Done(auction.id(), "Your bids are taken back."),
                    new Event.BidRetracted(auction.id(), caller.name(), command.reason(), standing,
                            format.enough(auction, standing), format.direction()));
        });
    }

    private static String notRetractable(Auction auction) {
        return "Bids in this auction cannot be retracted" + switch (formatOf(auction)) {
            case SecretFormat secret -> "; until its end withdraw takes a secret bid back.";
            case Clock clock -> "; withdraw leaves it, for good.";
            case Dutch dutch -> ": what was bought is bought.";
            case OpenOutcry open -> ".";
        };
    }

    private static Format formatOf(Auction auction) {
        return Format.of(auction.conditions().format());
    }

    private static Decision foreign(String sentence) {
        return Decision.bad("op", sentence);
    }

    /** Why the caller may not bid in {@code auction} whatever the format says; null if they may. */
    public static @Nullable Rejection objection(HouseState house, Auction auction,
            Caller caller) {
        var fault = Gate.closedFault(auction, caller.now());
        return fault != null ? fault : Gate.entryFault(house, auction, caller);
    }

    private static Decision entitled(HouseState house, AuctionId id, Caller caller, Step step) {
        var found = Gate.find(house, id, caller.name());
        if (found.isEmpty()) {
            return Gate.unknown(id);
        }
        var auction = found.get();
        var fault = objection(house, auction, caller);
        return fault != null ? Decision.no(fault)
                : step.of(auction).after(RegistrationRules.arrival(caller));
    }

    /** What a format decides. */
    private interface Step {
        Decision of(Auction auction);
    }
}
