package dev.gavel.auction.format;

import dev.gavel.auction.message.Event;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.state.Auction;

import java.util.List;

/** What rising and falling clocks share. */
final class Rounds {

    private Rounds() {}

    /**
     * A round that an outage broke off is void: it begins again at {@code now}, at its own price. Round 2
     * at 7.00 from 11:05:10, nothing logged from 11:05:15 to 11:05:33: round 2 at 7.00 until 11:05:43.
     */
    static List<Event> afterGap(Auction auction, Phase.Open open, long price, long from,
            long now) {
        var conditions = auction.conditions();
        return now - from <= conditions.timing().outageGraceMillis() ? List.of()
                : List.of(start(auction, open.round(), price, now));
    }

    /**
     * A round that a pause broke off is void likewise, and what was confirmed in it, but for auctions of the
     * first version; who left it stays out.
     */
    static List<Event> resumed(Auction auction, Phase.Paused paused, long price, long now) {
        var open = auction.afterPause(paused, now, Times.NEVER);
        return List.of(new Event.AuctionResumed(auction.id(), open),
                start(auction, open.round(), price, now));
    }

    /** A round begins; when it ends is not known where the seller's own program calls the next. */
    static Event start(Auction auction, int round, long price, long since) {
        var terms = auction.conditions().rounds();
        return new Event.RoundStarted(auction.id(), round, price, since,
                terms.isRunBySeller() ? Times.NEVER : since + terms.periodMillis());
    }
}
