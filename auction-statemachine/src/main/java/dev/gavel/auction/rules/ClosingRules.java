package dev.gavel.auction.rules;

import dev.gavel.auction.format.kinds.Formats;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.model.Limits;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.state.Auction;
import dev.gavel.auction.state.Evolution;
import dev.gavel.auction.state.HouseState;
import dev.gavel.auction.state.Item;

import java.util.ArrayList;
import java.util.List;

/**
 * What falls due by the clock. Time passes in order of deadline and then of auction id, whatever the
 * entry that brings it: each auction opens and closes at the time it says, not when that was noticed.
 */
public final class ClosingRules {

    private ClosingRules() {}

    /** Whether nothing at all happens by {@code now}. */
    public static boolean isQuiet(HouseState house, long now) {
        return house.firstDeadline() > now
                && now - house.timeMillis() <= Limits.OUTAGE_GRACE_MILLIS_MIN;
    }

    /**
     * Brings {@code house} to {@code now}.
     *
     * <p>First the fair share of an outage: if nothing was logged for longer than an auction's grace,
     * there was no majority, and nobody could bid. Where its end lies in that gap, or within its
     * closing window after it, it moves by the length of the gap. Since an open auction has the leader
     * write at least every second, an idle house is no outage.
     *
     * <p>Then all that is due. With ends at 11:54:00.500 (lots 11 and 13) and 11:54:00.200 (lot 12), one
     * entry at 11:54:01 closes 12, 11, 13, each at the time it said.
     *
     * @return the house at {@code now} with what happened on the way
     */
    public static Passage bring(HouseState house, long now) {
        var events = new ArrayList<Event>();
        var at = extendForGap(house, now, events);
        while (at.firstDeadline() <= now) {
            var auction = at.firstDue().orElseThrow();
            for (var event : due(at, auction, now)) {
                events.add(event);
                at = Evolution.fold(at, event);
            }
        }
        return new Passage(at.at(now), List.copyOf(events));
    }

    private static HouseState extendForGap(HouseState house, long now, List<Event> events) {
        if (house.openAuctions() == 0
                || now - house.timeMillis() <= Limits.OUTAGE_GRACE_MILLIS_MIN) {
            return house;
        }
        var moved = new ArrayList<Event>();
        house.visitDue(now + house.reachMillis(), auction -> {
            if (auction.phase() instanceof Phase.Open open) {
                moved.addAll(Formats.of(auction).afterGap(auction, open, house.timeMillis(), now));
            }
        });
        events.addAll(moved);
        return Evolution.fold(house, moved);
    }

    private static List<Event> due(HouseState house, Auction auction, long now) {
        return switch (auction.phase()) {
            case Phase.Scheduled scheduled ->
                opening(house, auction, scheduled.opensAt(), now);
            case Phase.Open open -> Formats.of(auction).fallDue(auction, open);
            case Phase.Closed closed ->
                List.of(new Event.OfferSettled(auction.id(), Result.UNSOLD));
            case Phase.Draft p -> throw neverDue(auction);
            case Phase.Paused p -> resumption(auction, p, now);
            case Phase.Cancelled p -> throw neverDue(auction);
        };
    }

    /**
     * Opens a scheduled auction. Where its item is gone it is called off; where nobody joined a rising
     * clock it closes without a sale. What of an outage lies after the opening counts for it.
     */
    private static List<Event> opening(HouseState house, Auction auction, long time, long now) {
        var item = auction.listing().lot().item().flatMap(house::item);
        if (item.isPresent() && item.get().status() != Item.Status.LISTED) {
            return List.of(new Event.AuctionCancelled(auction.id(), time));
        }
        var format = Formats.of(auction);
        if (format.openingFault(auction) != null) {
            return List.of(new Event.AuctionClosed(auction.id(), time, Result.UNSOLD));
        }
        var endsAt = format.endAtOpening(auction, time);
        var events = new ArrayList<Event>();
        events.add(new Event.AuctionOpened(auction.id(), time, endsAt));
        var more = format.opened(auction, time);
        events.addAll(more);
        if (more.isEmpty() || !(more.getLast() instanceof Event.AuctionClosed)) {
            events.addAll(format.afterGap(auction, Phase.Open.first(time, endsAt), time, now));
        }
        return events;
    }

    /** A pause has lasted as long as the conditions let it. What of an outage lies after that counts. */
    private static List<Event> resumption(Auction auction, Phase.Paused paused, long now) {
        var at = auction.deadline();
        var format = Formats.of(auction);
        var events = new ArrayList<Event>(format.resumed(auction, paused, at));
        var open = ((Event.AuctionResumed) events.getFirst()).phase();
        var goesOn = events.getLast() instanceof Event.RoundStarted round
                ? open.inRound(round.round(), round.since(), round.endsAt())
                : open;
        events.addAll(format.afterGap(auction, goesOn, at, now));
        return events;
    }

    private static IllegalStateException neverDue(Auction auction) {
        return new IllegalStateException("auction " + auction.id() + " cannot fall due");
    }

    /**
     * Time passed.
     *
     * @param house the house at its end
     * @param events what happened on the way
     */
    public record Passage(HouseState house, List<Event> events) {}
}
