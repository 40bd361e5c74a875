package dev.gavel.auction.format.rounds;

import dev.gavel.auction.format.Faults;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.RoundTerms;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.state.Auction;
import org.jspecify.annotations.Nullable;

import java.util.List;

/** What rising and falling clocks share. */
public final class Rounds {

    private Rounds() {}

    /** What is missing in the terms of a new clock; null if nothing is. */
    public static @Nullable Rejection paceFault(RoundTerms terms) {
        if (terms.periodMillis() == 0) {
            return Faults.condition("periodMillis",
                    "It is missing: a clock needs the length of its rounds.");
        }
        return terms.step() == 0
                ? Faults.condition("step", "It is missing: a clock needs the step of its price.")
                : null;
    }

    /** The round of a clock that runs, or that a pause broke off. */
    public static Phase.Open present(Auction auction) {
        return auction.phase() instanceof Phase.Paused paused ? paused.before()
                : (Phase.Open) auction.phase();
    }

    /**
     * A round that an outage broke off is void: it begins again at {@code now}, at its own price. Round 2
     * at 7.00 from 11:05:10, nothing logged from 11:05:15 to 11:05:33: round 2 at 7.00 until 11:05:43.
     */
    public static List<Event> afterGap(Auction auction, Phase.Open open, long price, long from,
            long now) {
        var conditions = auction.conditions();
        return now - from <= conditions.timing().outageGraceMillis() ? List.of()
                : List.of(start(auction, open.round(), price, now));
    }

    /**
     * A round that a pause broke off is void likewise, and what was confirmed in it, but for auctions of the
     * first version; who left it stays out.
     */
    public static List<Event> resumed(Auction auction, Phase.Paused paused, long price, long now) {
        var open = auction.afterPause(paused, now, Times.NEVER);
        return List.of(new Event.AuctionResumed(auction.id(), open),
                start(auction, open.round(), price, now));
    }

    /** A round begins; when it ends is not known where the seller's own program calls the next. */
    public static Event start(Auction auction, int round, long price, long since) {
        var terms = auction.conditions().rounds();
        return new Event.RoundStarted(auction.id(), round, price, since,
                terms.isRunBySeller() ? Times.NEVER : since + terms.periodMillis());
    }
}
