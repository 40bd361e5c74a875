package dev.gavel.client.cli;

import java.time.Duration;

/** Durations as people write them, {@code 45s}, {@code 1h30m}, and read them, {@code 1 h 30 min}. */
final class Spans {
    private static final String EXAMPLES = "write a number and a unit, such as 500ms, 45s, 2m, "
            + "1h30m or 7d";

    private Spans() {}

    /**
     * Reads a duration.
     *
     * @throws UsageException with a sentence, if it is none
     */
    static Duration parse(String text) {
        var total = Duration.ZERO;
        var at = 0;
        while (at < text.length()) {
            var digits = at;
            while (at < text.length() && Character.isDigit(text.charAt(at))) {
                at++;
            }
            var unit = at;
            while (at < text.length() && Character.isLetter(text.charAt(at))) {
                at++;
            }
            if (digits == unit || unit == at || unit - digits > 12) {
                throw noDuration(text);
            }
            total = total.plus(one(text, Long.parseLong(text, digits, unit, 10),
                    text.substring(unit, at)));
        }
        if (total.isZero()) {
            throw noDuration(text);
        }
        return total;
    }

    private static Duration one(String text, long number, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m", "min" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> throw noDuration(text);
        };
    }

    private static UsageException noDuration(String text) {
        return new UsageException("\"" + text + "\" is no duration; " + EXAMPLES);
    }

    /** A length of time in words, to about a hundredth. */
    static String inWords(long millis) {
        if (millis < 0) {
            return "0 s";
        }
        if (millis < 10_000) {
            var tenths = millis / 100;
            return tenths % 10 == 0 ? tenths / 10 + " s" : tenths / 10 + "." + tenths % 10 + " s";
        }
        var seconds = millis / 1_000;
        if (seconds < 120) {
            return seconds + " s";
        }
        var minutes = seconds / 60;
        if (minutes < 120) {
            return minutes + " min" + rest(seconds % 60, " s");
        }
        var hours = minutes / 60;
        return hours < 48
                ? hours + " h" + rest(minutes % 60, " min")
                : hours / 24 + " days" + rest(hours % 24, " h");
    }

    private static String rest(long number, String unit) {
        return number == 0 ? "" : " " + number + unit;
    }
}
