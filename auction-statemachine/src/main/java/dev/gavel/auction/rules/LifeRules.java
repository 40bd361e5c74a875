package dev.gavel.auction.rules;

import dev.gavel.auction.format.Caller;
import dev.gavel.auction.format.Decision;
import dev.gavel.auction.format.Faults;
import dev.gavel.auction.format.kinds.Formats;
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
import dev.gavel.auction.state.Item;

import java.util.ArrayList;

/**
 * The life of an auction by its seller's hand. Asking for what is already so succeeds and changes
 * nothing.
 */
public final class LifeRules {

    /** From which version on sellers are bound by what bidders have done. */
    private static final int BOUND = 2;

    private LifeRules() {}

    /** Opens a draft, or a scheduled auction before its time. */
    public static Decision open(HouseState house, AuctionId id, Caller caller) {
        return own(house, id, caller, auction -> switch (auction.phase()) {
            case Phase.Draft draft -> opened(house, auction, caller);
            case Phase.Scheduled scheduled -> opened(house, auction, caller);
            case Phase.Open open -> stands(auction, "It was open already.");
            case Phase.Paused paused -> Decision.no(Code.PAUSED, id, "It is paused; resume it.");
            case Phase.Closed closed -> Decision.no(Faults.over(auction));
            case Phase.Cancelled cancelled -> Decision.no(Faults.over(auction));
        });
    }

    private static Decision opened(HouseState house, Auction auction, Caller caller) {
        var item = auction.listing().lot().item().flatMap(house::item);
        if (item.isPresent() && item.get().status() != Item.Status.LISTED) {
            return CatalogueRules.notAvailable(item.get());
        }
        var format = Formats.of(auction);
        var fault = format.openingFault(auction);
        if (fault != null) {
            return Decision.no(fault);
        }
        var endsAt = format.endAtOpening(auction, caller.now());
        if (endsAt <= caller.now()) {
            return Decision.no(new Rejection.Late(auction.id(), endsAt, caller.now() - endsAt));
        }
        var events = new ArrayList<Event>();
        events.add(new Event.AuctionOpened(auction.id(), caller.now(), endsAt));
        events.addAll(format.opened(auction, caller.now()));
        if (house.knows(BOUND) && events.getLast() instanceof Event.AuctionClosed closed) {
            return new Decision(new Reply.AuctionStands(auction.id(),
                    new Phase.Closed(caller.now(), caller.now(), closed.result()),
                    "Auction " + auction.id() + " was opened, and is over at once: "
                            + Formats.of(auction).sentence(auction, closed.result())),
                    events);
        }
        return new Decision(new Reply.AuctionStands(auction.id(),
                Phase.Open.first(caller.now(), endsAt), "Auction " + auction.id() + " is open."),
                events);
    }

    /** Stops the clock of an open auction. */
    public static Decision pause(HouseState house, AuctionId id, Caller caller) {
        return ownPausable(house, id, caller, auction -> switch (auction.phase()) {
            case Phase.Open open -> paused(auction, open, caller);
            case Phase.Paused paused -> stands(auction, "It was paused already.");
            case Phase.Draft draft -> notStarted(auction);
            case Phase.Scheduled scheduled -> notStarted(auction);
            case Phase.Closed closed -> Decision.no(Faults.over(auction));
            case Phase.Cancelled cancelled -> Decision.no(Faults.over(auction));
        });
    }

    private static Decision paused(Auction auction, Phase.Open open, Caller caller) {
        var left = auction.pauseLeft(open, caller.now());
        if (auction.knows(BOUND) && left == 0) {
            return Decision.no(Code.LIMIT_EXCEEDED, auction.id(),
                    "It was paused for as long as its "
                            + "conditions let it, "
                            + Times.length(auction.conditions().timing().maxPauseMillis())
                            + " in all.");
        }
        return Decision.yes(
                new Reply.AuctionStands(auction.id(), new Phase.Paused(open, caller.now()),
                        "Auction " + auction.id() + " is paused" + (auction.knows(BOUND)
                                ? "; it goes on by itself after " + Times.length(left) + "."
                                : ".")),
                new Event.AuctionPaused(auction.id(), caller.now()));
    }

    /** Lets the clock run on: the end moves by the length of the pause. */
    public static Decision resume(HouseState house, AuctionId id, Caller caller) {
        return ownPausable(house, id, caller, auction -> switch (auction.phase()) {
            case Phase.Paused paused -> resumed(auction, paused, caller);
            case Phase.Open open -> stands(auction, "It was running already.");
            case Phase.Draft draft -> notStarted(auction);
            case Phase.Scheduled scheduled -> notStarted(auction);
            case Phase.Closed closed -> Decision.no(Faults.over(auction));
            case Phase.Cancelled cancelled -> Decision.no(Faults.over(auction));
        });
    }

    private static Decision resumed(Auction auction, Phase.Paused paused, Caller caller) {
        var events = Formats.of(auction)
                .resumed(auction, paused,
                        caller.now());
        var open = ((Event.AuctionResumed) events.getFirst()).phase();
        return new Decision(new Reply.AuctionStands(auction.id(), open,
                "Auction " + auction.id() + " runs on."), events);
    }

    /**
     * Ends the auction now: the standing bid wins as it would at the end. Before it opened, that is
     * without a sale; where bids were committed to, it begins their opening, and a second time ends that.
     */
    public static Decision close(HouseState house, AuctionId id, Caller caller) {
        return own(house, id, caller, auction -> switch (auction.phase()) {
            case Phase.Closed closed -> stands(auction, "It was closed already.");
            case Phase.Cancelled cancelled -> Decision.no(Faults.over(auction));
            case Phase.Draft draft -> closed(auction, caller);
            case Phase.Scheduled scheduled -> closed(auction, caller);
            case Phase.Open open -> closed(auction, caller);
            case Phase.Paused paused -> closed(auction, caller);
        });
    }

    private static Decision closed(Auction auction, Caller caller) {
        var format = Formats.of(auction);
        var tooEarly = format.closingFault(auction);
        if (tooEarly != null) {
            return Decision.no(tooEarly);
        }
        var events = format.closedByHand(auction, caller.now());
        if (events.getFirst() instanceof Event.AuctionClosed closed) {
            return new Decision(
                    new Reply.AuctionStands(auction.id(),
                            new Phase.Closed(Times.NEVER, caller.now(), closed.result()),
                            "Closed: " + Formats.of(auction).sentence(auction, closed.result())),
                    events);
        }
        return new Decision(new Reply.Done(auction.id(),
                "No more commitments are taken; those posted may be opened now."), events);
    }

    /** Calls the auction off, before it closed: nobody has won, units bought off a clock included. */
    public static Decision cancel(HouseState house, AuctionId id, Caller caller) {
        return own(house, id, caller, auction -> switch (auction.phase()) {
            case Phase.Cancelled cancelled -> stands(auction, "It was called off already.");
            case Phase.Closed closed -> Decision.no(Faults.over(auction));
            case Phase.Draft draft -> cancelled(id, caller);
            case Phase.Scheduled scheduled -> cancelled(id, caller);
            case Phase.Open open -> begun(auction, caller);
            case Phase.Paused paused -> begun(auction, caller);
        });
    }

    private static Decision begun(Auction auction, Caller caller) {
        var fault = Formats.of(auction).cancellingFault(auction);
        return fault != null ? Decision.no(fault) : cancelled(auction.id(), caller);
    }

    private static Decision cancelled(AuctionId id, Caller caller) {
        return Decision.yes(
                new Reply.AuctionStands(id, new Phase.Cancelled(caller.now()),
                        "Auction " + id + " is called off."),
                new Event.AuctionCancelled(id, caller.now()));
    }

    /**
     * Takes the bid below the reserve: offered at 11:03:10 for a minute, at 11:04:09.999 for the last
     * time.
     */
    public static Decision acceptOffer(HouseState house, AuctionId id, Caller caller) {
        return own(house, id, caller, auction -> {
            if (auction.phase() instanceof Phase.Closed closed) {
                return switch (closed.result()) {
                    case Result.Pending offer -> {
                        var sold = new Result.Sold(offer.bidder(), offer.price());
                        yield settled(auction, closed, sold);
                    }
                    case Result.Sold sold -> stands(auction, "It was sold already.");
                    case Result.SoldUnits sold -> stands(auction, "It was sold already.");
                    case Result.Unsold unsold -> noOffer(id);
                };
            }
            return noOffer(id);
        });
    }

    /** Refuses the bid below the reserve: unsold. */
    public static Decision refuseOffer(HouseState house, AuctionId id, Caller caller) {
        return own(house, id, caller, auction -> {
            if (auction.phase() instanceof Phase.Closed closed) {
                return switch (closed.result()) {
                    case Result.Pending offer -> settled(auction, closed, Result.UNSOLD);
                    case Result.Unsold unsold -> stands(auction, "It was unsold already.");
                    case Result.Sold sold -> noOffer(id);
                    case Result.SoldUnits sold -> noOffer(id);
                };
            }
            return noOffer(id);
        });
    }

    private static Decision settled(Auction auction, Phase.Closed closed, Result result) {
        return Decision.yes(
                new Reply.AuctionStands(auction.id(),
                        new Phase.Closed(closed.openedAt(), closed.at(), result),
                        "Settled: " + Formats.of(auction).sentence(auction, result)),
                new Event.OfferSettled(auction.id(), result));
    }

    private static Decision noOffer(AuctionId id) {
        return Decision.no(Code.NOTHING_THERE, id, "There is no offer to answer.");
    }

    private static Decision stands(Auction auction, String sentence) {
        return Decision.yes(new Reply.AuctionStands(auction.id(), auction.phase(), sentence));
    }

    private static Decision notStarted(Auction auction) {
        return Decision.no(new Rejection.NotStarted(auction.id(),
                auction.phase() instanceof Phase.Scheduled scheduled ? scheduled.opensAt()
                        : Times.NEVER));
    }

    /** Takes a report of the seller's own program. */
    public static Decision report(HouseState house, Command.Update command, Caller caller) {
        return own(house, command.auction(), caller,
                auction -> Formats.of(auction).report(house, auction, command, caller));
    }

    private static Decision own(HouseState house, AuctionId id, Caller caller, Step step) {
        var found = Gate.find(house, id, caller.name());
        if (found.isEmpty()) {
            return Gate.unknown(id);
        }
        var notOwner = Gate.ownerFault(found.get(), caller.name());
        return notOwner != null ? Decision.no(notOwner) : step.of(found.get());
    }

    /** As {@link #own}, where the format lets its seller pause and resume it. */
    private static Decision ownPausable(HouseState house, AuctionId id, Caller caller,
            Step step) {
        return own(house, id, caller, auction -> {
            var fault = Formats.of(auction).pausingFault(auction);
            return fault != null ? Decision.no(fault) : step.of(auction);
        });
    }

    /** What is decided about one's own auction. */
    private interface Step {
        Decision of(Auction auction);
    }
}
