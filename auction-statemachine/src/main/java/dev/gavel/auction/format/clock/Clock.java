package dev.gavel.auction.format.clock;

import dev.gavel.auction.format.BidField;
import dev.gavel.auction.format.Caller;
import dev.gavel.auction.format.Condition;
import dev.gavel.auction.format.Decision;
import dev.gavel.auction.format.Faults;
import dev.gavel.auction.format.Format;
import dev.gavel.auction.format.rounds.Rounds;
import dev.gavel.auction.message.Code;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.message.Told;
import dev.gavel.auction.message.View;
import dev.gavel.auction.model.Access;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;
import dev.gavel.auction.state.HouseState;
import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The rising clock, also called Japanese: round {@code r} shows {@code start + r * step}; whoever
 * leaves is out for good, and the last one in wins at the price of that round.
 *
 * <p>From 100.00 by 10.00: ann leaves in round 1, bob in round 2, and cid buys for 120.00. Alone at the
 * start, cid buys for 100.00 at once.
 */
public record Clock() implements Format {

    /** The only one: it has no state. */
    public static final Clock INSTANCE = new Clock();

    private static final Set<String> NEEDS = Set.of("periodMillis", "step");

    private static final Set<Condition> CONDITIONS = Collections.unmodifiableSet(
            EnumSet.of(Condition.CONFIRMATION, Condition.RUN_BY_SELLER, Condition.PACE));

    @Override
    public String about() {
        return "The price rises round by round, and the last bidder who stays wins.";
    }

    @Override
    public Set<String> needs() {
        return NEEDS;
    }

    @Override
    public Set<BidField> bidFields() {
        return Set.of();
    }

    @Override
    public Set<Condition> conditions() {
        return CONDITIONS;
    }

    @Override
    public Access.Visibility usualVisibility() {
        return Access.Visibility.PARTICIPANTS;
    }

    @Override
    public @Nullable Rejection conditionFault(Command.Create command) {
        var terms = command.conditions().rounds();
        var noPace = Rounds.paceFault(terms);
        if (noPace != null) {
            return noPace;
        }
        if (terms.isRunBySeller() && terms.confirm()) {
            return Faults.condition("confirm", "The seller's own program sees who is still there.");
        }
        if (terms.isRunBySeller() && command.conditions().timing().opensAt().isPresent()) {
            return Faults.condition("opensAt", "It starts when its seller's program opens it.");
        }
        return command.open()
                ? Faults.condition("open", "Bidders must join before the clock can start.")
                : null;
    }

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
    public Decision confirm(Auction auction, Command.Confirm command, Caller caller) {
        return ClockBidders.confirm(auction, command, caller);
    }

    @Override
    public Decision withdraw(Auction auction, OptionalLong round, Caller caller) {
        return ClockBidders.withdraw(auction, round, caller);
    }

    @Override
    public Optional<Decision> withdrawnBefore(Auction auction, Caller caller) {
        return ClockBidders.withdrawnBefore(auction, caller);
    }

    @Override
    public Decision retract(Auction auction, Command.Retract command, Caller caller) {
        return Faults.notRetractable(auction, "; withdraw leaves it, for good.");
    }

    @Override
    public @Nullable Rejection joiningFault(Auction auction, UserName user) {
        return ClockBidders.joiningFault(auction, user);
    }

    @Override
    public boolean isJoinedBeforeItOpens() {
        return true;
    }

    @Override
    public boolean isLeftByWithdrawing(Auction auction) {
        return auction.hasStarted();
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
                : ClockRounds.onlyActive(auction, Set.of());
        return only != null ? List.of(ClockRounds.sold(auction, only, 0, openedAt))
                : List.of(Rounds.start(auction, 0, auction.risingPrice(0), openedAt));
    }

    @Override
    public @Nullable Rejection pausingFault(Auction auction) {
        return auction.conditions().rounds().isRunBySeller() ? ClockBidders.runBySeller(auction)
                : null;
    }

    @Override
    public List<Event> resumed(Auction auction, Phase.Paused paused, long now) {
        return Rounds.resumed(auction, paused, price(auction), now);
    }

    @Override
    public List<Event> afterGap(Auction auction, Phase.Open open, long from, long now) {
        return Rounds.afterGap(auction, open, auction.risingPrice(open.round()), from, now);
    }

    /** The round ends; a seller's program that says nothing for too long ends the auction. */
    @Override
    public List<Event> fallDue(Auction auction, Phase.Open open) {
        return auction.conditions().rounds().isRunBySeller()
                ? List.of(new Event.AuctionClosed(auction.id(), auction.deadline(),
                        Result.UNSOLD))
                : ClockRounds.end(auction, open);
    }

    @Override
    public Decision report(HouseState house, Auction auction, Command.Update command,
            Caller caller) {
        return SellerReports.decision(house, auction, command, caller);
    }

    /** Ended by hand while several are in: nobody has won. */
    @Override
    public Result award(Auction auction, long now) {
        return Result.UNSOLD;
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
    public View.Entitlement entitlement(HouseState house, Auction auction, Caller caller,
            boolean sees) {
        return ClockBidders.entitlement(auction, caller.name());
    }

    @Override
    public void explainRunning(Auction auction, Optional<UserName> by, List<Told> out) {
        ExplainedClock.running(auction, by, out);
    }

    @Override
    public void explainClosed(Auction auction, Phase.Closed closed, Optional<UserName> by,
            List<Told> out) {
        ExplainedClock.closed(auction, closed.result(), out);
    }
}
