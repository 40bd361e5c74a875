package dev.gavel.auction.format.clock;

import dev.gavel.auction.format.Caller;
import dev.gavel.auction.format.Decision;
import dev.gavel.auction.format.Faults;
import dev.gavel.auction.message.Code;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.message.Reply;
import dev.gavel.auction.model.Limits;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.SellerRun;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;
import dev.gavel.auction.state.HouseState;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the house takes of a seller's own program that runs a rising clock. The program calls the rounds
 * and hears who leaves; the house checks that its reports keep the rules, so that no report can undo an
 * earlier one.
 */
final class SellerReports {

    private SellerReports() {}

    /**
     * Takes a report. Refusals in order: run by the house, the phase; then a round that is over, one too
     * dear, a wrong price; participants who never joined, who come back, or all gone; what is signed; the
     * winner.
     */
    static Decision decision(HouseState house, Auction auction, Command.Update command,
            Caller caller) {
        var seller = auction.conditions().rounds().seller();
        if (seller.isEmpty()) {
            return Decision.no(Faults.notRunBySeller(auction));
        }
        return switch (auction.phase()) {
            case Phase.Draft draft -> before(auction, command, caller);
            case Phase.Scheduled scheduled -> before(auction, command, caller);
            case Phase.Open open -> running(house, auction, open, seller.get(), command, caller);
            case Phase.Paused paused ->
                Decision.no(Code.PAUSED, auction.id(), "It is paused; resume it.");
            case Phase.Closed closed -> isRepeat(auction, closed.result(), command)
                    ? Decision.yes(new Reply.AuctionStands(auction.id(), closed,
                            "It was closed already: "
                                    + Clock.INSTANCE.sentence(auction, closed.result())))
                    : Decision.no(Faults.over(auction));
            case Phase.Cancelled cancelled -> Decision.no(Faults.over(auction));
        };
    }

    /** Before the start a seller can only say that there will be none. */
    private static Decision before(Auction auction, Command.Update command, Caller caller) {
        if (!command.finished() || command.winner().isPresent() || command.round() >= 0) {
            return Decision.no(new Rejection.NotStarted(auction.id(), Times.NEVER));
        }
        return Decision.yes(
                new Reply.AuctionStands(auction.id(),
                        new Phase.Closed(Times.NEVER, caller.now(), Result.UNSOLD),
                        "Closed: " + Clock.INSTANCE.sentence(auction, Result.UNSOLD)),
                new Event.AuctionClosed(auction.id(), caller.now(), Result.UNSOLD));
    }

    /** Whether it is the report that closed the auction, or says the very same. */
    private static boolean isRepeat(Auction auction, Result result, Command.Update command) {
        if (!command.finished()) {
            return false;
        }
        return switch (result) {
            case Result.Sold sold -> command.winner().equals(Optional.of(sold.winner()))
                    && command.price() == sold.price() && command.round() >= 0
                    && auction.risingPrice(command.round()) == sold.price();
            case Result.Unsold unsold -> command.winner().isEmpty() && command.round() < 0;
            case Result.SoldUnits units -> false;
            case Result.Pending pending -> false;
        };
    }

    private static Decision running(HouseState house, Auction auction, Phase.Open open,
            SellerRun seller, Command.Update command, Caller caller) {
        var fault = roundFault(auction, open, command);
        if (fault != null) {
            return Decision.no(fault);
        }
        var gone = new TreeSet<UserName>();
        fault = participantsFault(auction, command, gone);
        if (fault != null) {
            return Decision.no(fault);
        }
        var events = new ArrayList<Event>();
        var signed = new SignedReport(house, auction, open.round());
        if (seller.key().isPresent()) {
            fault = signed.fault(seller.key().get(), command, gone);
            events.addAll(signed.withdrawals());
        } else if (!command.signed().isEmpty()) {
            fault = Faults.bad(auction, "rounds",
                    "There is no sellerKey to check them by; leave them out.");
        } else {
            gone.forEach(name -> events.add(
                    new Event.ParticipantWithdrawn(auction.id(), name, command.round())));
        }
        if (fault == null) {
            fault = winnerFault(auction, command, gone);
        }
        if (fault != null) {
            return Decision.no(fault);
        }
        if (command.round() > open.round()) {
            events.add(new Event.RoundStarted(auction.id(), command.round(), command.price(),
                    caller.now(), Times.NEVER));
        }
        events.add(new Event.SellerReported(auction.id(), command.round(), command.price(),
                caller.now(), signed.kept()));
        return answer(auction, open, command, gone.size(), events, caller);
    }

    private static Decision answer(Auction auction, Phase.Open open, Command.Update command,
            int gone, List<Event> events, Caller caller) {
        if (command.winner().isPresent()) {
            var sold = new Result.Sold(command.winner().get(), command.price());
            events.add(new Event.AuctionClosed(auction.id(), caller.now(), sold));
            return new Decision(
                    new Reply.AuctionStands(auction.id(),
                            new Phase.Closed(open.openedAt(), caller.now(), sold),
                            "Closed: " + Clock.INSTANCE.sentence(auction, sold)),
                    events);
        }
        return new Decision(new Reply.AuctionStands(auction.id(),
                open.inRound(command.round(), caller.now(), open.endsAt()),
                "Round " + command.round() + " at "
                        + auction.conditions().currency().format(command.price()) + ", "
                        + (auction.activeParticipants() - gone) + " in."),
                events);
    }

    private static @Nullable Rejection roundFault(Auction auction, Phase.Open open,
            Command.Update command) {
        if (command.round() < open.round()) {
            return new Rejection.Plain(Code.STALE_ROUND, auction.id(), "round",
                    "It is round " + open.round() + " already; rounds do not go back.");
        }
        var last = (Limits.AMOUNT_MAX - auction.conditions().start())
                / auction.conditions().rounds().step();
        if (command.round() > last) {
            return Faults.bad(auction, "round", "The last round within bounds is " + last + ".");
        }
        return priceFault(auction, "price", command.round(), command.price());
    }

    /** A price that is not that of its round. */
    static @Nullable Rejection priceFault(Auction auction, String field, int round, long price) {
        var right = auction.risingPrice(round);
        return price == right ? null
                : Faults.bad(auction, field, "Round " + round + " is at "
                        + auction.conditions().currency().format(right) + ".");
    }

    /** Finds who is newly out, too. */
    private static @Nullable Rejection participantsFault(Auction auction, Command.Update command,
            Set<UserName> gone) {
        for (var mark : command.participants()) {
            var field = "participants." + mark.name();
            var participant = auction.participant(mark.name());
            if (participant == null) {
                return notJoined(auction, field, mark.name());
            }
            if (!participant.isActive() && mark.isActive()) {
                return isOut(auction, field, mark.name());
            }
            if (participant.isActive() && !mark.isActive()) {
                gone.add(mark.name());
            }
        }
        return auction.activeParticipants() > gone.size() ? null
                : allOut(auction, "participants");
    }

    /** Somebody who never joined. */
    static Rejection notJoined(Auction auction, String field, UserName name) {
        return new Rejection.Plain(Code.NOT_JOINED, auction.id(), field,
                name + " had not joined when it started.");
    }

    /** Somebody who would come back. */
    static Rejection isOut(Auction auction, String field, UserName name) {
        return new Rejection.Plain(Code.ALREADY_WITHDRAWN, auction.id(), field,
                name + " is out, for good.");
    }

    /** Nobody would be left. */
    static Rejection allOut(Auction auction, String field) {
        return new Rejection.Plain(Code.LAST_ACTIVE_BIDDER, auction.id(), field,
                "One must stay: the last one in wins.");
    }

    private static @Nullable Rejection winnerFault(Auction auction, Command.Update command,
            Set<UserName> gone) {
        if (!command.finished()) {
            return command.winner().isEmpty() ? null
                    : Faults.bad(auction, "winner", "It is not finished, so nobody has won.");
        }
        var left = auction.activeParticipants() - gone.size();
        if (left > 1) {
            return Faults.bad(auction, "finished",
                    left + " are still in; it is over when one is left.");
        }
        if (command.winner().isEmpty()) {
            return Faults.bad(auction, "winner", "It is missing: who was the last one in?");
        }
        var winner = command.winner().get();
        var participant = auction.participant(winner);
        return participant != null && participant.isActive() && !gone.contains(winner) ? null
                : Faults.bad(auction, "winner",
                        winner + " is not in; only the last one in can win.");
    }
}
