package dev.gavel.raft;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Texts read from bytes, of which few differ: each that was met lately is there already, as the same
 * object, so that neither it nor its hash is made anew for every command. Of a fixed size: a text has
 * two places, and who comes to taken ones puts another out. Safe for many threads: all that one can
 * find is a text, and whether it is the right one is looked at each time.
 */
public final class Names {

    private static final int PLACES = 1 << 13;
    /** Longer ones are not kept. */
    private static final int LONGEST = 256;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class,
            ByteOrder.LITTLE_ENDIAN);

    private final @Nullable String[] names = new @Nullable String[PLACES];

    /** The text in UTF-8 at {@code offset}; malformed sequences become U+FFFD. */
    public String of(byte[] array, int offset, int length) {
        var place = place(array, offset, length);
        var first = names[place];
        if (first != null && isAscii(first, array, offset, length)) {
            return first;
        }
        var second = names[place ^ 1];
        if (second != null && isAscii(second, array, offset, length)) {
            return second;
        }
        var text = new String(array, offset, length, StandardCharsets.UTF_8);
        if (first != null && first.equals(text)) {
            return first;
        }
        if (second != null && second.equals(text)) {
            return second;
        }
        if (length <= LONGEST) {
            names[first == null || second != null ? place : place ^ 1] = text;
        }
        return text;
    }

    /** Whether the bytes are {@code name}, which takes a byte a letter; a byte below 0 is no letter. */
    private static boolean isAscii(String name, byte[] array, int offset, int length) {
        if (name.length() != length) {
            return false;
        }
        for (var i = 0; i < length; i++) {
            if (name.charAt(i) != array[offset + i]) {
                return false;
            }
        }
        return true;
    }

    /** From the first and the last eight bytes: names that are counted differ at an end. */
    private static int place(byte[] array, int offset, int length) {
        var mixed = (long) length;
        if (length >= Long.BYTES) {
            mixed += (long) LONGS.get(array, offset) * 0x9e3779b97f4a7c15L
                    ^ (long) LONGS.get(array, offset + length - Long.BYTES)
                            * 0xc2b2ae3d27d4eb4fL;
        } else {
            for (var i = offset; i < offset + length; i++) {
                mixed = 31 * mixed + array[i];
            }
            mixed *= 0x9e3779b97f4a7c15L;
        }
        return (int) (mixed >>> 40) & PLACES - 1;
    }
}
