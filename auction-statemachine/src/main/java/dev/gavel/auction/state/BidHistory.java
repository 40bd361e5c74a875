package dev.gavel.auction.state;

import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.UserName;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Every accepted bid of an auction, in order: a persistent list. The newest few are kept as they are,
 * the others in pages of some twenty bytes a bid, so that millions of bids fit a server and its garbage
 * collector has little to look at. Reading one bid unpacks part of its page; reading all of them unpacks
 * each page once.
 */
public final class BidHistory {

    /** Bids in a page. */
    public static final int PAGE_BIDS = BidPage.BIDS;

    private static final BidHistory EMPTY = new BidHistory(PagedTable.empty(), PagedTable.empty());

    private final PagedTable<BidPage> pages;
    private final PagedTable<Bid> newest;

    private BidHistory(PagedTable<BidPage> pages, PagedTable<Bid> newest) {
        this.pages = pages;
        this.newest = newest;
    }

    /** Without any bid. */
    public static BidHistory empty() {
        return EMPTY;
    }

    /** Number of bids. */
    public long size() {
        return pages.size() * BidPage.BIDS + newest.size();
    }

    /** Whether there is no bid. */
    public boolean isEmpty() {
        return newest.isEmpty();
    }

    /**
     * The bid at {@code index}, from 0.
     *
     * @throws IndexOutOfBoundsException unless {@code 0 <= index < size()}
     */
    public Bid get(long index) {
        var packed = pages.size() * BidPage.BIDS;
        return index >= 0 && index < packed
                ? pages.get(index / BidPage.BIDS).get((int) (index % BidPage.BIDS))
                : newest.get(index - packed);
    }

    /** With one more bid at its end. */
    public BidHistory append(Bid bid) {
        return newest.size() < BidPage.BIDS ? new BidHistory(pages, newest.append(bid))
                : new BidHistory(pages.append(BidPage.of(newest)),
                        PagedTable.<Bid>empty().append(bid));
    }

    /**
     * With another bid at {@code index}.
     *
     * @throws IndexOutOfBoundsException unless {@code 0 <= index < size()}
     */
    public BidHistory with(long index, Bid bid) {
        var packed = pages.size() * BidPage.BIDS;
        if (index < 0 || index >= packed) {
            return new BidHistory(pages, newest.with(index - packed, bid));
        }
        var page = pages.get(index / BidPage.BIDS).with((int) (index % BidPage.BIDS), bid);
        return new BidHistory(pages.with(index / BidPage.BIDS, page), newest);
    }

    /**
     * With {@value #PAGE_BIDS} more bids at its end, as {@link #visit} told of them.
     *
     * @throws IllegalArgumentException if {@code packed} is not what was told, or newer bids came before
     */
    public BidHistory appendPage(List<UserName> bidders, byte[] packed) {
        if (!newest.isEmpty()) {
            throw new IllegalArgumentException("a page does not follow single bids");
        }
        return new BidHistory(pages.append(BidPage.restored(bidders, packed)), newest);
    }

    /**
     * Tells of every bid, oldest first, in the form in which it is kept.
     *
     * @throws IOException as {@code visitor} does
     */
    public void visit(Visitor visitor) throws IOException {
        for (var i = 0L; i < pages.size(); i++) {
            pages.get(i).tell(visitor);
        }
        for (var i = 0L; i < newest.size(); i++) {
            visitor.bid(newest.get(i));
        }
    }

    /** Told of a history's bids. */
    public interface Visitor {

        /**
         * Here are {@value #PAGE_BIDS}, in a form of this package's own, which stays as it is.
         *
         * @param bidders whose they are, in order
         * @param packed all else about them; not to be changed
         */
        void page(List<UserName> bidders, byte[] packed) throws IOException;

        /** Here is one. */
        void bid(Bid bid) throws IOException;
    }

    /** Hands whoever bid to {@code action}, once for each bid. */
    void forEachBidder(Consumer<? super UserName> action) {
        pages.forEach(page -> page.forEachBidder(action));
        newest.forEach(bid -> action.accept(bid.bidder()));
    }

    /** Hands every bid to {@code action}, oldest first. */
    public void forEach(Consumer<? super Bid> action) {
        pages.forEach(page -> page.forEach(action));
        newest.forEach(action);
    }
}
