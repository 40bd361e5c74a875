package dev.gavel.auction.codec;

import dev.gavel.auction.model.Times;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes one flat JSON object whose texts need no escapes, without a generator: the same bytes, for
 * the few answers that nearly all commands get.
 */
final class PlainJson {

    private static final int USUAL_BYTES = 256;

    private byte[] bytes = new byte[USUAL_BYTES];
    private int length;
    private boolean plain = true;

    PlainJson() {
        bytes[length++] = '{';
    }

    /** All of it; null if a text within it needs escapes, which is for the general writer. */
    byte @org.jspecify.annotations.Nullable [] end() {
        ensure(1);
        bytes[length++] = '}';
        return plain ? Arrays.copyOf(bytes, length) : null;
    }

    PlainJson text(byte[] name, String value) {
        name(name);
        ensure(value.length() + 2);
        bytes[length++] = '"';
        for (var i = 0; i < value.length(); i++) {
            var c = value.charAt(i);
            plain &= c >= ' ' && c < 0x7f && c != '"' && c != '\\';
            bytes[length++] = (byte) c;
        }
        bytes[length++] = '"';
        return this;
    }

    PlainJson number(byte[] name, long value) {
        name(name);
        digits(value);
        return this;
    }

    /** A number within quotes. */
    PlainJson id(byte[] name, long value) {
        name(name);
        ensure(1);
        bytes[length++] = '"';
        digits(value);
        ensure(1);
        bytes[length++] = '"';
        return this;
    }

    PlainJson flag(byte[] name, boolean value) {
        name(name);
        put(value ? Names.TRUE : Names.FALSE);
        return this;
    }

    PlainJson time(byte[] name, long millis) {
        name(name);
        ensure(Times.CHARS + 2);
        bytes[length++] = '"';
        Times.format(millis, bytes, length);
        length += Times.CHARS;
        bytes[length++] = '"';
        return this;
    }

    private void name(byte[] name) {
        if (length > 1) {
            ensure(1);
            bytes[length++] = ',';
        }
        put(name);
    }

    private void put(byte[] text) {
        ensure(text.length);
        System.arraycopy(text, 0, bytes, length, text.length);
        length += text.length;
    }

    private void digits(long value) {
        if (value < 0) {
            put(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
            return;
        }
        var count = 1;
        for (var rest = value / 10; rest > 0; rest /= 10) {
            count++;
        }
        ensure(count);
        var rest = value;
        for (var i = length + count - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += count;
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }

    /** Field names as they stand in the object, with quotes and colon. */
    static final class Names {

        static final byte[] STATUS = of("status");
        static final byte[] CODE = of("code");
        static final byte[] MESSAGE = of("message");
        static final byte[] INDEX = of("index");
        static final byte[] AT = of("at");
        static final byte[] AUCTION = of("auction");
        static final byte[] LEADING = of("leading");
        static final byte[] PRICE = of("price");
        static final byte[] YOUR_MAXIMUM = of("yourMaximum");
        static final byte[] MINIMUM_NEXT = of("minimumNext");
        static final byte[] MAXIMUM_NEXT = of("maximumNext");
        static final byte[] ENDS_AT = of("endsAt");
        private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
        private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

        private Names() {}

        private static byte[] of(String name) {
            return ('"' + name + "\":").getBytes(StandardCharsets.US_ASCII);
        }
    }
}
