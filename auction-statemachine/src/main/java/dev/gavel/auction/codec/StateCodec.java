package dev.gavel.auction.codec;

import dev.gavel.auction.state.HouseState;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The house to bytes and back, for snapshots. Equal houses give equal bytes. The first bytes name the
 * format and its version; a version once written can be read for ever.
 */
public final class StateCodec {

    static final String MAGIC = "gavel-house";

    /** Houses of the second version of the rules, and later. */
    static final int VERSION = 4;

    /** Houses of the first version of the rules are written as programs wrote them that know no other. */
    static final int VERSION_OF_FIRST = 3;

    /** Without auctions run by their sellers' programs. */
    static final int VERSION_BEFORE_SELLER_RUN = 1;

    /** With every bid written out. */
    static final int VERSION_BEFORE_PAGES = 2;

    private StateCodec() {}

    /**
     * Writes {@code house}. The stream is not closed.
     *
     * @throws IOException as the stream throws
     */
    public static void write(HouseState house, OutputStream out) throws IOException {
        new StateWriter(house, out).write();
    }

    /**
     * Reads what {@link #write} wrote, in this or an earlier version. The stream may be read past the
     * end of the state, and is not closed.
     *
     * @throws IOException as the stream throws, or where the bytes are no house
     */
    public static HouseState read(InputStream in) throws IOException {
        try {
            return new StateReader(new BinaryReader(in)).read();
        } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
            throw new IOException("the state has something in it that cannot be: " + e.getMessage(),
                    e);
        }
    }
}
