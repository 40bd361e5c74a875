package dev.gavel.auction.format;

import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;
import org.jspecify.annotations.Nullable;

/** Who can join, and who can leave. */
public interface Joining {

    /** Why {@code user}, who does not take part, cannot join though it is not over; null if they can. */
    default @Nullable Rejection joiningFault(Auction auction, UserName user) {
        return null;
    }

    /** Whether only those can bid who joined before it opened. */
    default boolean isJoinedBeforeItOpens() {
        return false;
    }

    /** Whether who leaves it now withdraws, and is out for good. */
    default boolean isLeftByWithdrawing(Auction auction) {
        return false;
    }

    /** Whether {@code user}, who never joined, takes part all the same by a bid not long ago. */
    default boolean hasBidLately(Auction auction, UserName user) {
        return false;
    }

    /** How one leaves at {@code now} who has a bid that may still win. */
    default String howToLeave(Auction auction, long now) {
        return "You have a bid that may win and cannot leave: take it back first, with withdraw, "
                + "as long as that is possible.";
    }
}
