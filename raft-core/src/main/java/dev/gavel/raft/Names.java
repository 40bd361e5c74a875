package dev.gavel.raft;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/**
 * Texts read from bytes, of which few differ: each that was met lately is there already, as the same
 * object, so that neither it nor its hash is made anew for every command. Of a fixed size: whoever
 * comes to a taken place puts the other out. Safe for many threads: all that one can find is a text, and
 * whether it is the right one is looked at each time.
 */
public final class Names {

    /** Places; at most {@value #LONGEST} bytes are kept in each. */
    private static final int PLACES = 1 << 13;
    private static final int LONGEST = 64;

    private final @Nullable String[] names = new @Nullable String[PLACES];

    /** The text in UTF-8 at {@code offset}; malformed sequences become U+FFFD. */
    public String of(byte[] array, int offset, int length) {
        if (length > LONGEST) {
            return new String(array, offset, length, StandardCharsets.UTF_8);
        }
        var hash = 0;
        for (var i = offset; i < offset + length; i++) {
            if (array[i] < 0) {
                return new String(array, offset, length, StandardCharsets.UTF_8);
            }
            hash = 31 * hash + array[i];
        }
        var place = (hash ^ hash >>> 16) & PLACES - 1;
        var there = names[place];
        if (there != null && isAt(there, array, offset, length)) {
            return there;
        }
        var name = new String(array, offset, length, StandardCharsets.ISO_8859_1);
        names[place] = name;
        return name;
    }

    private static boolean isAt(String name, byte[] array, int offset, int length) {
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
}
