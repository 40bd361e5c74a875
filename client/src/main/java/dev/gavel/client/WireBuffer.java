package dev.gavel.client;

import java.util.Arrays;

/**
 * Fields of a protobuf message, written by hand into one growing array: at full load the messages and
 * builders in between would be most of the garbage of a client, and of a server that leads.
 */
public final class WireBuffer {

    private static final int FIRST_BYTES = 1_024;
    private static final int LONGEST_VARINT = 10;

    private byte[] array = new byte[FIRST_BYTES];
    private int length;

    /** Forgets all, keeps the room. */
    public void clear() {
        length = 0;
    }

    /** Bytes so far. */
    public int length() {
        return length;
    }

    /** A copy of the bytes so far. */
    public byte[] toBytes() {
        return Arrays.copyOf(array, length);
    }

    /** A field of one number. */
    public void number(int field, long value) {
        ensure(2 * LONGEST_VARINT);
        varint((long) field << 3);
        varint(value);
    }

    /** A field of bytes. */
    public void bytes(int field, byte[] value, int offset, int count) {
        head(field, count);
        ensure(count);
        System.arraycopy(value, offset, array, length, count);
        length += count;
    }

    /** Begins a field of {@code size} bytes, which are to follow. */
    public void head(int field, int size) {
        ensure(2 * LONGEST_VARINT);
        varint((long) field << 3 | 2);
        varint(size);
    }

    /** Bytes of a field of one number; of a field below 16. */
    public static int sizeOfNumber(long value) {
        return 1 + sizeOf(value);
    }

    /** Bytes of a field of {@code count} bytes; of a field below 16. */
    public static int sizeOfBytes(int count) {
        return 1 + sizeOf(count) + count;
    }

    private void varint(long value) {
        var rest = value;
        while ((rest & ~0x7FL) != 0) {
            array[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        array[length++] = (byte) rest;
    }

    private static int sizeOf(long value) {
        return Math.max(1, (70 - Long.numberOfLeadingZeros(value)) / 7);
    }

    private void ensure(int more) {
        if (array.length - length < more) {
            array = Arrays.copyOf(array, Math.max(2 * array.length, length + more));
        }
    }
}
