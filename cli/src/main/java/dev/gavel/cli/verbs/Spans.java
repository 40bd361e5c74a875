package dev.gavel.cli.verbs;

import java.time.Duration;

/** Durations as people write them, {@code 45s}, {@code 1h30m}, and read them, {@code 1 h 30 min}. */
public final class Spans {
    private static final String EXAMPLES = "write a number and a unit, such as 500ms, 45s, 2m, "
            + "1h30m or 7d";

    /** Ten years: nothing here lasts longer, and no sum of such lengths runs over. */
    private static final Duration LONGEST = Duration.ofDays(3_660);
    private static final int MOST_DIGITS = 12;

    private Spans() {}

    /**
     * Reads a duration.
     *
     * @throws dev.gavel.server.exit.BadValueException with a sentence, if it is none
     */
    public static Duration parse(String text) {
        var total = Duration.ZERO;
        var at = 0;
        while (at < text.length()) {
            var digits = at;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            var unit = at;
            while (at < text.length() && Character.isLetter(text.charAt(at))) {
                at++;
            }
            if (digits == unit || unit == at || unit - digits > MOST_DIGITS) {
                throw noDuration(text);
            }
            total = total.plus(one(text, Long.parseLong(text, digits, unit, 10),
                    text.substring(unit, at)));
            if (total.compareTo(LONGEST) > 0) {
                throw new UsageException(
                        "\"" + text + "\" is too long: at most " + LONGEST.toDays() + "d");
            }
        }
        if (total.isZero()) {
            throw text.isEmpty() ? noDuration(text)
                    : new UsageException("\"" + text + "\" is too short: at least 1ms");
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
        return dev.gavel.auction.model.Spans.inWords(millis);
    }
}
