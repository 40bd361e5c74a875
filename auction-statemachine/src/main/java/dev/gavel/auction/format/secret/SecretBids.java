package dev.gavel.auction.format.secret;

import dev.gavel.auction.format.BidField;
import dev.gavel.auction.format.Caller;
import dev.gavel.auction.format.Condition;
import dev.gavel.auction.format.Decision;
import dev.gavel.auction.format.Faults;
import dev.gavel.auction.format.Format;
import dev.gavel.auction.format.Prices;
import dev.gavel.auction.message.Code;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.message.Reply;
import dev.gavel.auction.message.Told;
import dev.gavel.auction.message.View;
import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Result;
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
 * Secret bids: one of each bidder counts, which they may replace or take back until the end. Who set
 * the same amount earlier is ahead; a bid set anew goes to the back. Ann 50.00, bob 50.00: ann is
 * ahead, also if she sends her 50.00 again; if she changes it to 51.00 and back, bob is.
 */
public interface SecretBids extends Format {

    /** What can be said of an auction that sells one lot to one secret bid. */
    Set<Condition> CONDITIONS_OF_ONE_LOT = Collections.unmodifiableSet(EnumSet.of(Condition.END,
            Condition.RESERVE, Condition.BELOW_RESERVE, Condition.COMMITMENT));

    @Override
    default boolean isSecret() {
        return true;
    }

    /** What a bid on one lot can say. */
    Set<BidField> FIELDS_OF_ONE_LOT = Collections.unmodifiableSet(EnumSet.of(BidField.AMOUNT));

    @Override
    default Set<Condition> conditions() {
        return CONDITIONS_OF_ONE_LOT;
    }

    @Override
    default Set<BidField> bidFields() {
        return FIELDS_OF_ONE_LOT;
    }

    @Override
    default @Nullable Rejection conditionFault(Command.Create command) {
        var prices = Prices.fault(command.conditions(), direction());
        if (prices != null) {
            return prices;
        }
        var terms = command.conditions().sealedTerms();
        return terms.revealMillis() > 0 && !terms.commit()
                ? Faults.condition("revealMillis", "There are no commitments to open.")
                : null;
    }

    @Override
    default Decision bid(HouseState house, Auction auction, Command.Bid command, Caller caller) {
        var fault = Faults.maximum(auction, command);
        if (fault == null) {
            fault = Faults.buys(auction, command);
        }
        if (fault == null) {
            fault = unitsFault(auction, command);
        }
        if (fault == null && auction.conditions().sealedTerms().commit()) {
            fault = Faults.bad(auction, "op",
                    "This auction takes commitments, no plain bids: " + instead(auction));
        }
        if (fault == null) {
            fault = Faults.start(auction, command.amount());
        }
        if (fault != null) {
            return Decision.no(fault);
        }
        var quantity = (int) command.quantity().orElse(1);
        var participant = auction.participant(caller.name());
        if (participant != null && participant.hasRow()) {
            var before = auction.bids().get(participant.row());
            if (before.amount() == command.amount() && before.quantity() == quantity
                    && before.plain() != command.allOrNothing()) {
                return Decision.yes(done(auction, "Your secret bid stands as it was."));
            }
        }
        var bid = new Bid(caller.name(), command.amount(), command.amount(), caller.now(),
                caller.index(), quantity, !command.allOrNothing(), false);
        return Decision.yes(
                done(auction,
                        "Your secret bid of "
                                + auction.conditions().currency().format(command.amount())
                                + forUnits(bid)
                                + " is in."),
                new Event.SealedBidPlaced(auction.id(), bid));
    }

    @Override
    default String instead(Auction auction) {
        return !auction.conditions().sealedTerms().commit() ? "send bid with your amount instead."
                : Commitments.stage(auction) == 0
                        ? "send commit with the hash of your bid instead, and reveal to open it "
                                + "once the auction has ended."
                        : "send reveal instead, if you posted a hash before the end.";
    }

    /** For how many a bid is, with a space before it; empty where one lot is sold. */
    default String forUnits(Bid bid) {
        return "";
    }

    /** What is wrong with quantity and round of a bid; null if nothing is. */
    default @Nullable Rejection unitsFault(Auction auction, Command.Bid command) {
        return Faults.unitsOrRound(auction, command);
    }

    @Override
    default Decision commit(Auction auction, Command.Commit command, Caller caller) {
        return auction.conditions().sealedTerms().commit()
                ? Commitments.commit(auction, command, caller)
                : Format.super.commit(auction, command, caller);
    }

    @Override
    default Decision reveal(Auction auction, Command.Reveal command, Caller caller) {
        return auction.conditions().sealedTerms().commit()
                ? Commitments.reveal(auction, command, caller)
                : Format.super.reveal(auction, command, caller);
    }

    private static Reply done(Auction auction, String sentence) {
        return new Reply.Done(auction.id(), sentence);
    }

    /**
     * Takes a secret bid, or a commitment, back. Refusals in order: the opening has begun, no bid there.
     */
    @Override
    default Decision withdraw(Auction auction, OptionalLong round, Caller caller) {
        var late = Commitments.revealFault(auction, caller.now());
        if (late != null) {
            return Decision.no(late);
        }
        var participant = auction.participant(caller.name());
        return participant == null || !participant.hasRow()
                ? Decision.no(Code.NOTHING_THERE, auction.id(), "You have no bid here.")
                : Decision.yes(done(auction, "Your bid is taken back."),
                        new Event.SealedBidWithdrawn(auction.id(), caller.name()));
    }

    @Override
    default Decision retract(Auction auction, Command.Retract command, Caller caller) {
        return Faults.notRetractable(auction,
                "; until its end withdraw takes a secret bid back.");
    }

    @Override
    default long price(Auction auction) {
        return auction.conditions().start();
    }

    @Override
    default OptionalLong enough(Auction auction) {
        return OptionalLong.of(Math.max(1, auction.conditions().start()));
    }

    /** Where bids are committed to, the end begins the time to open them. */
    @Override
    default List<Event> fallDue(Auction auction, Phase.Open open) {
        return closedByHand(auction, open.endsAt());
    }

    @Override
    default List<Event> closedByHand(Auction auction, long now) {
        var terms = auction.conditions().sealedTerms();
        var isCommitting = terms.commit() && Commitments.stage(auction) == 0
                && !(auction.phase() instanceof Phase.Draft)
                && !(auction.phase() instanceof Phase.Scheduled);
        return List.of(isCommitting
                ? new Event.RevealStarted(auction.id(), now, now + terms.revealMillis())
                : new Event.AuctionClosed(auction.id(), now, award(auction, now)));
    }

    @Override
    default @Nullable Rejection closingFault(Auction auction) {
        return Commitments.endingFault(auction);
    }

    @Override
    default @Nullable Rejection cancellingFault(Auction auction) {
        return Commitments.endingFault(auction);
    }

    @Override
    default Optional<Bid> bidOf(Auction auction, UserName user) {
        var own = auction.participant(user);
        return own != null && own.hasRow() ? Optional.of(auction.bids().get(own.row()))
                : Optional.empty();
    }

    @Override
    default OptionalLong standingRow(Auction auction) {
        if (!(auction.phase() instanceof Phase.Closed closed)) {
            return OptionalLong.empty();
        }
        var best = switch (closed.result()) {
            case Result.Sold sold -> auction.participant(sold.winner());
            case Result.Pending offer -> auction.participant(offer.bidder());
            case Result.SoldUnits units -> null;
            case Result.Unsold unsold -> null;
        };
        return best == null || !best.hasRow() ? OptionalLong.empty()
                : OptionalLong.of(best.row());
    }

    @Override
    default View.Entitlement entitlement(HouseState house, Auction auction, Caller caller,
            boolean sees) {
        return SecretEntitlement.of(auction, caller.name());
    }

    /** By which rule it is sold, in one sentence. */
    Told rule(Auction auction);

    @Override
    default void explainRunning(Auction auction, Optional<UserName> by, List<Told> out) {
        ExplainedSecrets.running(auction, rule(auction), by, out);
    }

    @Override
    default void explainClosed(Auction auction, Phase.Closed closed, Optional<UserName> by,
            List<Told> out) {
        out.add(rule(auction));
        ExplainedSecrets.winner(closed.result())
                .flatMap(winner -> RankedBids.best(auction, winner::equals))
                .ifPresent(bid -> out.add(new Told.Writer("The highest bid was ")
                        .money(bid.amount())
                        .say(" by ")
                        .name(bid.bidder())
                        .say(".")
                        .done()));
    }
}
