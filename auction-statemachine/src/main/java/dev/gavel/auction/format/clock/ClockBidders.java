package dev.gavel.auction.format.clock;

import dev.gavel.auction.format.Caller;
import dev.gavel.auction.format.Decision;
import dev.gavel.auction.format.Entitlements;
import dev.gavel.auction.format.Faults;
import dev.gavel.auction.message.Code;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.message.Reply;
import dev.gavel.auction.message.View;
import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.Limits;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What those can do who joined a rising clock: stay, or leave for good. */
final class ClockBidders {

    private static final String OUT = "You are out, for good.";

    private ClockBidders() {}

    /** What is asked of the house, but is the business of the seller's own program. */
    static Rejection runBySeller(Auction auction) {
        return new Rejection.Plain(Code.RUN_BY_SELLER, auction.id(), "",
                "The clock runs in the program of its seller, not here; ask that, at the "
                        + "address of the user " + auction.seller() + ".");
    }

    /** Nobody joins a clock that runs, and not too many where the seller's own program calls each. */
    static @Nullable Rejection joiningFault(Auction auction, UserName user) {
        if (auction.phase() instanceof Phase.Open || auction.phase() instanceof Phase.Paused) {
            return auction.participant(user) != null
                    ? fault(auction, Code.ALREADY_WITHDRAWN, OUT)
                    : fault(auction, Code.NOT_OPEN,
                            "The clock runs; joining was possible until it started.");
        }
        return auction.conditions().rounds().isRunBySeller()
                && auction.participants().size() >= Limits.SELLER_RUN_PARTICIPANTS_MAX
                        ? fault(auction, Code.LIMIT_EXCEEDED,
                                "No more than " + Limits.SELLER_RUN_PARTICIPANTS_MAX
                                        + " may take part where the seller's own program calls "
                                        + "each.")
                        : null;
    }

    /** The winner is told that the lot is theirs, and who is out already that they are. */
    static Optional<Decision> withdrawnBefore(Auction auction, Caller caller) {
        if (auction.phase() instanceof Phase.Closed closed
                && closed.result() instanceof Result.Sold sold
                && sold.winner().equals(caller.name())) {
            return Optional.of(Decision.no(Code.LAST_ACTIVE_BIDDER, auction.id(),
                    "You were the last one in: the lot is yours."));
        }
        var participant = auction.participant(caller.name());
        return participant == null || participant.isActive() ? Optional.empty()
                : Optional.of(Decision.yes(
                        new Reply.Done(auction.id(), "You had withdrawn before.")));
    }

    /**
     * Drops out, where that leaves more than one in; where it leaves one, that one wins, so that the
     * second of two who leave together has won. Refusals in order: not joined, run by the seller's
     * program, stale round, a round to come.
     */
    static Decision withdraw(Auction auction, OptionalLong round, Caller caller) {
        var participant = auction.participant(caller.name());
        if (participant == null) {
            return Decision.no(Code.NOT_JOINED, auction.id(), "You have not joined.");
        }
        if (auction.conditions().rounds().isRunBySeller()) {
            return Decision.no(runBySeller(auction));
        }
        var stale = Faults.round(auction, round);
        if (stale != null) {
            return Decision.no(stale);
        }
        var open = (Phase.Open) auction.phase();
        var gone = Set.of(caller.name());
        var events = new ArrayList<Event>();
        events.add(new Event.ParticipantWithdrawn(auction.id(), caller.name(), open.round()));
        var last = ClockRounds.onlyActive(auction, gone);
        if (last != null) {
            events.add(ClockRounds.sold(auction, last, open.round(), caller.now()));
        }
        return new Decision(new Reply.Done(auction.id(), OUT), events);
    }

    /**
     * Stays for the round named. Refusals in order: not joined, withdrawn, run by the seller's program,
     * stale round, a round to come.
     */
    static Decision confirm(Auction auction, Command.Confirm command, Caller caller) {
        var participant = auction.participant(caller.name());
        if (participant == null) {
            return Decision.no(Code.NOT_JOINED, auction.id(), "You have not joined.");
        }
        if (!participant.isActive()) {
            return Decision.no(Code.ALREADY_WITHDRAWN, auction.id(), OUT);
        }
        if (auction.conditions().rounds().isRunBySeller()) {
            return Decision.no(runBySeller(auction));
        }
        var stale = Faults.round(auction, OptionalLong.of(command.round()));
        if (stale != null) {
            return Decision.no(stale);
        }
        var round = ((Phase.Open) auction.phase()).round();
        if (!auction.conditions().rounds().confirm() || participant.round() == round) {
            return Decision.yes(new Reply.Done(auction.id(), "You are in."));
        }
        var price = auction.risingPrice(round);
        return Decision.yes(
                new Reply.Done(auction.id(),
                        "You stay at " + auction.conditions().currency().format(price) + "."),
                new Event.RoundConfirmed(auction.id(), new Bid(caller.name(), price, price,
                        caller.now(), caller.index(), 1, true, false), round));
    }

    static View.Entitlement entitlement(Auction auction, UserName who) {
        var participant = auction.participant(who);
        if (participant == null) {
            return Entitlements.no(auction, who, Code.NOT_JOINED, "You have not joined.",
                    "Nothing in this auction: joining was possible until the clock started.");
        }
        if (!participant.isActive()) {
            return Entitlements.no(auction, who, Code.ALREADY_WITHDRAWN, OUT,
                    "Nothing in this auction: who leaves a running clock cannot come back.");
        }
        var rounds = auction.conditions().rounds();
        if (rounds.isRunBySeller()) {
            return Entitlements.no(auction, who, runBySeller(auction),
                    "Nothing here: you are in until you tell the seller's program that you leave.");
        }
        var round = ((Phase.Open) auction.phase()).round();
        var mustConfirm = rounds.confirm() && participant.round() != round;
        return Entitlements.yes(auction, who, mustConfirm ? "confirm" : "withdraw",
                mustConfirm ? "You are in; confirm round " + round + " to stay."
                        : "You are in, at the price of the round, until you withdraw.",
                OptionalLong.empty(), OptionalLong.of(round));
    }

    private static Rejection fault(Auction auction, Code code, String sentence) {
        return new Rejection.Plain(code, auction.id(), "", sentence);
    }
}
