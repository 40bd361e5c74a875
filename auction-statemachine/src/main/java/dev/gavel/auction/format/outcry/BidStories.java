package dev.gavel.auction.format.outcry;

import dev.gavel.auction.message.BidStory;
import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.Standing;
import dev.gavel.auction.state.Auction;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What became of the open bids of a history, one after another. How the auction stood before the first of
 * them follows from the few bids before it that decided it, so that a page costs no more where millions of
 * bids came before.
 */
final class BidStories {

    /** Stands for no bid. */
    static final long NONE = -1;

    private final Auction auction;
    private final OpenOutcry format;

    private BidStories(Auction auction, OpenOutcry format) {
        this.auction = auction;
        this.format = format;
    }

    /** Tells of the bids from {@code from} up to, but not including, {@code end}, those taken back too. */
    static void tell(OpenOutcry format, Auction auction, long from, long end,
            Consumer<BidStory> listener) {
        new BidStories(auction, format).tell(from, end, listener);
    }

    private void tell(long from, long end, Consumer<BidStory> listener) {
        var standing = before(from);
        for (var i = from; i < end; i++) {
            var bid = auction.bids().get(i);
            if (!bid.retracted()) {
                standing = after(standing, bid);
            }
            listener.accept(new BidStory(bid, standing));
        }
    }

    /** Where the newest bid stands that was not taken back; {@link #NONE} if there is none. */
    static long newest(Auction auction) {
        return standingBefore(auction, auction.bids().size());
    }

    private static long standingBefore(Auction auction, long row) {
        var i = row - 1;
        while (i >= 0 && auction.bids().get(i).retracted()) {
            i--;
        }
        return i;
    }

    /** How the auction stood before bid {@code row}, if those taken back had not been made. */
    private Standing before(long row) {
        var raises = new ArrayList<Bid>();
        var i = standingBefore(auction, row);
        while (i != NONE) {
            var bid = auction.bids().get(i);
            var leading = auction.bids().lastThatLed(i);
            var leader = leading == NONE ? null : auction.bids().get(leading);
            var isRaise = leader != null && leader.bidder().equals(bid.bidder());
            if (!isRaise) {
                return raised(after(ledBy(leader), bid), raises);
            }
            raises.add(bid);
            i = standingBefore(auction, i);
        }
        return raised(none(), raises);
    }

    /**
     * As far as it decides what becomes of a bid of somebody else: that bid alone then says who is the
     * runner-up, and what the price is.
     */
    private Standing ledBy(@Nullable Bid leader) {
        return leader == null ? none()
                : new Standing(leader.bidder(), leader.maximum(), Standing.NONE,
                        auction.conditions().start(), false);
    }

    private Standing none() {
        return Standing.before(auction.conditions().reserve().isSet());
    }

    private Standing raised(Standing standing, List<Bid> newestFirst) {
        var after = standing;
        for (var bid : newestFirst.reversed()) {
            after = after(after, bid);
        }
        return after;
    }

    private Standing after(Standing before, Bid bid) {
        return OpenBids.next(auction, before, bid.bidder(), bid.maximum(), bid.plain(),
                format.direction());
    }
}
