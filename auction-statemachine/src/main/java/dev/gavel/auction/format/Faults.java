package dev.gavel.auction.format;

import dev.gavel.auction.message.Code;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.message.Rejection.NotEnough;
import dev.gavel.auction.model.Access;
import dev.gavel.auction.model.Direction;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Standing;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;
import org.jspecify.annotations.Nullable;

import java.util.OptionalLong;

/** Reasons for a no that several formats share. Each method gives null where there is none. */
public final class Faults {

    private Faults() {}

    /** A quantity or round where there are none. */
    public static @Nullable Rejection unitsOrRound(Auction auction, Command.Bid command) {
        if (command.round().isPresent()) {
            return bad(auction, "round", "This auction has no rounds.");
        }
        return units(auction, command);
    }

    /** A quantity where there are no units. */
    public static @Nullable Rejection units(Auction auction, Command.Bid command) {
        if (command.allOrNothing()) {
            return bad(auction, "allOrNothing", "This auction knows no parts of a quantity.");
        }
        return command.quantity().isEmpty() ? null
                : bad(auction, "quantity", "This auction sells one lot as a whole.");
    }

    /** More units than there are, or a round where there are none. */
    public static @Nullable Rejection tooManyOrRound(Auction auction, Command.Bid command) {
        if (command.quantity().orElse(1) > auction.conditions().quantity()) {
            return new Rejection.Plain(Code.LIMIT_EXCEEDED, auction.id(), "quantity",
                    "Only " + auction.conditions().quantity() + " are for sale.");
        }
        return command.round().isEmpty() ? null
                : bad(auction, "round", "This auction has no rounds.");
    }

    /** A wish to buy at once where no price for that was ever named. */
    public static @Nullable Rejection buys(Auction auction, Command.Bid command) {
        return command.buys() && auction.conditions().buyNow().isEmpty()
                ? bad(auction, "buy", "This auction has no buy-now price.")
                : null;
    }

    /** A maximum where the house does not bid for anyone. */
    public static @Nullable Rejection maximum(Auction auction, Command.Bid command) {
        return command.maximum().isEmpty() ? null
                : bad(auction, "max", "This auction takes no maximum bids.");
    }

    /** A first bid below the start. */
    public static @Nullable Rejection start(Auction auction, long amount) {
        var start = auction.conditions().start();
        return amount >= start ? null
                : new NotEnough(Code.TOO_LOW, auction.id(), auction.conditions().currency(),
                        Direction.UP, NotEnough.Why.OPENING, amount, Standing.NONE, start);
    }

    /** A round other than the one that runs. */
    public static @Nullable Rejection round(Auction auction, OptionalLong named) {
        var current = ((Phase.Open) auction.phase()).round();
        if (named.isEmpty() || named.getAsLong() == current) {
            return null;
        }
        return named.getAsLong() < current
                ? new Rejection.Plain(Code.STALE_ROUND, auction.id(), "round",
                        "Round " + named.getAsLong() + " is over; it is round " + current + ".")
                : bad(auction, "round", "Round " + named.getAsLong()
                        + " has not begun; it is round " + current + ".");
    }

    /** Something wrong with a field of a command about {@code auction}. */
    public static Rejection bad(Auction auction, String field, String sentence) {
        return new Rejection.Plain(Code.BAD_COMMAND, auction.id(), field, sentence);
    }

    /** A report on an auction that the house runs. */
    public static Rejection notRunBySeller(Auction auction) {
        return bad(auction, "op", "The house runs this auction; only one created with runBy seller "
                + "takes reports.");
    }

    /** Something asked of an auction that is closed or was called off. */
    public static Rejection over(Auction auction) {
        return auction.phase() instanceof Phase.Cancelled
                ? new Rejection.Plain(Code.CANCELLED, auction.id(), "",
                        "The auction was called off.")
                : new Rejection.Plain(Code.NOT_OPEN, auction.id(), "",
                        "The auction is closed, and stays so.");
    }

    /** Something wrong with a condition of an auction that is not there yet. */
    public static Rejection condition(String field, String sentence) {
        return new Rejection.Plain(Code.BAD_COMMAND, null, field, sentence);
    }

    /** Open bids that bind, where somebody would withdraw theirs. */
    public static Decision binding() {
        return Decision.bad("op",
                "Open bids are binding, and this auction does not let you retract "
                        + "them; who is outbid owes nothing.");
    }

    /** Bids that bind; {@code rest} ends the sentence. */
    public static Decision notRetractable(Auction auction, String rest) {
        return Decision.no(Code.NOT_RETRACTABLE, auction.id(),
                "Bids in this auction cannot be retracted" + rest);
    }

    /** Whether a bid makes {@code bidder} a participant: of one who left, or where it matters. */
    public static boolean mustJoin(Auction auction, UserName bidder) {
        var participant = auction.participant(bidder);
        if (participant != null) {
            return !participant.isActive();
        }
        return auction.conditions().access().visibility() == Access.Visibility.PARTICIPANTS;
    }
}
