package dev.gavel.auction.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing byte string: numbers in as many bytes as they need, texts as UTF-8 with their length. The
 * same values give the same bytes.
 */
public final class BinaryWriter {

    private static final int FIRST_BYTES = 256;
    private static final int LONGEST_NUMBER_BYTES = 10;

    private byte[] bytes;
    private int size;

    /** Writes into nothing yet. */
    public BinaryWriter() {
        this(FIRST_BYTES);
    }

    /** As the other, with room for so many bytes. */
    public BinaryWriter(int expectedBytes) {
        bytes = new byte[expectedBytes];
    }

    /** Number of bytes so far. */
    public int size() {
        return size;
    }

    /** A copy of the bytes so far. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    /** Forgets all bytes, keeps the room. */
    public void clear() {
        size = 0;
    }

    /** Where the bytes are, from 0 to {@link #size()}: not copied, so of use until more is written. */
    public byte[] array() {
        return bytes;
    }

    void tag(int tag) {
        ensure(1);
        bytes[size++] = (byte) tag;
    }

    /** Which of its type's constants it is; new constants go last, so that old bytes stay true. */
    @SuppressWarnings("EnumOrdinal") // the order is fixed, as said above
    void constant(Enum<?> constant) {
        tag(constant.ordinal());
    }

    void flag(boolean flag) {
        tag(flag ? 1 : 0);
    }

    /** Any number; small ones of either sign are short. */
    void number(long number) {
        ensure(LONGEST_NUMBER_BYTES);
        var rest = (number << 1) ^ (number >> 63);
        while ((rest & ~0x7fL) != 0) {
            bytes[size++] = (byte) ((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    void text(String text) {
        var length = text.length();
        ensure(LONGEST_NUMBER_BYTES + length);
        var start = size;
        number(length);
        for (var i = 0; i < length; i++) {
            var c = text.charAt(i);
            if (c >= 0x80) {
                size = start;
                encoded(text);
                return;
            }
            bytes[size++] = (byte) c;
        }
    }

    private void encoded(String text) {
        bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes with their length. */
    void bytes(byte[] more) {
        number(more.length);
        ensure(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
