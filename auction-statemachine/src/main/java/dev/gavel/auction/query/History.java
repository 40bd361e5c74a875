package dev.gavel.auction.query;

import dev.gavel.auction.format.kinds.Formats;
import dev.gavel.auction.message.BidStory;
import dev.gavel.auction.message.Query;
import dev.gavel.auction.message.View;
import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongPredicate;

/**
 * One page of a history. Each open bid that an earlier maximum outbid at once is followed by a row of what
 * the house bid for the leader in answer to it, so that the last row not taken back carries the price.
 */
final class History {

    private final Auction auction;
    private final Optional<UserName> by;
    /** Which rows decide who leads or has won; none where nobody does. */
    private final LongPredicate standing;
    private final List<View.HistoryRow> rows = new ArrayList<>();

    private History(Auction auction, Optional<UserName> by) {
        this.auction = auction.withoutWhatThePauseVoids();
        this.by = by;
        this.standing = auction.phase() instanceof Phase.Cancelled ? row -> false
                : Formats.of(auction).standingRows(auction);
    }

    static View page(Auction auction, Query.Bids query, Optional<UserName> by) {
        return new History(auction, by).page(query);
    }

    private View page(Query.Bids query) {
        var size = auction.bids().size();
        // Every bid has one row at least, so more bids than that can never be on the page.
        var end = Math.min(size, query.after() + query.limit() + 1L);
        if (query.after() >= size) {
            return new View.Bids(auction.id(), rows, Optional.empty());
        }
        var format = Formats.of(auction);
        var openBids = format.openBids();
        if (openBids.isPresent()) {
            var teller = new Teller(query);
            openBids.get().tell(auction, query.after(), end, teller::hear);
            return teller.view(size);
        }
        end = Math.min(size, query.after() + query.limit());
        for (var i = query.after(); i < end; i++) {
            var bid = auction.bids().get(i);
            rows.add(new View.HistoryRow(bid, bid.bidder(), bid.amount(), false,
                    standing.test(i), format.tellsAllOrNothing(bid), OptionalLong.empty()));
        }
        return new View.Bids(auction.id(), rows,
                end < size ? Optional.of(Long.toString(end)) : Optional.empty());
    }

    /** Fills the page with the rows of one bid after another. */
    private final class Teller {

        private final int limit;
        private long bid;
        private boolean isWithin;
        private Optional<String> next = Optional.empty();

        Teller(Query.Bids query) {
            limit = query.limit();
            bid = query.after();
            isWithin = query.isWithin();
        }

        void hear(BidStory story) {
            if (next.isPresent()) {
                return;
            }
            var isNewest = standing.test(bid);
            var answer = story.automatic();
            if (!isWithin && add(Long.toString(bid))) {
                rows.add(new View.HistoryRow(story.bid(), story.bid().bidder(), story.amount(),
                        false, isNewest && answer.isEmpty(), false,
                        isOwn(story.bid()) ? story.ownMaximum() : OptionalLong.empty()));
            }
            isWithin = false;
            if (answer.isPresent() && add(bid + ".1")) {
                rows.add(new View.HistoryRow(story.bid(), answer.get().bidder(),
                        answer.get().amount(), true, isNewest, false, OptionalLong.empty()));
            }
            bid++;
        }

        /** Whether there is room; else the next page begins there. */
        private boolean add(String cursor) {
            if (next.isEmpty() && rows.size() == limit) {
                next = Optional.of(cursor);
            }
            return next.isEmpty();
        }

        View view(long size) {
            return new View.Bids(auction.id(), rows,
                    next.isEmpty() && bid < size ? Optional.of(Long.toString(bid)) : next);
        }
    }

    private boolean isOwn(Bid bid) {
        return by.isPresent() && by.get().equals(bid.bidder());
    }
}
