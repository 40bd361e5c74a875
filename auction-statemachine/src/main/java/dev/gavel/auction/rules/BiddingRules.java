package dev.gavel.auction.rules;

import dev.gavel.auction.format.Format;
import dev.gavel.auction.format.Verdict;
import dev.gavel.auction.message.Code;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.message.Event.AuctionExtended.Cause;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.message.Reply;
import dev.gavel.auction.model.Direction;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.SoftClose;
import dev.gavel.auction.model.Standing;
import dev.gavel.auction.state.Auction;
import dev.gavel.auction.state.HouseState;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** What holds for a bid in any format. */
public final class BiddingRules {

    private BiddingRules() {}

    /** Bids. Refusals in order: the auction, the phase, the bidder, the fields, the amount. */
    public static Decision place(HouseState house, Command.Bid command, Caller caller) {
        var found = Gate.find(house, command.auction(), caller.name());
        if (found.isEmpty()) {
            return Gate.unknown(command.auction());
        }
        var auction = found.get();
        var notOpen = Gate.closedFault(auction, caller.now());
        if (notOpen != null) {
            return Decision.no(notOpen);
        }
        var notEntitled = Gate.entryFault(house, auction, caller);
        if (notEntitled != null) {
            return Decision.no(notEntitled);
        }
        var fieldFault = fieldFault(command);
        if (fieldFault != null) {
            return Decision.no(fieldFault);
        }
        var format = Format.of(auction.conditions().format());
        return switch (format.bid(auction, caller.name(), command, caller.now(), caller.index())) {
            case Verdict.Refused refused -> Decision.no(refused.rejection());
            case Verdict.Accepted accepted -> accepted(house, auction, format, accepted, caller);
        };
    }

    private static @Nullable Rejection fieldFault(Command.Bid command) {
        if (command.quantity().isPresent() || command.allOrNothing()) {
            return new Rejection.Plain(Code.BAD_COMMAND, command.auction(),
                    command.allOrNothing() ? "allOrNothing" : "quantity",
                    "This auction sells one lot as a whole.");
        }
        return command.round().isEmpty() ? null
                : new Rejection.Plain(Code.BAD_COMMAND, command.auction(), "round",
                        "This auction has no rounds.");
    }

    private static Decision accepted(HouseState house, Auction auction, Format format,
            Verdict.Accepted accepted, Caller caller) {
        var standing = accepted.standing();
        var enough = format.enough(auction.conditions(), standing);
        var bid = new Event.BidAccepted(auction.id(), accepted.bid(), standing, enough);
        var open = (Phase.Open) auction.phase();
        var endsAt = accepted.ends().isPresent() ? caller.now()
                : endAfter(auction, open, standing, caller.now());
        var returns = Boolean.FALSE.equals(auction.participants().get(caller.name()));
        var mustJoin = auction.participants().get(caller.name()) == null
                && Participation.isTracked(auction);
        List<Event> events;
        if (caller.isRegistered() && endsAt == open.endsAt() && accepted.ends().isEmpty()
                && !returns && !mustJoin) {
            events = List.of(bid);
        } else {
            var all = new ArrayList<Event>(RegistrationRules.arrival(caller));
            if (returns || mustJoin) {
                all.add(new Event.ParticipantJoined(auction.id(), caller.name()));
            }
            all.add(bid);
            if (accepted.ends().isPresent()) {
                all.add(new Event.AuctionClosed(auction.id(), caller.now(),
                        accepted.ends().get()));
            } else if (endsAt != open.endsAt()) {
                extend(house, auction, open.endsAt(), endsAt, all);
            }
            events = List.copyOf(all);
        }
        return new Decision(
                new Reply.BidStands(auction.id(), auction.conditions().currency(),
                        standing.isLedBy(caller.name()), standing.price(),
                        format.direction() == Direction.DOWN,
                        accepted.ends().isPresent() ? Standing.NONE : enough, endsAt,
                        accepted.ends().isPresent() ? "Sold to you at the buy-now price." : null),
                events);
    }

    private static long endAfter(Auction auction, Phase.Open open, Standing after, long now) {
        if (auction.conditions().softClose().isEmpty()) {
            return open.endsAt();
        }
        var softClose = auction.conditions().softClose().get();
        return triggers(softClose, auction.standing(), after)
                ? softClose.endAfter(open.endsAt(), now, open.extensions())
                : open.endsAt();
    }

    private static boolean triggers(SoftClose softClose, Standing before, Standing after) {
        return switch (softClose.trigger()) {
            case ACCEPTED -> true;
            case PRICE -> before.price() != after.price();
            case LEAD -> !before.leader().equals(after.leader());
        };
    }

    /** The end moves, and with it that of every open auction of the group, by as much. */
    private static void extend(HouseState house, Auction auction, long from, long to,
            List<Event> events) {
        events.add(new Event.AuctionExtended(auction.id(), to, from, Cause.BID));
        house.openGroup(auction).forEach((id, member) -> {
            if (!id.equals(auction.id())) {
                var other = house.auction(id).orElseThrow();
                var end = ((Phase.Open) other.phase()).endsAt();
                var moved = movedBy(other, end, to - from);
                if (moved != end) {
                    events.add(new Event.AuctionExtended(id, moved, end, Cause.GROUP));
                }
            }
        });
    }

    private static long movedBy(Auction auction, long end, long millis) {
        if (end == dev.gavel.auction.model.Times.NEVER) {
            return end;
        }
        var softClose = auction.conditions().softClose();
        return softClose.isPresent() ? softClose.get().capped(end, end + millis) : end + millis;
    }

    /** Takes back all bids of the caller, where the auction lets them and until when it does. */
    public static Decision retract(HouseState house, Command.Retract command, Caller caller) {
        var found = Gate.find(house, command.auction(), caller.name());
        if (found.isEmpty()) {
            return Gate.unknown(command.auction());
        }
        var auction = found.get();
        var notOpen = Gate.closedFault(auction, caller.now());
        if (notOpen != null) {
            return Decision.no(notOpen);
        }
        var until = auction.conditions().retractUntil();
        if (until.isEmpty()) {
            return Decision.no(Code.NOT_RETRACTABLE, auction.id(),
                    "Bids in this auction cannot be taken back.");
        }
        if (caller.now() >= until.getAsLong()) {
            return Decision.no(Code.NOT_RETRACTABLE, auction.id(),
                    "Bids could be taken back until "
                            + dev.gavel.auction.model.Times.format(until.getAsLong()) + ".");
        }
        if (!hasBidOf(auction, caller)) {
            return Decision.no(Code.NOTHING_THERE, auction.id(), "You have no bid here.");
        }
        var format = Format.of(auction.conditions().format());
        var standing = format.without(auction, caller.name());
        return Decision.yes(new Reply.Done(auction.id(), "Your bids are taken back."),
                new Event.BidRetracted(auction.id(), caller.name(), command.reason(), standing,
                        format.enough(auction.conditions(), standing)));
    }

    private static boolean hasBidOf(Auction auction, Caller caller) {
        for (var i = auction.bids().size() - 1; i >= 0; i--) {
            var bid = auction.bids().get(i);
            if (bid.bidder().equals(caller.name()) && !bid.retracted()) {
                return true;
            }
        }
        return false;
    }
}
