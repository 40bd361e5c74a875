package dev.gavel.auction.codec;

import dev.gavel.auction.message.Command;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.Limits;
import dev.gavel.auction.schema.Field;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Reads a bid straight from its bytes, since nearly every command is one: {@code op} first, then the
 * other fields in any order, with JSON's white space anywhere. Takes only what is plainly right; where
 * anything is odd it gives up, and the general reader says what is wrong, or that nothing is.
 */
final class BidDecoder {

    private static final byte[] OP = ascii("op");
    private static final byte[] BID = ascii("bid");
    private static final Field[] FIELDS = {CommandFields.AUCTION, CommandFields.AMOUNT,
            CommandFields.MAX, CommandFields.UNITS, CommandFields.ROUND};
    private static final byte[][] NAMES = Arrays.stream(FIELDS)
            .map(field -> ascii(field.name()))
            .toArray(byte[][]::new);
    private static final long[] LEAST = Arrays.stream(FIELDS)
            .mapToLong(field -> field instanceof Field.Whole whole ? whole.least() : 1)
            .toArray();
    private static final long[] MOST = Arrays.stream(FIELDS)
            .mapToLong(field -> field instanceof Field.Whole whole ? whole.most() : Long.MAX_VALUE)
            .toArray();
    private static final int AUCTION = 0;
    private static final int AMOUNT = 1;
    private static final int MAX = 2;
    private static final int QUANTITY = 3;
    /** So many digits always fit a {@code long}. */
    private static final int DIGITS_MAX = 18;
    private static final int ODD = -1;

    private final byte[] array;
    private final int end;
    private int at;

    private BidDecoder(byte[] array, int offset, int length) {
        this.array = array;
        this.at = offset;
        this.end = offset + length;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The bid in a part of {@code array}; null if it is for the general reader to look at. */
    static Command.@Nullable Bid decode(byte[] array, int offset, int length) {
        return length > Limits.COMMAND_BYTES_MAX ? null
                : new BidDecoder(array, offset, length).decode();
    }

    private Command.@Nullable Bid decode() {
        if (!skip('{') || !skipText(OP) || !skip(':') || !skipText(BID)) {
            return null;
        }
        var auction = 0L;
        var amount = 0L;
        var max = OptionalLong.empty();
        var quantity = OptionalLong.empty();
        var round = OptionalLong.empty();
        var seen = 0;
        while (skip(',')) {
            var field = name();
            if (field == ODD || (seen & 1 << field) != 0 || !skip(':')) {
                return null;
            }
            seen |= 1 << field;
            var value = field == AUCTION ? id() : number();
            if (value < LEAST[field] || value > MOST[field]) {
                return null;
            }
            switch (field) {
                case AUCTION -> auction = value;
                case AMOUNT -> amount = value;
                case MAX -> max = OptionalLong.of(value);
                case QUANTITY -> quantity = OptionalLong.of(value);
                default -> round = OptionalLong.of(value);
            }
        }
        if (!skip('}') || auction == 0 || amount == 0) {
            return null;
        }
        skipSpace();
        return at < end ? null
                : new Command.Bid(new AuctionId(auction), amount, max, quantity, round, false,
                        false);
    }

    private void skipSpace() {
        while (at < end && (array[at] == ' ' || array[at] == '\n' || array[at] == '\r'
                || array[at] == '\t')) {
            at++;
        }
    }

    private boolean skip(char expected) {
        skipSpace();
        var found = at < end && array[at] == expected;
        if (found) {
            at++;
        }
        return found;
    }

    /** Skips a text if it is this one. */
    private boolean skipText(byte[] expected) {
        skipSpace();
        var length = expected.length;
        if (end - at < length + 2 || array[at] != '"' || array[at + 1 + length] != '"') {
            return false;
        }
        for (var i = 0; i < length; i++) {
            if (array[at + 1 + i] != expected[i]) {
                return false;
            }
        }
        at += length + 2;
        return true;
    }

    private int name() {
        for (var field = 0; field < NAMES.length; field++) {
            if (skipText(NAMES[field])) {
                return field;
            }
        }
        return ODD;
    }

    private long id() {
        if (!skip('"')) {
            return ODD;
        }
        var id = at < end && array[at] == '0' ? ODD : digits();
        return at < end && array[at++] == '"' ? id : ODD;
    }

    /** A whole number as JSON writes it, below ten to the 18th; {@link #ODD} if it is none. */
    private long number() {
        skipSpace();
        var from = at;
        var number = digits();
        var leadingZero = at - from > 1 && array[from] == '0';
        var goesOn = at < end && (array[at] == '.' || array[at] == 'e' || array[at] == 'E');
        return leadingZero || goesOn ? ODD : number;
    }

    private long digits() {
        var from = at;
        var number = 0L;
        while (at < end && array[at] >= '0' && array[at] <= '9') {
            if (at - from == DIGITS_MAX) {
                return ODD;
            }
            number = number * 10 + (array[at++] - '0');
        }
        return at == from ? ODD : number;
    }
}
