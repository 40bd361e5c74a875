package dev.gavel.auction.message;

import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.Standing;
import dev.gavel.auction.model.UserName;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What became of one open bid: the single source of all that is told of it, in the answer to its bidder, in
 * the history, in events.
 *
 * <p>With a step of 1.00, ann leads up to 50.00 and bob bids 11.00 with a maximum of 30.00: bob's bid is
 * 30.00, all that he offered in vain; the house answers it for ann with 31.00, which is the price.
 *
 * @param bid the bid, with its bidder's own maximum
 * @param after how the auction stood right after it
 */
public record BidStory(Bid bid, Standing after) {

    /** What the house bid for the leader, up to the maximum of theirs that nobody else is told. */
    public record Automatic(UserName bidder, long amount) {}

    /** Whether the bidder led after it; else an earlier maximum outbid it at once. */
    public boolean leads() {
        return !bid.retracted() && after.isLedBy(bid.bidder());
    }

    /**
     * What everybody is told of the bid: where it led the price it led at, else all that was offered; of one
     * that was taken back what was told before. In minor units. A plain bid leads at its own amount, unless a
     * bid before it was taken back: without that its bidder led already, and so it only set a maximum.
     */
    public long amount() {
        if (bid.retracted()) {
            return bid.amount();
        }
        return leads() ? after.price() : bid.maximum();
    }

    /** What the house bid for the leader in answer to it; empty if it led, or was taken back. */
    public Optional<Automatic> automatic() {
        return bid.retracted() || leads() ? Optional.empty()
                : after.leader().map(leader -> new Automatic(leader, after.price()));
    }

    /** Up to where the house bids for its bidder, for them alone; empty of a bid that stands as it is. */
    public OptionalLong ownMaximum() {
        return bid.plain() && amount() == bid.maximum() ? OptionalLong.empty()
                : OptionalLong.of(bid.maximum());
    }
}
