package dev.gavel.auction.query;

import dev.gavel.auction.format.Format;
import dev.gavel.auction.model.Direction;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/** What the history tells of those who do not lead. */
final class RivalBids {

    /** Bids looked at, newest first: whoever is the underbidder has bid not long ago. */
    private static final int BIDS_SCANNED_MAX = 2_000;

    private RivalBids() {}

    /** Who would lead but for the leader, as far as the newest bids tell; of equals the earlier. */
    static Optional<UserName> underbidder(Auction auction) {
        var isDown = Format.of(auction.conditions().format()).direction() == Direction.DOWN;
        var seen = new TreeSet<UserName>();
        Optional<UserName> best = Optional.empty();
        var limit = 0L;
        for (var i = auction.bids().size() - 1; i >= oldest(auction); i--) {
            var bid = auction.bids().get(i);
            if (bid.retracted() || auction.standing().isLedBy(bid.bidder())
                    || !seen.add(bid.bidder())) {
                continue;
            }
            var isAsGood = isDown ? bid.maximum() <= limit : bid.maximum() >= limit;
            if (best.isEmpty() || isAsGood) {
                best = Optional.of(bid.bidder());
                limit = bid.maximum();
            }
        }
        return best;
    }

    /** Up to where {@code bidder} was ready to go, by their newest bid. */
    static OptionalLong limitOf(Auction auction, UserName bidder) {
        for (var i = auction.bids().size() - 1; i >= oldest(auction); i--) {
            var bid = auction.bids().get(i);
            if (!bid.retracted() && bid.bidder().equals(bidder)) {
                return OptionalLong.of(bid.maximum());
            }
        }
        return OptionalLong.empty();
    }

    /** Whether bids were taken back, among the newest. */
    static boolean hasRetracted(Auction auction) {
        for (var i = auction.bids().size() - 1; i >= oldest(auction); i--) {
            if (auction.bids().get(i).retracted()) {
                return true;
            }
        }
        return false;
    }

    private static long oldest(Auction auction) {
        return Math.max(0, auction.bids().size() - BIDS_SCANNED_MAX);
    }
}
