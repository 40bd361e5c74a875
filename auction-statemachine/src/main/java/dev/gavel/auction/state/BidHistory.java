package dev.gavel.auction.state;

import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.Direction;
import dev.gavel.auction.model.UserName;
import org.jspecify.annotations.Nullable;

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

    private static final BidHistory EMPTY = new BidHistory(PagedTable.empty(), PagedTable.empty(),
            (byte) 0);

    private final PagedTable<BidPage> pages;
    private final PagedTable<Bid> newest;
    /** One bit for each of the newest: whether it did not lead. */
    private final byte newestBeaten;

    private BidHistory(PagedTable<BidPage> pages, PagedTable<Bid> newest, byte newestBeaten) {
        this.pages = pages;
        this.newest = newest;
        this.newestBeaten = newestBeaten;
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
        return append(bid, false);
    }

    /** With one more open bid at its end, and whether it led. */
    BidHistory append(Bid bid, boolean isBeaten) {
        if (newest.size() < BidPage.BIDS) {
            var bit = isBeaten ? 1 << newest.size() : 0;
            return new BidHistory(pages, newest.append(bid), (byte) (newestBeaten | bit));
        }
        return new BidHistory(pages.append(BidPage.of(newest, newestBeaten)),
                PagedTable.<Bid>empty().append(bid), (byte) (isBeaten ? 1 : 0));
    }

    /** Where the last open bid before {@code index} is that led; -1 if there is none. */
    public long lastThatLed(long index) {
        var i = index - 1;
        while (i >= 0) {
            var page = i / BidPage.BIDS;
            var beaten = page < pages.size() ? pages.get(page).beaten() : newestBeaten;
            var slot = (int) (i % BidPage.BIDS);
            var led = ~beaten & 0xff & ((2 << slot) - 1);
            if (led != 0) {
                return page * BidPage.BIDS + (31 - Integer.numberOfLeadingZeros(led));
            }
            i = page * BidPage.BIDS - 1;
        }
        return -1;
    }

    /** The same, with what led told anew: after some were taken back, or as it was read from a snapshot. */
    BidHistory retold(Direction direction) {
        var leads = new Leads(direction);
        var toldPages = pages;
        for (var i = 0L; i < pages.size(); i++) {
            var page = pages.get(i);
            var told = page.withBeaten(leads.beaten(page::forEach));
            if (told != page) {
                toldPages = toldPages.with(i, told);
            }
        }
        return new BidHistory(toldPages, newest, leads.beaten(newest::forEach));
    }

    /** Hears open bids one after another and notes which did not lead. */
    private static final class Leads {

        private final Direction direction;
        private @Nullable UserName leader;
        private long maximum;
        private int beaten;
        private int bit;

        Leads(Direction direction) {
            this.direction = direction;
        }

        /** One bit for each of these, told by {@code bids}. */
        byte beaten(Consumer<Consumer<Bid>> bids) {
            beaten = 0;
            bit = 1;
            bids.accept(bid -> {
                if (!leads(bid)) {
                    beaten |= bit;
                }
                bit <<= 1;
            });
            return (byte) beaten;
        }

        private boolean leads(Bid bid) {
            if (bid.retracted()) {
                return false;
            }
            var isBest = leader == null || leader.equals(bid.bidder())
                    || direction.beats(bid.maximum(), maximum);
            if (isBest) {
                leader = bid.bidder();
                maximum = bid.maximum();
            }
            return isBest;
        }
    }

    /**
     * With another bid at {@code index}.
     *
     * @throws IndexOutOfBoundsException unless {@code 0 <= index < size()}
     */
    public BidHistory with(long index, Bid bid) {
        var packed = pages.size() * BidPage.BIDS;
        if (index < 0 || index >= packed) {
            return new BidHistory(pages, newest.with(index - packed, bid), newestBeaten);
        }
        var page = pages.get(index / BidPage.BIDS).with((int) (index % BidPage.BIDS), bid);
        return new BidHistory(pages.with(index / BidPage.BIDS, page), newest, newestBeaten);
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
        return new BidHistory(pages.append(BidPage.restored(bidders, packed)), newest,
                newestBeaten);
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
