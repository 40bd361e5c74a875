package dev.gavel.auction.state;

import dev.gavel.auction.model.AuctionId;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * A persistent set of auction ids in order, in few bytes: pages of at most {@value #PAGE_IDS}, each found by
 * its first id in a balanced tree and holding the others as differences, each to the one before. Finding,
 * adding and removing one take time and copying in proportion to the logarithm of the size.
 *
 * @see "docs/adr/0078-ids-in-pages.md"
 */
public final class AuctionIds {

    /** Without any. */
    public static final AuctionIds NONE = new AuctionIds(SortedTree.empty());

    private static final int PAGE_IDS = 64;
    private static final byte[] ALONE = {};

    /** Pages by their first ids. */
    private final SortedTree<AuctionId, byte[]> pages;

    private AuctionIds(SortedTree<AuctionId, byte[]> pages) {
        this.pages = pages;
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return pages.isEmpty();
    }

    /** Pages it consists of. */
    int pages() {
        return pages.size();
    }

    /** Whether {@code id} is among them. */
    public boolean has(AuctionId id) {
        var first = pages.floorKey(id);
        if (first == null) {
            return false;
        }
        var ids = ids(first);
        while (ids.at < id.value() && ids.next()) {
            // goes on
        }
        return ids.at == id.value();
    }

    /** The highest; 0 without any. */
    long highest() {
        var first = pages.lastKey();
        if (first == null) {
            return 0;
        }
        var ids = ids(first);
        while (ids.next()) {
            // goes on
        }
        return ids.at;
    }

    /** These and {@code id}. */
    public AuctionIds with(AuctionId id) {
        var first = pages.floorKey(id);
        var before = first == null ? pages.firstKey() : first;
        if (before == null) {
            return new AuctionIds(pages.with(id, ALONE));
        }
        var ids = unpacked(before);
        var at = Arrays.binarySearch(ids, id.value());
        if (at >= 0) {
            return this;
        }
        if (ids.length == PAGE_IDS && at == -PAGE_IDS - 1 && before.equals(pages.lastKey())) {
            return new AuctionIds(pages.with(id, ALONE)); // rising ids fill their pages
        }
        var more = new long[ids.length + 1];
        System.arraycopy(ids, 0, more, 0, -at - 1);
        more[-at - 1] = id.value();
        System.arraycopy(ids, -at - 1, more, -at, ids.length + at + 1);
        var half = more.length <= PAGE_IDS ? more.length : more.length / 2;
        var changed = first == null ? pages.without(before) : pages;
        changed = changed.with(first == null ? id : first, packed(more, 0, half));
        return new AuctionIds(half == more.length ? changed
                : changed.with(new AuctionId(more[half]), packed(more, half, more.length)));
    }

    /** These but for {@code id}. */
    public AuctionIds without(AuctionId id) {
        var first = pages.floorKey(id);
        var ids = first == null ? new long[0] : unpacked(first);
        var at = Arrays.binarySearch(ids, id.value());
        if (first == null || at < 0) {
            return this;
        }
        var rest = new long[ids.length - 1];
        System.arraycopy(ids, 0, rest, 0, at);
        System.arraycopy(ids, at + 1, rest, at, rest.length - at);
        var others = at == 0 ? pages.without(first) : pages;
        return new AuctionIds(rest.length == 0 ? others
                : others.with(at == 0 ? new AuctionId(rest[0]) : first,
                        packed(rest, 0, rest.length)));
    }

    /**
     * Hands them to {@code action} by rising id, until it says false.
     *
     * @param after those above it only; 0 for all
     */
    public void visitAbove(long after, Predicate<AuctionId> action) {
        var first = after < 1 ? null : pages.floorKey(new AuctionId(after));
        if (first == null) {
            pages.visitWhile((key, page) -> visit(new Ids(key, page), 0, action));
        } else if (visit(ids(first), after, action)) {
            pages.visitAbove(first, (key, page) -> visit(new Ids(key, page), 0, action));
        }
    }

    private static boolean visit(Ids ids, long after, Predicate<AuctionId> action) {
        do {
            if (ids.at > after && !action.test(new AuctionId(ids.at))) {
                return false;
            }
        } while (ids.next());
        return true;
    }

    private Ids ids(AuctionId first) {
        return new Ids(first, Objects.requireNonNull(pages.get(first)));
    }

    private long[] unpacked(AuctionId first) {
        var all = new long[PAGE_IDS];
        var ids = ids(first);
        var count = 0;
        do {
            all[count++] = ids.at;
        } while (ids.next());
        return Arrays.copyOf(all, count);
    }

    private static byte[] packed(long[] ids, int from, int to) {
        if (to - from == 1) {
            return ALONE;
        }
        var bytes = new byte[(to - from - 1) * 9];
        var size = 0;
        for (var i = from + 1; i < to; i++) {
            var rest = ids[i] - ids[i - 1];
            while ((rest & ~0x7fL) != 0) {
                bytes[size++] = (byte) ((rest & 0x7f) | 0x80);
                rest >>>= 7;
            }
            bytes[size++] = (byte) rest;
        }
        return Arrays.copyOf(bytes, size);
    }

    /** Gathers ids that rise, for a set that is made at once, when all are there. */
    static final class Rising {

        private long[] page = new long[1]; // most users are in few auctions
        private SortedTree<AuctionId, byte[]> pages = SortedTree.empty();
        private int count;
        private long newest;

        /**
         * Adds {@code id}, perhaps once more.
         *
         * @throws IllegalArgumentException if a higher one was added before
         */
        void add(long id) {
            if (id <= newest) {
                if (id < newest) {
                    throw new IllegalArgumentException("auction " + id + " after " + newest);
                }
                return;
            }
            newest = id;
            if (count == PAGE_IDS) {
                putPage();
            } else if (count == page.length) {
                page = Arrays.copyOf(page, 2 * count);
            }
            page[count++] = id;
        }

        private void putPage() {
            pages = pages.with(new AuctionId(page[0]), packed(page, 0, count));
            count = 0;
        }

        /** The set; nothing can be added any more. */
        AuctionIds ids() {
            if (count > 0) {
                putPage();
            }
            page = new long[0];
            return new AuctionIds(pages);
        }
    }

    /** Goes through the ids of a page. */
    private static final class Ids {

        private final byte[] page;
        private long at;
        private int read;

        Ids(AuctionId first, byte[] page) {
            this.page = page;
            this.at = first.value();
        }

        boolean next() {
            if (read == page.length) {
                return false;
            }
            var difference = 0L;
            byte each;
            var shift = 0;
            do {
                each = page[read++];
                difference |= (each & 0x7fL) << shift;
                shift += 7;
            } while (each < 0);
            at += difference;
            return true;
        }
    }
}
