package dev.gavel.auction.query;

import dev.gavel.auction.format.BidStories;
import dev.gavel.auction.message.BidStory;
import dev.gavel.auction.message.Query;
import dev.gavel.auction.message.View;
import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.FormatKind;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One page of a history. Each open bid that an earlier maximum outbid at once is followed by a row of what
 * the house bid for the leader in answer to it, so that the last row not taken back carries the price.
 */
final class History {

    private static final long NONE = -1;

    private final Auction auction;
    private final Optional<UserName> by;
    private final long standing;
    private final List<View.HistoryRow> rows = new ArrayList<>();

    private History(Auction auction, Optional<UserName> by) {
        this.auction = auction.withoutWhatThePauseVoids();
        this.by = by;
        this.standing = standing(auction);
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
        if (isOpenOutcry(auction)) {
            var teller = new Teller(query);
            BidStories.tell(auction, query.after(), end, teller::hear);
            return teller.view(size);
        }
        end = Math.min(size, query.after() + query.limit());
        for (var i = query.after(); i < end; i++) {
            var bid = auction.bids().get(i);
            rows.add(new View.HistoryRow(bid, bid.bidder(), bid.amount(), false, i == standing,
                    OptionalLong.empty()));
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
            var isNewest = bid == standing;
            var answer = story.automatic();
            if (!isWithin && add(Long.toString(bid))) {
                rows.add(new View.HistoryRow(story.bid(), story.bid().bidder(), story.amount(),
                        false, isNewest && answer.isEmpty(),
                        isOwn(story.bid()) ? story.ownMaximum() : OptionalLong.empty()));
            }
            isWithin = false;
            if (answer.isPresent() && add(bid + ".1")) {
                rows.add(new View.HistoryRow(story.bid(), answer.get().bidder(),
                        answer.get().amount(), true, isNewest, OptionalLong.empty()));
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

    private static boolean isOpenOutcry(Auction auction) {
        return auction.conditions().format() == FormatKind.ENGLISH
                || auction.conditions().format() == FormatKind.REVERSE;
    }

    /** Which bid decides who leads or has won; {@link #NONE} where no single one does. */
    private static long standing(Auction auction) {
        if (isOpenOutcry(auction)) {
            return BidStories.newest(auction);
        }
        if (!auction.conditions().format().isSecret()
                || !(auction.phase() instanceof Phase.Closed closed)) {
            return NONE;
        }
        var best = switch (closed.result()) {
            case Result.Sold sold -> auction.participant(sold.winner());
            case Result.Pending offer -> auction.participant(offer.bidder());
            case Result.SoldUnits units -> null;
            case Result.Unsold unsold -> null;
        };
        return best == null ? NONE : best.row();
    }
}
