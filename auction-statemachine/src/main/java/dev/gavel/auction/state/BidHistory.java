package dev.gavel.auction.state;

import dev.gavel.auction.model.Bid;

import java.util.function.Consumer;

/**
 * Every accepted bid of an auction, in order: a persistent list. The newest few are kept as they are,
 * the others in pages of some twenty bytes a bid, so that millions of bids fit a server and its garbage
 * collector has little to look at. Reading one bid unpacks part of its page; reading all of them unpacks
 * each page once.
 */
public final class BidHistory {

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

    /** Hands every bid to {@code action}, oldest first. */
    public void forEach(Consumer<? super Bid> action) {
        pages.forEach(page -> page.forEach(action));
        newest.forEach(action);
    }
}
