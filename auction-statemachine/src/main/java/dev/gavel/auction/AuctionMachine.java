package dev.gavel.auction;

import dev.gavel.auction.format.Caller;
import dev.gavel.auction.format.Decision;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.model.HouseVersion;
import dev.gavel.auction.model.Limits;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.rules.BiddingRules;
import dev.gavel.auction.rules.CatalogueRules;
import dev.gavel.auction.rules.ClosingRules;
import dev.gavel.auction.rules.LifeRules;
import dev.gavel.auction.rules.Participation;
import dev.gavel.auction.rules.RegistrationRules;
import dev.gavel.auction.rules.VersionRules;
import dev.gavel.auction.state.Evolution;
import dev.gavel.auction.state.HouseState;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The auction house as a function of state, command and time. Total: whatever is asked gets an answer,
 * and an exception is a bug. A dry run is {@link #apply} with the state dropped.
 */
public final class AuctionMachine {

    private AuctionMachine() {}

    /**
     * As {@link #apply(HouseState, Command, String, long, long)}, outside any log: the index is 0.
     */
    public static Outcome apply(HouseState before, Command command, UserName by, Instant time) {
        return apply(before, command, by.value(), time.toEpochMilli(), 0);
    }

    /**
     * What follows from a command: first what is due by its time, then the command itself.
     *
     * @param before the house
     * @param command what is asked, {@link Command.Malformed} included
     * @param by who asks; refused if it is no user name
     * @param timeMillis replicated time of the entry, in milliseconds since 1970; time does not run
     *        back, an earlier one counts as that of the entry before
     * @param index log index of the entry, kept with each bid
     * @return the house after it, what happened, and the answer
     */
    public static Outcome apply(HouseState before, Command command, String by, long timeMillis,
            long index) {
        var now = Math.max(before.timeMillis(), timeMillis);
        if (ClosingRules.isQuiet(before, now)) {
            var house = before.at(now);
            var decision = decide(house, command, by, now, index);
            return new Outcome(Evolution.fold(house, decision.events()), decision.events(),
                    Optional.of(decision.reply()));
        }
        var passage = ClosingRules.bring(before, now);
        var decision = decide(passage.house(), command, by, now, index);
        var events = new ArrayList<Event>(passage.events());
        events.addAll(decision.events());
        return new Outcome(Evolution.fold(passage.house(), decision.events()), List.copyOf(events),
                Optional.of(decision.reply()));
    }

    /** Brings the house to {@code time}: opens, extends and closes all that is due. */
    public static Outcome advance(HouseState before, Instant time) {
        return advance(before, time.toEpochMilli());
    }

    /** As {@link #advance(HouseState, Instant)}, with milliseconds since 1970. */
    public static Outcome advance(HouseState before, long timeMillis) {
        var now = Math.max(before.timeMillis(), timeMillis);
        if (ClosingRules.isQuiet(before, now)) {
            return new Outcome(before.at(now), List.of(), Optional.empty());
        }
        var passage = ClosingRules.bring(before, now);
        return new Outcome(passage.house(), passage.events(), Optional.empty());
    }

    /** As {@link #nextDeadlineMillis}; empty for never. */
    public static Optional<Instant> nextDeadline(HouseState state) {
        var next = nextDeadlineMillis(state);
        return next == Times.NEVER ? Optional.empty() : Optional.of(Instant.ofEpochMilli(next));
    }

    /**
     * When the leader must log something, if nobody asks for anything before: at the next opening or
     * closing, and while an auction is open at least every second, so that a longer gap in the log
     * means that there was no majority. In milliseconds since 1970; {@link Times#NEVER} for never.
     */
    public static long nextDeadlineMillis(HouseState state) {
        return state.openAuctions() == 0 ? state.firstDeadline()
                : Math.min(state.firstDeadline(), state.timeMillis() + Limits.HEARTBEAT_MILLIS);
    }

    /** Adopting is what a house of any version knows, when the house itself asks for it. */
    public static Command asKnownTo(HouseState house, Command command) {
        return command instanceof Command.Later later && (house.knows(later.version())
                || later.command() instanceof Command.Adopt) ? later.command() : command;
    }

    private static Decision decide(HouseState house, Command command, String by, long now,
            long index) {
        var known = house.userOrNull(by);
        if (known == null && !UserName.isValid(by)) {
            if (HouseVersion.isOfTheHouse(by)
                    && asKnownTo(house, command) instanceof Command.Adopt c) {
                return VersionRules.adopt(house, c);
            }
            return Decision.bad("by", by.isEmpty() ? "Say who you are: give a user name."
                    : "That is no user name: " + UserName.RULE + ".");
        }
        var caller = new Caller(known != null ? known.name() : new UserName(by), known != null,
                now, index);
        return switch (command) {
            case Command.Bid c -> BiddingRules.place(house, c, caller);
            case Command.Register c -> RegistrationRules.register(house, c, caller);
            case Command.Consign c -> CatalogueRules.consign(house, c, caller);
            case Command.WithdrawItem c -> CatalogueRules.withdraw(house, c, caller);
            case Command.Create c -> CatalogueRules.create(house, c, caller);
            case Command.Open c -> LifeRules.open(house, c.auction(), caller);
            case Command.Pause c -> LifeRules.pause(house, c.auction(), caller);
            case Command.Resume c -> LifeRules.resume(house, c.auction(), caller);
            case Command.Close c -> LifeRules.close(house, c.auction(), caller);
            case Command.Cancel c -> LifeRules.cancel(house, c.auction(), caller);
            case Command.Join c -> Participation.join(house, c, caller);
            case Command.Leave c -> Participation.leave(house, c, caller);
            case Command.Retract c -> BiddingRules.retract(house, c, caller);
            case Command.AcceptOffer c -> LifeRules.acceptOffer(house, c.auction(), caller);
            case Command.RefuseOffer c -> LifeRules.refuseOffer(house, c.auction(), caller);
            case Command.Withdraw c -> BiddingRules.withdraw(house, c, caller);
            case Command.Accept c -> BiddingRules.accept(house, c, caller);
            case Command.Confirm c -> BiddingRules.confirm(house, c, caller);
            case Command.Commit c -> BiddingRules.commit(house, c, caller);
            case Command.Reveal c -> BiddingRules.reveal(house, c, caller);
            case Command.Update c -> LifeRules.report(house, c, caller);
            case Command.Adopt c -> VersionRules.notByUsers(house);
            case Command.Later c -> house.knows(c.version())
                    ? decide(house, c.command(), by, now, index)
                    : VersionRules.notAdopted(house, c);
            case Command.Malformed c -> Decision.bad(c.field(), c.sentence());
        };
    }

}
