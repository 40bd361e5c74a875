package dev.gavel.raft;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A table of texts that are read from bytes again and again. If a text was met lately, its object
 * is there already, so neither the text nor its hash is made anew for every command. The table has
 * a fixed size: a text has {@value #WAYS} places side by side, and a new text takes the place of
 * another. It is safe for many threads, since each text that is found is compared with the bytes.
 */
public final class Names {

    private static final int PLACE_BITS = 13;
    private static final int PLACES = 1 << PLACE_BITS;
    private static final int WAYS = 4;
    /** Longest text that is kept, in bytes. */
    private static final int LONGEST = 256;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class,
            ByteOrder.LITTLE_ENDIAN);

    private final @Nullable String[] names = new @Nullable String[PLACES];
    /**
     * A byte of the hash of the text at each place, so that others are hardly looked at in vain.
     */
    private final byte[] tags = new byte[PLACES];

    /** The text in UTF-8 at {@code offset}; malformed sequences become U+FFFD. */
    public String of(byte[] array, int offset, int length) {
        var mixed = mixed(array, offset, length);
        var tag = (byte) mixed;
        var start = (int) (mixed >>> (Long.SIZE - PLACE_BITS)) & -WAYS;
        for (var place = start; place < start + WAYS; place++) {
            if (tags[place] == tag) {
                var name = names[place];
                if (name != null && isAscii(name, array, offset, length)) {
                    return name;
                }
            }
        }
        var text = new String(array, offset, length, StandardCharsets.UTF_8);
        return length <= LONGEST ? kept(text, tag, start) : text;
    }

    /** {@code text}, or the same that is kept already; it then has letters of more than a byte. */
    private String kept(String text, byte tag, int start) {
        var free = start + (tag & (WAYS - 1));
        for (var place = start + WAYS - 1; place >= start; place--) {
            var name = names[place];
            if (name == null) {
                free = place;
            } else if (tags[place] == tag && name.equals(text)) {
                return name;
            }
        }
        names[free] = text;
        tags[free] = tag;
        return text;
    }

    /**
     * Whether the bytes are {@code name}, which takes a byte a letter; a byte below 0 is no letter.
     */
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

    /** A hash of the first and the last eight bytes: names that are counted differ at an end. */
    private static long mixed(byte[] array, int offset, int length) {
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
        return mixed ^ (mixed >>> 32);
    }
}
