package dev.gavel.auction.model;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.OptionalLong;

/**
 * Instants as text: ISO-8601 in UTC with milliseconds, {@code 2026-01-31T12:00:00.000Z}. Written and
 * read by hand, so that every JVM reads the same text alike.
 */
public final class Times {

    /** Stands for "at no time" where a time is held as a number. */
    public static final long NEVER = Long.MAX_VALUE;

    /** Length of a time as text. */
    public static final int CHARS = 24;

    private static final long DAY_MILLIS = 24L * 60 * 60 * 1000;

    private Times() {}

    /** {@code millis} since 1970 as text; years before 0 or after 9999 are not expected. */
    public static String format(long millis) {
        var out = new byte[CHARS];
        format(millis, out, 0);
        return new String(out, StandardCharsets.ISO_8859_1);
    }

    /** As {@link #format(long)}: {@link #CHARS} ASCII characters from {@code at} on. */
    public static void format(long millis, byte[] out, int at) {
        var date = LocalDate.ofEpochDay(Math.floorDiv(millis, DAY_MILLIS));
        var rest = (int) Math.floorMod(millis, DAY_MILLIS);
        digits(date.getYear(), 4, '-', out, at);
        digits(date.getMonthValue(), 2, '-', out, at + 5);
        digits(date.getDayOfMonth(), 2, 'T', out, at + 8);
        digits(rest / 3_600_000, 2, ':', out, at + 11);
        digits(rest / 60_000 % 60, 2, ':', out, at + 14);
        digits(rest / 1_000 % 60, 2, '.', out, at + 17);
        digits(rest % 1_000, 3, 'Z', out, at + 20);
    }

    private static void digits(int number, int width, char after, byte[] out, int at) {
        var rest = number;
        for (var i = at + width - 1; i >= at; i--) {
            out[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        out[at + width] = (byte) after;
    }

    /**
     * Milliseconds since 1970 of {@code text}; empty if it is not of the form
     * {@code YYYY-MM-DDTHH:MM:SSZ} with at most three digits of a second's fraction, or lies before
     * 1970.
     */
    public static OptionalLong parse(String text) {
        var length = text.length();
        if (length < 20 || length > 24 || length == 21 || !shapeHolds(text)) {
            return OptionalLong.empty();
        }
        var fraction = 0;
        for (var i = 20; i < 23; i++) {
            fraction = fraction * 10 + (i < length - 1 ? text.charAt(i) - '0' : 0);
        }
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        if (hour > 23 || minute > 59 || second > 59) {
            return OptionalLong.empty();
        }
        try {
            var date = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
            var day = date.toEpochDay();
            return day < 0 ? OptionalLong.empty()
                    : OptionalLong.of(day * DAY_MILLIS
                            + ((hour * 60L + minute) * 60 + second) * 1000 + fraction);
        } catch (DateTimeException e) {
            return OptionalLong.empty();
        }
    }

    /** A length of time for people: {@code 1 h 5 min}, {@code 40 s}, {@code 850 ms}. */
    public static String length(long millis) {
        if (millis < 1000) {
            return millis + " ms";
        }
        var seconds = millis / 1000;
        long[] counts = {seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60};
        String[] units = {"d", "h", "min", "s"};
        var first = 0;
        while (counts[first] == 0) {
            first++;
        }
        var second = first + 1 < counts.length && counts[first + 1] > 0
                ? " " + counts[first + 1] + " " + units[first + 1]
                : "";
        return counts[first] + " " + units[first] + second;
    }

    private static boolean shapeHolds(String text) {
        var shape = "dddd-dd-ddTdd:dd:dd.ddd";
        var last = text.length() - 1;
        for (var i = 0; i < last; i++) {
            var c = text.charAt(i);
            if (shape.charAt(i) == 'd' ? c < '0' || c > '9' : c != shape.charAt(i)) {
                return false;
            }
        }
        return text.charAt(last) == 'Z';
    }

    private static int number(String text, int from, int to) {
        var number = 0;
        for (var i = from; i < to; i++) {
            number = number * 10 + (text.charAt(i) - '0');
        }
        return number;
    }
}
