package dev.gavel.auction.rules;

import dev.gavel.auction.format.Caller;
import dev.gavel.auction.format.Decision;
import dev.gavel.auction.format.kinds.Formats;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.model.AuctionId;
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
                auction -> Formats.of(auction).bid(house, auction, command, caller));
    }

    /** Buys off a falling clock. */
    public static Decision accept(HouseState house, Command.Accept command, Caller caller) {
        return entitled(house, command.auction(), caller,
                auction -> Formats.of(auction).accept(auction, command, caller));
    }

    /** Stays in a rising clock. */
    public static Decision confirm(HouseState house, Command.Confirm command, Caller caller) {
        return entitled(house, command.auction(), caller,
                auction -> Formats.of(auction).confirm(auction, command, caller));
    }

    /** Posts the hash of a secret bid. */
    public static Decision commit(HouseState house, Command.Commit command, Caller caller) {
        return entitled(house, command.auction(), caller,
                auction -> Formats.of(auction).commit(auction, command, caller));
    }

    /** Opens a hashed bid. */
    public static Decision reveal(HouseState house, Command.Reveal command, Caller caller) {
        return entitled(house, command.auction(), caller,
                auction -> Formats.of(auction).reveal(auction, command, caller));
    }

    /**
     * Drops out of a rising clock, or takes a secret bid back. On a clock the winner is told that the
     * lot is theirs, and who is out already that they are, whatever the phase.
     */
    public static Decision withdraw(HouseState house, Command.Withdraw command, Caller caller) {
        var found = Gate.find(house, command.auction(), caller.name());
        if (found.isPresent()) {
            var before = Formats.of(found.get()).withdrawnBefore(found.get(), caller);
            if (before.isPresent()) {
                return before.get();
            }
        }
        return entitled(house, command.auction(), caller,
                auction -> Formats.of(auction).withdraw(auction, command.round(), caller));
    }

    /**
     * Takes back all bids of the caller, where the auction lets them. Refusals in order: what the format
     * says, a reason with something in it that cannot be seen.
     */
    public static Decision retract(HouseState house, Command.Retract command, Caller caller) {
        return entitled(house, command.auction(), caller, auction -> {
            var decision = Formats.of(auction).retract(auction, command, caller);
            var badReason = decision.reply().isSuccess() && auction.knows(TEXTS)
                    ? TextRules.prose("reason", command.reason())
                    : null;
            return badReason != null ? Decision.no(badReason) : decision;
        });
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
