package dev.gavel.auction.format.outcry;

import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.Direction;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;

import java.util.Optional;
import java.util.TreeSet;

/** What the newest bids tell of single bidders. */
final class RivalBids {

    /**
     * Bids looked at, newest first: whoever is the underbidder has bid not long ago, and whoever has no bid among
     * them was outbid.
     */
    private static final int BIDS_SCANNED_MAX = 2_000;

    /**
     * Newest bids looked through for one of somebody who never joined and wants to leave: so many take
     * some ten microseconds. Who bid before them and was outbid is out of it anyway.
     */
    private static final int BIDS_SEARCHED_MAX = 1_000;

    private RivalBids() {}

    /** Who would lead but for the leader, as far as the newest bids tell; of equals the earlier. */
    static Optional<UserName> underbidder(Auction auction, Direction direction) {
        var seen = new TreeSet<UserName>();
        Optional<UserName> best = Optional.empty();
        var limit = 0L;
        for (var i = auction.bids().size() - 1; i >= oldest(auction); i--) {
            var bid = auction.bids().get(i);
            if (bid.retracted() || auction.standing().isLedBy(bid.bidder())
                    || !seen.add(bid.bidder())) {
                continue;
            }
            var isAsGood = !direction.beats(limit, bid.maximum());
            if (best.isEmpty() || isAsGood) {
                best = Optional.of(bid.bidder());
                limit = bid.maximum();
            }
        }
        return best;
    }

    /** The newest bid of {@code bidder} that was not taken back, among as many as are looked at. */
    static Optional<Bid> newestOf(Auction auction, UserName bidder) {
        return newestOf(auction, bidder, BIDS_SCANNED_MAX);
    }

    /** Whether {@code bidder}, who never joined, has a bid among the newest that was not taken back. */
    static boolean hasBidLately(Auction auction, UserName bidder) {
        return newestOf(auction, bidder, BIDS_SEARCHED_MAX).isPresent();
    }

    private static Optional<Bid> newestOf(Auction auction, UserName bidder, int lookedAt) {
        var from = Math.max(0, auction.bids().size() - lookedAt);
        for (var i = auction.bids().size() - 1; i >= from; i--) {
            var bid = auction.bids().get(i);
            if (bid.bidder().equals(bidder) && !bid.retracted()) {
                return Optional.of(bid);
            }
        }
        return Optional.empty();
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
