package dev.gavel.auction.rules;

import dev.gavel.auction.format.Caller;
import dev.gavel.auction.format.Clock;
import dev.gavel.auction.format.Commitments;
import dev.gavel.auction.format.Decision;
import dev.gavel.auction.format.Format;
import dev.gavel.auction.message.Code;
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
import org.jspecify.annotations.Nullable;

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
            case Phase.Closed closed -> over(auction);
            case Phase.Cancelled cancelled -> over(auction);
        });
    }

    private static Decision opened(HouseState house, Auction auction, Caller caller) {
        var item = auction.listing().lot().item().flatMap(house::item);
        if (item.isPresent() && item.get().status() != Item.Status.LISTED) {
            return CatalogueRules.notAvailable(item.get());
        }
        var format = Format.of(auction.conditions().format());
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
        return new Decision(new Reply.AuctionStands(auction.id(),
                Phase.Open.first(caller.now(), endsAt), "Auction " + auction.id() + " is open."),
                events);
    }

    /** Stops the clock of an open auction. */
    public static Decision pause(HouseState house, AuctionId id, Caller caller) {
        return ownByHouse(house, id, caller, auction -> switch (auction.phase()) {
            case Phase.Open open -> paused(auction, open, caller);
            case Phase.Paused paused -> stands(auction, "It was paused already.");
            case Phase.Draft draft -> notStarted(auction);
            case Phase.Scheduled scheduled -> notStarted(auction);
            case Phase.Closed closed -> over(auction);
            case Phase.Cancelled cancelled -> over(auction);
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

    /** Why its seller can neither end nor call it off: commitments are being opened; null if they can. */
    private static @Nullable Rejection revealFault(Auction auction) {
        if (!auction.knows(BOUND) || !Commitments.isRevealing(auction)) {
            return null;
        }
        return new Rejection.Plain(Code.REVEALING, auction.id(), "",
                auction.phase() instanceof Phase.Open open
                        ? "Bids are being opened until " + Times.format(open.endsAt())
                                + "; it closes by itself then."
                        : "Bids were being opened when it was paused; resume it, and it closes by "
                                + "itself.");
    }

    /** Lets the clock run on: the end moves by the length of the pause. */
    public static Decision resume(HouseState house, AuctionId id, Caller caller) {
        return ownByHouse(house, id, caller, auction -> switch (auction.phase()) {
            case Phase.Paused paused -> resumed(auction, paused, caller);
            case Phase.Open open -> stands(auction, "It was running already.");
            case Phase.Draft draft -> notStarted(auction);
            case Phase.Scheduled scheduled -> notStarted(auction);
            case Phase.Closed closed -> over(auction);
            case Phase.Cancelled cancelled -> over(auction);
        });
    }

    private static Decision resumed(Auction auction, Phase.Paused paused, Caller caller) {
        var events = Format.of(auction.conditions().format())
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
            case Phase.Cancelled cancelled -> over(auction);
            case Phase.Draft draft -> closed(auction, caller);
            case Phase.Scheduled scheduled -> closed(auction, caller);
            case Phase.Open open -> closed(auction, caller);
            case Phase.Paused paused -> closed(auction, caller);
        });
    }

    private static Decision closed(Auction auction, Caller caller) {
        var tooEarly = revealFault(auction);
        if (tooEarly != null) {
            return Decision.no(tooEarly);
        }
        var events = Format.of(auction.conditions().format()).closedByHand(auction, caller.now());
        if (events.getFirst() instanceof Event.AuctionClosed closed) {
            return new Decision(
                    new Reply.AuctionStands(auction.id(),
                            new Phase.Closed(Times.NEVER, caller.now(), closed.result()),
                            "Closed: " + Results.sentence(auction, closed.result())),
                    events);
        }
        return new Decision(new Reply.Done(auction.id(),
                "No more commitments are taken; those posted may be opened now."), events);
    }

    /** Calls the auction off, before it closed: nobody has won, units bought off a clock included. */
    public static Decision cancel(HouseState house, AuctionId id, Caller caller) {
        return own(house, id, caller, auction -> switch (auction.phase()) {
            case Phase.Cancelled cancelled -> stands(auction, "It was called off already.");
            case Phase.Closed closed -> over(auction);
            case Phase.Draft draft -> cancelled(id, caller);
            case Phase.Scheduled scheduled -> cancelled(id, caller);
            case Phase.Open open -> begun(auction, caller);
            case Phase.Paused paused -> begun(auction, caller);
        });
    }

    /** What was bought stays bought, and what is being opened is opened. */
    private static Decision begun(Auction auction, Caller caller) {
        var tooEarly = revealFault(auction);
        if (tooEarly != null) {
            return Decision.no(tooEarly);
        }
        if (auction.knows(BOUND) && auction.unitsTaken() > 0) {
            return Decision.no(Code.UNITS_SOLD, auction.id(), auction.unitsTaken()
                    + " were bought and stay so; close it, and no more are sold.");
        }
        return cancelled(auction.id(), caller);
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
                        "Settled: " + Results.sentence(auction, result)),
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

    static Decision over(Auction auction) {
        return auction.phase() instanceof Phase.Cancelled
                ? Decision.no(Code.CANCELLED, auction.id(), "The auction was called off.")
                : Decision.no(Code.NOT_OPEN, auction.id(),
                        "The auction is closed, and stays so.");
    }

    private static Decision own(HouseState house, AuctionId id, Caller caller, Step step) {
        var found = Gate.find(house, id, caller.name());
        if (found.isEmpty()) {
            return Gate.unknown(id);
        }
        var notOwner = Gate.ownerFault(found.get(), caller.name());
        return notOwner != null ? Decision.no(notOwner) : step.of(found.get());
    }

    /** As {@link #own}, for what the seller's own program does where that runs the clock. */
    private static Decision ownByHouse(HouseState house, AuctionId id, Caller caller, Step step) {
        return own(house, id, caller,
                auction -> auction.conditions().rounds().isRunBySeller()
                        ? Decision.no(Clock.runBySeller(auction))
                        : step.of(auction));
    }

    /** What is decided about one's own auction. */
    private interface Step {
        Decision of(Auction auction);
    }
}
