package dev.gavel.auction.format.outcry;

import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.Standing;

import java.util.Optional;

/** What the rules of open bidding say of a bid. */
sealed interface Verdict {

    /** No. */
    record Refused(Rejection rejection) implements Verdict {}

    /**
     * Yes.
     *
     * @param bid as the history keeps it
     * @param standing how the auction stands with it
     * @param ends how the auction ends with it, if it does
     */
    record Accepted(Bid bid, Standing standing, Optional<Result> ends) implements Verdict {}
}
