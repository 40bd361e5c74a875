package dev.gavel.auction.state;

import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.UserName;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * {@value #BIDS} bids in a row in few bytes: of each one byte that says what is usual about it, and as
 * differences to the one before what is not. Snapshots hold these bytes, so what they mean stays.
 */
final class BidPage {

    /** Bids in a page. */
    static final int BIDS = 8;

    private static final int PLAIN = 1;
    private static final int RETRACTED = 2;
    private static final int MAXIMUM_IS_AMOUNT = 4;
    private static final int ONE_UNIT = 8;
    private static final int SAME_TIME = 16;
    private static final int SAME_INDEX = 32;
    private static final int BYTES_A_BID_MAX = 51;

    private final UserName[] bidders;
    private final byte[] packed;
    /** One bit a bid: whether it did not lead. In no snapshot, since it follows from the bids. */
    private final byte beaten;

    private BidPage(UserName[] bidders, byte[] packed, byte beaten) {
        this.bidders = bidders;
        this.packed = packed;
        this.beaten = beaten;
    }

    /**
     * Of exactly {@link #BIDS}.
     *
     * @param beaten one bit a bid: whether it did not lead
     */
    static BidPage of(PagedTable<Bid> bids, byte beaten) {
        var all = new Bid[BIDS];
        for (var i = 0; i < BIDS; i++) {
            all[i] = bids.get(i);
        }
        return of(all, beaten);
    }

    byte beaten() {
        return beaten;
    }

    /** The same, of which others did not lead. */
    BidPage withBeaten(byte others) {
        return others == beaten ? this : new BidPage(bidders, packed, others);
    }

    private static BidPage of(Bid[] bids, byte beaten) {
        var bidders = new UserName[BIDS];
        var out = new Packer();
        var amount = 0L;
        var time = 0L;
        var index = 0L;
        for (var i = 0; i < BIDS; i++) {
            var bid = bids[i];
            bidders[i] = bid.bidder();
            out.bytes[out.at++] = (byte) ((bid.plain() ? PLAIN : 0)
                    | (bid.retracted() ? RETRACTED : 0)
                    | (bid.maximum() == bid.amount() ? MAXIMUM_IS_AMOUNT : 0)
                    | (bid.quantity() == 1 ? ONE_UNIT : 0)
                    | (bid.atMillis() == time ? SAME_TIME : 0)
                    | (bid.index() == index ? SAME_INDEX : 0));
            out.difference(bid.amount() - amount);
            if (bid.maximum() != bid.amount()) {
                out.difference(bid.maximum() - bid.amount());
            }
            if (bid.quantity() != 1) {
                out.difference(bid.quantity());
            }
            if (bid.atMillis() != time) {
                out.difference(bid.atMillis() - time);
            }
            if (bid.index() != index) {
                out.difference(bid.index() - index);
            }
            amount = bid.amount();
            time = bid.atMillis();
            index = bid.index();
        }
        return new BidPage(bidders, Arrays.copyOf(out.bytes, out.at), beaten);
    }

    /**
     * One of which {@link #tell} told.
     *
     * @throws IllegalArgumentException if it cannot have been
     */
    static BidPage restored(List<UserName> bidders, byte[] packed) {
        var page = new BidPage(bidders.toArray(UserName[]::new), packed, (byte) 0);
        var in = new Unpacker(page);
        try {
            for (var i = 0; i < BIDS; i++) {
                in.next();
            }
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("a page of bids ends too early", e);
        }
        if (bidders.size() != BIDS || in.at != packed.length) {
            throw new IllegalArgumentException("a page of bids is not as long as it should be");
        }
        return page;
    }

    void tell(BidHistory.Visitor visitor) throws IOException {
        visitor.page(Arrays.asList(bidders), packed);
    }

    void forEachBidder(Consumer<? super UserName> action) {
        for (var bidder : bidders) {
            action.accept(bidder);
        }
    }

    /** The bid at {@code slot}, from 0. */
    Bid get(int slot) {
        var in = new Unpacker(this);
        for (var i = 0; i < slot; i++) {
            in.next();
        }
        return in.next().bid();
    }

    /** This page with another bid at {@code slot}. */
    BidPage with(int slot, Bid bid) {
        var bids = new Bid[BIDS];
        var in = new Unpacker(this);
        for (var i = 0; i < BIDS; i++) {
            bids[i] = in.next().bid();
        }
        bids[slot] = bid;
        return of(bids, beaten);
    }

    /** Hands every bid to {@code action}, in order. */
    void forEach(Consumer<? super Bid> action) {
        var in = new Unpacker(this);
        for (var i = 0; i < BIDS; i++) {
            action.accept(in.next().bid());
        }
    }

    private static final class Packer {

        private final byte[] bytes = new byte[BIDS * BYTES_A_BID_MAX];
        private int at;

        /** Small ones of either sign are short; those that overflow come out right as well. */
        private void difference(long value) {
            var rest = (value << 1) ^ (value >> 63);
            while ((rest & ~0x7fL) != 0) {
                bytes[at++] = (byte) ((rest & 0x7f) | 0x80);
                rest >>>= 7;
            }
            bytes[at++] = (byte) rest;
        }
    }

    /** Reads one after another. */
    private static final class Unpacker {

        private final BidPage page;
        private int at;
        private int slot = -1;
        private int flags;
        private long amount;
        private long maximum;
        private int quantity;
        private long time;
        private long index;

        private Unpacker(BidPage page) {
            this.page = page;
        }

        private Unpacker next() {
            slot++;
            flags = page.packed[at++];
            amount += difference();
            maximum = (flags & MAXIMUM_IS_AMOUNT) != 0 ? amount : amount + difference();
            quantity = (flags & ONE_UNIT) != 0 ? 1 : (int) difference();
            time += (flags & SAME_TIME) != 0 ? 0 : difference();
            index += (flags & SAME_INDEX) != 0 ? 0 : difference();
            return this;
        }

        private Bid bid() {
            return new Bid(page.bidders[slot], amount, maximum, time, index, quantity,
                    (flags & PLAIN) != 0, (flags & RETRACTED) != 0);
        }

        private long difference() {
            var value = 0L;
            for (var shift = 0;; shift += 7) {
                var next = page.packed[at++];
                value |= (next & 0x7fL) << shift;
                if (next >= 0) {
                    return (value >>> 1) ^ -(value & 1);
                }
            }
        }
    }
}
