package dev.gavel.auction.format.clock;

import dev.gavel.auction.format.rounds.Rounds;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.model.Limits;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;
import dev.gavel.auction.state.Participant;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** How one round of a rising clock follows on another, and which is the last. */
final class ClockRounds {

    private ClockRounds() {}

    /**
     * The round ends: who did not confirm for too long is out, and the next round begins. With a grace
     * of 1, who confirmed round 3 last is still in after round 4 and out after round 5.
     */
    static List<Event> end(Auction auction, Phase.Open open) {
        var round = open.round();
        var gone = unconfirmed(auction, round);
        var events = new ArrayList<Event>();
        if (!gone.isEmpty() && gone.size() == auction.activeParticipants()) {
            events.add(allGone(auction, open));
            return events;
        }
        gone.forEach(name -> events
                .add(new Event.ParticipantWithdrawn(auction.id(), name, round)));
        var last = gone.isEmpty() ? null : onlyActive(auction, gone);
        events.add(last != null ? sold(auction, last, round, open.endsAt())
                : next(auction, open));
        return events;
    }

    private static Set<UserName> unconfirmed(Auction auction, int round) {
        var gone = new TreeSet<UserName>();
        if (auction.conditions().rounds().confirm()) {
            auction.participants().forEach((name, participant) -> {
                var missed = (long) round - participant.round();
                if (participant.isActive() && missed > auction.conditions().rounds().grace()) {
                    gone.add(name);
                }
            });
        }
        return gone;
    }

    /** The next round; where its price would pass the largest amount, nobody has won. */
    private static Event next(Auction auction, Phase.Open open) {
        var round = open.round() + 1;
        var terms = auction.conditions().rounds();
        var isTooDear = round == Integer.MAX_VALUE || (Limits.AMOUNT_MAX
                - auction.conditions().start()) / Math.max(1, terms.step()) < round;
        return isTooDear
                ? new Event.AuctionClosed(auction.id(), open.endsAt(), Result.UNSOLD)
                : Rounds.start(auction, round, auction.risingPrice(round), open.endsAt());
    }

    /**
     * All would be out: the earliest to confirm the last round that anyone did wins at its price. Bob,
     * then ann confirm 110.00, nobody 120.00: bob buys for 110.00.
     */
    private static Event allGone(Auction auction, Phase.Open open) {
        var best = new Object() {
            private @Nullable UserName name;
            private int round = Participant.NONE;
            private long row;
        };
        auction.participants().forEach((name, participant) -> {
            var isBetter = participant.round() > best.round
                    || (participant.round() == best.round && participant.row() < best.row);
            if (participant.isActive() && participant.hasRow() && isBetter) {
                best.name = name;
                best.round = participant.round();
                best.row = participant.row();
            }
        });
        return best.name == null
                ? new Event.AuctionClosed(auction.id(), open.endsAt(), Result.UNSOLD)
                : sold(auction, best.name, best.round, open.endsAt());
    }

    /** {@code winner} was the last one in, in that round. */
    static Event sold(Auction auction, UserName winner, int round, long at) {
        return new Event.AuctionClosed(auction.id(), at,
                new Result.Sold(winner, auction.risingPrice(round)));
    }

    /** The one who is left without {@code gone}; null if there are more, or none. */
    static @Nullable UserName onlyActive(Auction auction, Set<UserName> gone) {
        var left = new ArrayList<UserName>();
        auction.participants().visitWhile((name, participant) -> {
            if (participant.isActive() && !gone.contains(name)) {
                left.add(name);
            }
            return left.size() < 2;
        });
        return left.size() == 1 ? left.getFirst() : null;
    }
}
