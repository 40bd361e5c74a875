package dev.gavel.auction.model;

/** Lengths of time in words for people. */
public final class Spans {

    private static final long SECOND = 1_000;
    private static final long MINUTE = 60;
    private static final long HOUR = 60;
    private static final long DAY = 24;
    /** Below it a length is told to the tenth of a second. */
    private static final long TENTHS_BELOW_MILLIS = 10_000;
    /** A unit is kept until there are two of the next one. */
    private static final long TWO = 2;

    private Spans() {}

    /** A length of time to about a hundredth, such as {@code 1.5 s} or {@code 2 days 3 h}. */
    public static String inWords(long millis) {
        if (millis < 0) {
            return "0 s";
        }
        if (millis < TENTHS_BELOW_MILLIS) {
            var tenths = millis / (SECOND / 10);
            return tenths % 10 == 0 ? tenths / 10 + " s" : tenths / 10 + "." + tenths % 10 + " s";
        }
        var seconds = millis / SECOND;
        if (seconds < TWO * MINUTE) {
            return seconds + " s";
        }
        var minutes = seconds / MINUTE;
        if (minutes < TWO * HOUR) {
            return minutes + " min" + rest(seconds % MINUTE, " s");
        }
        var hours = minutes / HOUR;
        return hours < TWO * DAY
                ? hours + " h" + rest(minutes % HOUR, " min")
                : hours / DAY + " days" + rest(hours % DAY, " h");
    }

    /** How long ago something was, such as {@code 2 days ago}, in the largest unit that fits. */
    public static String ago(long millis) {
        if (millis < SECOND) {
            return "just now";
        }
        var seconds = millis / SECOND;
        if (seconds < TWO * MINUTE) {
            return seconds == 1 ? "1 second ago" : seconds + " seconds ago";
        }
        var minutes = seconds / MINUTE;
        if (minutes < TWO * HOUR) {
            return minutes + " minutes ago";
        }
        var hours = minutes / HOUR;
        return hours < TWO * DAY ? hours + " hours ago" : hours / DAY + " days ago";
    }

    private static String rest(long number, String unit) {
        return number == 0 ? "" : " " + number + unit;
    }
}
