package dev.gavel.auction.model;

/** What may stand in a text. Ranges are spelt out, so that every JVM decides alike. */
public final class Text {

    private Text() {}

    /** Whether every surrogate in {@code text} has its other half. */
    public static boolean isWellFormed(String text) {
        var halves = 0;
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (Character.isHighSurrogate(c)) {
                halves++;
            } else if (Character.isLowSurrogate(c)) {
                halves--;
            } else if (halves != 0) {
                return false;
            }
            if (halves < 0 || halves > 1) {
                return false;
            }
        }
        return halves == 0;
    }

    /** Whether {@code text} has a control character other than line feed, return and tab. */
    public static boolean hasControls(String text) {
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if ((c < ' ' && c != '\n' && c != '\r' && c != '\t') || (c >= 0x7f && c < 0xa0)) {
                return true;
            }
        }
        return false;
    }

    /** Whether {@code text} has nothing but spaces in it, or nothing at all. */
    public static boolean isBlank(String text) {
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c > ' ' && c != 0xa0 && c != 0x3000 && !isInvisible(c)) {
                return false;
            }
        }
        return true;
    }

    /** Whether {@code c} takes no room, breaks a line or turns the direction of writing. */
    static boolean isInvisible(char c) {
        return c == 0xa0 || c == 0xad || c == 0x61c || c == 0x115f || c == 0x1160 || c == 0x180e
                || (c >= 0x2000 && c <= 0x200f) || (c >= 0x2028 && c <= 0x202f)
                || (c >= 0x205f && c <= 0x206f) || c == 0x3000 || c == 0x3164 || c == 0xfeff
                || c == 0xffa0 || c >= 0xfff9;
    }
}
