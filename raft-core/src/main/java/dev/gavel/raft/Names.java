package dev.gavel.raft;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Texts read from bytes, of which few differ: each that was met lately is there already, as the same
 * object, so that neither it nor its hash is made anew for every command. Of a fixed size: a text has
 * two places, and who comes to taken ones puts another out. Safe for many threads: all that one can
 * find is a text and its bytes, and whether they are the right ones is looked at each time.
 */
public final class Names {

    private static final int PLACES = 1 << 13;
    /** Longer ones are not kept. */
    private static final int LONGEST = 256;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class,
            ByteOrder.LITTLE_ENDIAN);

    private final @Nullable Name[] names = new @Nullable Name[PLACES];

    /** Never changed, so it may be found by any thread. */
    private static final class Name {

        private final byte[] utf8;
        private final String text;

        private Name(byte[] utf8, String text) {
            this.utf8 = utf8;
            this.text = text;
        }
    }

    /** The text in UTF-8 at {@code offset}; malformed sequences become U+FFFD. */
    public String of(byte[] array, int offset, int length) {
        var place = place(array, offset, length);
        var first = names[place];
        if (first != null && isAt(first, array, offset, length)) {
            return first.text;
        }
        var second = names[place ^ 1];
        if (second != null && isAt(second, array, offset, length)) {
            return second.text;
        }
        var utf8 = Arrays.copyOfRange(array, offset, offset + length);
        var text = new String(utf8, StandardCharsets.UTF_8);
        if (length <= LONGEST) {
            names[first == null || second != null ? place : place ^ 1] = new Name(utf8, text);
        }
        return text;
    }

    private static boolean isAt(Name name, byte[] array, int offset, int length) {
        return Arrays.equals(name.utf8, 0, name.utf8.length, array, offset, offset + length);
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
