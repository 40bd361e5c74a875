package dev.gavel.raft;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An immutable byte string: a slice of an array that nobody changes any more.
 *
 * <p>The constructor does not copy, so that a command can be a slice of the log entry or frame it
 * came in. So the caller of it promises to leave the array alone.
 */
public final class Bytes {

    /** The empty byte string. */
    public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

    private final byte[] array;
    private final int offset;
    private final int length;

    private Bytes(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /** The whole of {@code array}, not copied. */
    public static Bytes of(byte[] array) {
        return new Bytes(array, 0, array.length);
    }

    /**
     * A slice of {@code array}, not copied.
     *
     * @throws IndexOutOfBoundsException if the slice does not lie within the array
     */
    public static Bytes of(byte[] array, int offset, int length) {
        java.util.Objects.checkFromIndexSize(offset, length, array.length);
        return new Bytes(array, offset, length);
    }

    /** The UTF-8 encoding of {@code text}. */
    public static Bytes utf8(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The array this is a slice of; to be read only, from {@link #offset()}. */
    public byte[] array() {
        return array;
    }

    /** Where the slice begins in {@link #array()}. */
    public int offset() {
        return offset;
    }

    /** Number of bytes. */
    public int length() {
        return length;
    }

    /** A fresh copy of the bytes. */
    public byte[] toArray() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /** A read-only view, not copied. */
    public ByteBuffer asBuffer() {
        return ByteBuffer.wrap(array, offset, length).slice().asReadOnlyBuffer();
    }

    /** The bytes read as UTF-8; malformed sequences become U+FFFD. */
    public String asUtf8() {
        return new String(array, offset, length, StandardCharsets.UTF_8);
    }

    /** The bytes in hexadecimal, small letters. */
    public String asHex() {
        return HexFormat.of().formatHex(array, offset, offset + length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that
                && Arrays.equals(array, offset, offset + length, that.array, that.offset,
                        that.offset + that.length);
    }

    @Override
    public int hashCode() {
        var hash = 1;
        for (var i = offset; i < offset + length; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    /** The bytes as text, for people: what is not UTF-8 shows as U+FFFD. */
    @Override
    public String toString() {
        return asUtf8();
    }
}
