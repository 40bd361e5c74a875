package dev.gavel.auction.format.outcry;

import dev.gavel.auction.format.BidField;
import dev.gavel.auction.format.Caller;
import dev.gavel.auction.format.Condition;
import dev.gavel.auction.format.Decision;
import dev.gavel.auction.format.Faults;
import dev.gavel.auction.format.Format;
import dev.gavel.auction.format.OpenBidding;
import dev.gavel.auction.format.Prices;
import dev.gavel.auction.message.BidStory;
import dev.gavel.auction.message.Code;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.message.Reply;
import dev.gavel.auction.message.Told;
import dev.gavel.auction.message.View;
import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.Limits;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.Standing;
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
import java.util.function.Consumer;

/** Open bids, which stand until a better one comes; the kinds differ in which way their bids go. */
public interface OpenOutcry extends Format, OpenBidding {

    /** What can be said of an auction with open bids. */
    Set<Condition> CONDITIONS = Collections.unmodifiableSet(EnumSet.of(Condition.END,
            Condition.RESERVE, Condition.BELOW_RESERVE, Condition.RESERVE_MODE,
            Condition.INCREMENT, Condition.GRID, Condition.PROXY, Condition.BUY_NOW,
            Condition.SOFT_CLOSE, Condition.GROUP, Condition.RETRACTION));

    /** What a bid can say. */
    Set<BidField> BID_FIELDS = Collections
            .unmodifiableSet(EnumSet.of(BidField.AMOUNT, BidField.MAX, BidField.BUY));

    @Override
    default Set<Condition> conditions() {
        return CONDITIONS;
    }

    @Override
    default Set<BidField> bidFields() {
        return BID_FIELDS;
    }

    @Override
    default @Nullable Rejection conditionFault(Command.Create command) {
        return Prices.fault(command.conditions(), direction());
    }

    @Override
    default Optional<OpenBidding> openBids() {
        return Optional.of(this);
    }

    @Override
    default Decision bid(HouseState house, Auction auction, Command.Bid command, Caller caller) {
        var oddField = Faults.unitsOrRound(auction, command);
        if (oddField != null) {
            return Decision.no(oddField);
        }
        return switch (OpenBids.bid(auction, caller, command, direction())) {
            case Verdict.Refused refused -> Decision.no(refused.rejection());
            case Verdict.Accepted accepted ->
                AcceptedBids.decision(house, auction, accepted, caller, direction());
        };
    }

    @Override
    default String instead(Auction auction) {
        return "send bid with your amount instead.";
    }

    @Override
    default Decision withdraw(Auction auction, OptionalLong round, Caller caller) {
        var until = auction.conditions().retractUntil();
        return until.isEmpty() ? Faults.binding()
                : Decision.bad("op",
                        "Open bids are binding; this auction lets you retract them until "
                                + Times.format(until.getAsLong()) + ": send retract.");
    }

    /**
     * Takes back all bids of the caller, where the auction lets them and until when it does: with
     * {@code retractUntil} 11:30:00, at 11:29:59.999 for the last time. Refusals in order: not
     * retractable, or no longer, no bid there.
     */
    @Override
    default Decision retract(Auction auction, Command.Retract command, Caller caller) {
        var until = auction.conditions().retractUntil();
        if (until.isEmpty()) {
            return Faults.notRetractable(auction, ".");
        }
        if (caller.now() >= until.getAsLong()) {
            return Decision.no(Code.NOT_RETRACTABLE, auction.id(),
                    "Bids could be taken back until " + Times.format(until.getAsLong()) + ".");
        }
        if (!auction.canRetract(caller.name())) {
            return Decision.no(Code.NOTHING_THERE, auction.id(), "You have no bid here.");
        }
        var standing = OpenBids.recounted(auction, caller.name(), direction());
        return Decision.yes(new Reply.Done(auction.id(), "Your bids are taken back."),
                new Event.BidRetracted(auction.id(), caller.name(), command.reason(), standing,
                        OpenBids.enough(auction, standing, direction()), direction()));
    }

    @Override
    default boolean hasBidLately(Auction auction, UserName user) {
        return RivalBids.hasBidLately(auction, user);
    }

    @Override
    default String howToLeave(Auction auction, long now) {
        var until = auction.conditions().retractUntil().orElse(0);
        return "You lead, and cannot leave while your bid may win: " + (now < until
                ? "retract it, which you may until " + Times.format(until) + ", and leave then."
                : "wait until you are outbid, or until it ends.");
    }

    @Override
    default long price(Auction auction) {
        return auction.standing().isEmpty() ? auction.conditions().start()
                : auction.standing().price();
    }

    /** Empty where no better bid can be made: above the largest amount, or below the smallest. */
    @Override
    default OptionalLong enough(Auction auction) {
        var enough = OpenBids.enough(auction, auction.standing(), direction());
        return Limits.isAmount(enough) ? OptionalLong.of(enough) : OptionalLong.empty();
    }

    /**
     * The newest bid of {@code user} that was not taken back, among as many as are looked at: who has none
     * takes part all the same if they joined, and was not outbid.
     */
    @Override
    default Optional<Bid> bidOf(Auction auction, UserName user) {
        return RivalBids.newestOf(auction, user);
    }

    @Override
    default OptionalLong standingRow(Auction auction) {
        var newest = BidStories.newest(auction);
        return newest == BidStories.NONE ? OptionalLong.empty() : OptionalLong.of(newest);
    }

    @Override
    default View.Entitlement entitlement(HouseState house, Auction auction, Caller caller,
            boolean sees) {
        return new OpenEntitlement(this, house, auction, caller).of(sees);
    }

    @Override
    default void explainRunning(Auction auction, Optional<UserName> by, List<Told> out) {
        new ExplainedBids(this, auction, by, out).running();
    }

    @Override
    default void explainClosed(Auction auction, Phase.Closed closed, Optional<UserName> by,
            List<Told> out) {
        new ExplainedBids(this, auction, by, out).closed(closed);
    }

    @Override
    default void tell(Auction auction, long from, long end, Consumer<BidStory> listener) {
        BidStories.tell(this, auction, from, end, listener);
    }

    @Override
    default boolean offersBuyNow(Auction auction) {
        var buyNow = auction.conditions().buyNow();
        return buyNow.isPresent() && OpenBids.isOffered(buyNow.get(), auction.standing());
    }

    @Override
    default View.Retraction retraction(Auction auction, Optional<UserName> by, boolean isOver) {
        var own = by.isEmpty() || isOver ? Standing.NONE
                : OpenBids.retracted(auction, by.get());
        return new View.Retraction(OpenBids.retractionBinds(auction),
                own == Standing.NONE ? OptionalLong.empty() : OptionalLong.of(own));
    }

    @Override
    default Result award(Auction auction, long now) {
        return OpenBids.award(auction, now);
    }
}
