package dev.gavel.auction.model;

import org.jspecify.annotations.Nullable;

import java.text.Normalizer;
import java.util.List;

/**
 * What may stand in names from house version 2 on, and which names cannot be told from each other. All of it
 * follows from a table in these sources ({@link Characters}), never from what a JVM knows of Unicode.
 */
public final class Naming {

    /** Marks in a row on one letter; Vietnamese has two. */
    private static final int MARKS_MAX = 3;
    private static final int JOINER = 0x200d;
    private static final int NON_JOINER = 0x200c;
    private static final int PICTURE = 0xfe0f;

    private Naming() {}

    /** Why {@code text} may not become the name of a user, as a sentence; null if it may. */
    public static @Nullable String nameFault(String text) {
        var marks = 0;
        var before = ' ';
        for (var i = 0; i < text.length();) {
            var c = text.codePointAt(i);
            if (!Characters.isAllowed(c)) {
                return "A user name cannot have the character " + spelt(c) + " in it.";
            }
            marks = Characters.isMark(c) ? marks + 1 : 0;
            if (marks > MARKS_MAX || (marks > 0 && before == ' ')) {
                return "In a user name a mark such as " + spelt(c) + " follows a letter, at most "
                        + MARKS_MAX + " in a row.";
            }
            before = marks > 0 || c != ' ' ? 'x' : ' ';
            i += Character.charCount(c);
        }
        // Of what the table allows, every JVM that runs this has the same normal form.
        return Normalizer.isNormalized(text, Normalizer.Form.NFC) ? null
                : "Send the user name in its composed spelling (NFC): "
                        + Normalizer.normalize(text, Normalizer.Form.NFC) + ".";
    }

    /**
     * Why {@code text} cannot be the name of an item or auction, or a display name; null if it can. Beside what
     * user names may have, joiners and the sign for pictures may stand behind what they act on.
     */
    public static @Nullable String titleFault(String text) {
        var before = ' ';
        for (var i = 0; i < text.length();) {
            var c = text.codePointAt(i);
            var joins = c == JOINER || c == NON_JOINER || c == PICTURE;
            if (joins ? before == ' ' : !Characters.isAllowed(c)) {
                return "It has the character " + spelt(c)
                        + " in it, which cannot be seen or changes how the rest is read.";
            }
            before = joins || c == ' ' ? ' ' : 'x';
            i += Character.charCount(c);
        }
        return null;
    }

    /** Why {@code text} cannot be a description or a reason: it turns the direction of writing; null if it can. */
    public static @Nullable String proseFault(String text) {
        for (var i = 0; i < text.length();) {
            var c = text.codePointAt(i);
            if ((c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x61c
                    || c == 0x200e || c == 0x200f || (c >= 0xe0000 && c <= 0xe0fff)) {
                return "It has the character " + spelt(c)
                        + " in it, which cannot be seen or changes how the rest is read.";
            }
            i += Character.charCount(c);
        }
        return null;
    }

    /**
     * What {@code name} looks like: names that share one of these cannot be told from each other. Small and
     * capital letters are the same, accents are not; letters of other scripts and forms are taken for the Latin
     * ones that they look like, a capital also for the small letter of another kind that it looks like.
     */
    public static List<String> looks(String name) {
        if (isPlain(name)) {
            return List.of(name);
        }
        var folded = look(name, false);
        var seen = look(name, true);
        return folded.equals(seen) ? List.of(folded) : List.of(folded, seen);
    }

    private static boolean isPlain(String name) {
        for (var i = 0; i < name.length(); i++) {
            var c = name.charAt(i);
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }

    private static String look(String name, boolean capitals) {
        var out = new StringBuilder(name.length());
        for (var i = 0; i < name.length();) {
            var c = name.codePointAt(i);
            var taken = Characters.takenFor(c, capitals);
            if (taken != null) {
                out.append(taken);
            } else if (c != ' ' || (!out.isEmpty() && out.charAt(out.length() - 1) != ' ')) {
                out.appendCodePoint(c);
            }
            i += Character.charCount(c);
        }
        if (!out.isEmpty() && out.charAt(out.length() - 1) == ' ') {
            out.setLength(out.length() - 1);
        }
        return out.toString();
    }

    private static String spelt(int c) {
        return String.format("U+%04X", c);
    }
}
