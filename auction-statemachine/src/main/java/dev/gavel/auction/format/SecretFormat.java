package dev.gavel.auction.format;

import dev.gavel.auction.message.Code;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.message.Reply;
import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.FormatKind;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.state.Auction;
import dev.gavel.auction.state.HouseState;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Secret bids: one of each bidder counts, which they may replace or take back until the end. Who set
 * the same amount earlier is ahead; a bid set anew goes to the back. Ann 50.00, bob 50.00: ann is
 * ahead, also if she sends her 50.00 again; if she changes it to 51.00 and back, bob is.
 */
public sealed interface SecretFormat extends Format permits FirstPrice, Vickrey, Uniform {

    @Override
    default Decision bid(HouseState house, Auction auction, Command.Bid command, Caller caller) {
        var fault = fieldFault(auction, command);
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

    private static @Nullable Rejection fieldFault(Auction auction, Command.Bid command) {
        var maximum = Faults.maximum(auction, command);
        if (maximum != null) {
            return maximum;
        }
        var buys = Faults.buys(auction, command);
        if (buys != null) {
            return buys;
        }
        var hasUnits = auction.conditions().format() == FormatKind.UNIFORM;
        if (!hasUnits) {
            return Faults.unitsOrRound(auction, command);
        }
        if (command.quantity().orElse(1) > auction.conditions().quantity()) {
            return new Rejection.Plain(Code.LIMIT_EXCEEDED, auction.id(), "quantity",
                    "Only " + auction.conditions().quantity() + " are for sale.");
        }
        return command.round().isEmpty() ? null
                : Faults.bad(auction, "round", "This auction has no rounds.");
    }

    private static Reply done(Auction auction, String sentence) {
        return new Reply.Done(auction.id(), sentence);
    }

    /**
     * Takes a secret bid, or a commitment, back. Refusals in order: the opening has begun, no bid there.
     */
    default Decision withdraw(Auction auction, Caller caller) {
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

    /** The bids that count: best price first, of equals who was earlier; none below the reserve. */
    static List<Bid> ranked(Auction auction, long least) {
        var rows = new ArrayList<Long>();
        auction.participants().forEach((name, participant) -> {
            if (participant.hasRow() && participant.commitmentOrNull() == null
                    && auction.bids().get(participant.row()).amount() >= least) {
                rows.add(participant.row());
            }
        });
        rows.sort((one, other) -> {
            var byPrice = Long.compare(auction.bids().get(other).amount(),
                    auction.bids().get(one).amount());
            return byPrice != 0 ? byPrice : Long.compare(one, other);
        });
        var ranked = new ArrayList<Bid>();
        rows.forEach(row -> ranked.add(auction.bids().get(row)));
        return ranked;
    }
}
