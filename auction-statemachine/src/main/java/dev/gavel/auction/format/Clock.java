package dev.gavel.auction.format;

import dev.gavel.auction.message.Code;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.message.Reply;
import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.Limits;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;
import dev.gavel.auction.state.HouseState;
import dev.gavel.auction.state.Participant;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * The rising clock, also called Japanese: round {@code r} shows {@code start + r * step}; whoever
 * leaves is out for good, and the last one in wins at the price of that round.
 *
 * <p>From 100.00 by 10.00: ann leaves in round 1, bob in round 2, and cid buys for 120.00. Alone at the
 * start, cid buys for 100.00 at once.
 */
public record Clock() implements Format {

    static final Clock INSTANCE = new Clock();

    @Override
    public Decision bid(HouseState house, Auction auction, Command.Bid command, Caller caller) {
        return Decision.no(Faults.bad(auction, "op",
                "Nobody names an amount here: " + instead(auction)));
    }

    @Override
    public String instead(Auction auction) {
        return "who joined is in at the price of the round; send "
                + (auction.conditions().rounds().confirm() ? "confirm to stay in, " : "")
                + "withdraw to leave.";
    }

    @Override
    public long price(Auction auction) {
        return switch (auction.phase()) {
            case Phase.Open open -> auction.risingPrice(open.round());
            case Phase.Paused paused -> auction.risingPrice(paused.before().round());
            default -> auction.conditions().start();
        };
    }

    @Override
    public OptionalLong enough(Auction auction) {
        return OptionalLong.empty();
    }

    @Override
    public @Nullable Rejection openingFault(Auction auction) {
        return auction.activeParticipants() > 0 ? null
                : new Rejection.Plain(Code.NO_PARTICIPANTS, auction.id(), "",
                        "Nobody has joined yet; the clock needs at least one bidder.");
    }

    @Override
    public long endAtOpening(Auction auction, long openedAt) {
        return Times.NEVER;
    }

    @Override
    public List<Event> opened(Auction auction, long openedAt) {
        var only = auction.conditions().rounds().isRunBySeller() ? null
                : onlyActive(auction, Set.of());
        return only != null ? List.of(sold(auction, only, 0, openedAt))
                : List.of(Rounds.start(auction, 0, auction.risingPrice(0), openedAt));
    }

    @Override
    public List<Event> resumed(Auction auction, Phase.Paused paused, long now) {
        return Rounds.resumed(auction, paused, price(auction), now);
    }

    @Override
    public List<Event> afterGap(Auction auction, Phase.Open open, long from, long now) {
        return Rounds.afterGap(auction, open, auction.risingPrice(open.round()), from, now);
    }

    /**
     * Drops out, where that leaves more than one in; where it leaves one, that one wins, so that the
     * second of two who leave together has won. Refusals in order: not joined, run by the seller's
     * program, stale round, a round to
     * come.
     */
    public Decision withdraw(Auction auction, OptionalLong round, Caller caller) {
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
        var last = onlyActive(auction, gone);
        if (last != null) {
            events.add(sold(auction, last, open.round(), caller.now()));
        }
        return new Decision(new Reply.Done(auction.id(), "You are out, for good."), events);
    }

    /** What is asked of the house, but is the business of the seller's own program. */
    public static Rejection runBySeller(Auction auction) {
        return new Rejection.Plain(Code.RUN_BY_SELLER, auction.id(), "",
                "The clock runs in the program of its seller, not here; ask that, at the "
                        + "address of the user " + auction.seller() + ".");
    }

    /** The winner asks to leave after all. */
    public static Decision lastCannotLeave(Auction auction) {
        return Decision.no(Code.LAST_ACTIVE_BIDDER, auction.id(),
                "You were the last one in: the lot is yours.");
    }

    /**
     * Stays for the round named. Refusals in order: not joined, withdrawn, run by the seller's program,
     * stale round, a round to come.
     */
    public Decision confirm(Auction auction, Command.Confirm command, Caller caller) {
        var participant = auction.participant(caller.name());
        if (participant == null) {
            return Decision.no(Code.NOT_JOINED, auction.id(), "You have not joined.");
        }
        if (!participant.isActive()) {
            return Decision.no(Code.ALREADY_WITHDRAWN, auction.id(), "You are out, for good.");
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

    /**
     * The round ends: who did not confirm for too long is out, and the next round begins. With a grace
     * of 1, who confirmed round 3 last is still in after round 4 and out after round 5.
     */
    @Override
    public List<Event> fallDue(Auction auction, Phase.Open open) {
        if (auction.conditions().rounds().isRunBySeller()) {
            return List
                    .of(new Event.AuctionClosed(auction.id(), auction.deadline(), Result.UNSOLD));
        }
        var round = open.round();
        var events = new ArrayList<Event>();
        var gone = new TreeSet<UserName>();
        if (auction.conditions().rounds().confirm()) {
            auction.participants().forEach((name, participant) -> {
                var missed = (long) round - participant.round();
                if (participant.isActive() && missed > auction.conditions().rounds().grace()) {
                    gone.add(name);
                }
            });
        }
        var isLastRound = false;
        if (!gone.isEmpty() && gone.size() == auction.activeParticipants()) {
            events.add(allGone(auction, open));
            isLastRound = true;
        } else {
            gone.forEach(name -> events
                    .add(new Event.ParticipantWithdrawn(auction.id(), name, round)));
            var last = gone.isEmpty() ? null : onlyActive(auction, gone);
            if (last != null) {
                events.add(sold(auction, last, round, open.endsAt()));
                isLastRound = true;
            }
        }
        if (!isLastRound) {
            events.add(next(auction, open));
        }
        return events;
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

    private static Event sold(Auction auction, UserName winner, int round, long at) {
        return new Event.AuctionClosed(auction.id(), at,
                new Result.Sold(winner, auction.risingPrice(round)));
    }

    /** The one who is left without {@code gone}; null if there are more, or none. */
    private static @Nullable UserName onlyActive(Auction auction, Set<UserName> gone) {
        var left = new ArrayList<UserName>();
        auction.participants().visitWhile((name, participant) -> {
            if (participant.isActive() && !gone.contains(name)) {
                left.add(name);
            }
            return left.size() < 2;
        });
        return left.size() == 1 ? left.getFirst() : null;
    }

    /** Ended by hand while several are in: nobody has won. */
    @Override
    public Result award(Auction auction, long now) {
        return Result.UNSOLD;
    }
}
