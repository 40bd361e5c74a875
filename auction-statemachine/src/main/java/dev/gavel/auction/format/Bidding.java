package dev.gavel.auction.format;

import dev.gavel.auction.message.Command;
import dev.gavel.auction.state.Auction;
import dev.gavel.auction.state.HouseState;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What becomes of what bidders ask for. What a kind of auction does not take it refuses, and says what it takes. */
public interface Bidding {

    /** What a bid can say; what is not among these is refused. Empty where nobody bids. */
    Set<BidField> bidFields();

    /** What becomes of a bid. */
    Decision bid(HouseState house, Auction auction, Command.Bid command, Caller caller);

    /** What a bidder does here instead of something that this kind of auction does not take. */
    String instead(Auction auction);

    /** Whether who accepts the price of the round buys. */
    default boolean isBoughtByAccepting() {
        return false;
    }

    /** Buys at the price of the round. */
    default Decision accept(Auction auction, Command.Accept command, Caller caller) {
        return Decision.bad("op",
                "Only the price of a falling clock is accepted: " + instead(auction));
    }

    /** Stays for one more round. */
    default Decision confirm(Auction auction, Command.Confirm command, Caller caller) {
        return Decision.bad("op",
                "Only rounds of a rising clock are confirmed: " + instead(auction));
    }

    /** Posts the hash of a secret bid. */
    default Decision commit(Auction auction, Command.Commit command, Caller caller) {
        return takesNoCommitments(auction);
    }

    /** Opens a hashed bid. */
    default Decision reveal(Auction auction, Command.Reveal command, Caller caller) {
        return takesNoCommitments(auction);
    }

    private Decision takesNoCommitments(Auction auction) {
        return Decision.no(Faults.bad(auction, "op",
                "This auction takes no commitments: " + instead(auction)));
    }

    /**
     * Takes the one bid back that is not binding yet, or drops out for good.
     *
     * @param round for which that is meant, where the caller named one
     */
    Decision withdraw(Auction auction, OptionalLong round, Caller caller);

    /** What one who withdraws is told whatever the phase; empty where that rests on the phase. */
    default Optional<Decision> withdrawnBefore(Auction auction, Caller caller) {
        return Optional.empty();
    }

    /** Takes all bids of the caller back, as if they had not been made. */
    Decision retract(Auction auction, Command.Retract command, Caller caller);
}
