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
final class Faults {

    private Faults() {}

    /** A quantity or round where there are none. */
    static @Nullable Rejection unitsOrRound(Auction auction, Command.Bid command) {
        if (command.round().isPresent()) {
            return bad(auction, "round", "This auction has no rounds.");
        }
        return units(auction, command);
    }

    /** A quantity where there are no units. */
    static @Nullable Rejection units(Auction auction, Command.Bid command) {
        if (command.allOrNothing()) {
            return bad(auction, "allOrNothing", "This auction knows no parts of a quantity.");
        }
        return command.quantity().isEmpty() ? null
                : bad(auction, "quantity", "This auction sells one lot as a whole.");
    }

    /** A wish to buy at once where no price for that was ever named. */
    static @Nullable Rejection buys(Auction auction, Command.Bid command) {
        return command.buys() && auction.conditions().buyNow().isEmpty()
                ? bad(auction, "buy", "This auction has no buy-now price.")
                : null;
    }

    /** A maximum where the house does not bid for anyone. */
    static @Nullable Rejection maximum(Auction auction, Command.Bid command) {
        return command.maximum().isEmpty() ? null
                : bad(auction, "max", "This auction takes no maximum bids.");
    }

    /** A first bid below the start. */
    static @Nullable Rejection start(Auction auction, long amount) {
        var start = auction.conditions().start();
        return amount >= start ? null
                : new NotEnough(Code.TOO_LOW, auction.id(), auction.conditions().currency(),
                        Direction.UP, NotEnough.Why.OPENING, amount, Standing.NONE, start);
    }

    /** A round other than the one that runs. */
    static @Nullable Rejection round(Auction auction, OptionalLong named) {
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
    static Rejection bad(Auction auction, String field, String sentence) {
        return new Rejection.Plain(Code.BAD_COMMAND, auction.id(), field, sentence);
    }

    /** Whether a bid makes {@code bidder} a participant: of one who left, or where it matters. */
    static boolean mustJoin(Auction auction, UserName bidder) {
        var participant = auction.participant(bidder);
        if (participant != null) {
            return !participant.isActive();
        }
        return auction.conditions().access().visibility() == Access.Visibility.PARTICIPANTS;
    }
}
