package dev.gavel.cli.verbs;

import dev.gavel.auction.model.Currency;
import dev.gavel.auction.model.IncrementPresets;
import dev.gavel.client.JsonObject;
import dev.gavel.server.exit.Misuse;

import java.util.ArrayList;
import java.util.List;

/** Increments as people write them: {@code 0.50}, {@code 5%}, {@code ebay-uk}, {@code 0:0.05,1:0.20}. */
final class Increments {
    private Increments() {}

    /**
     * The increment as the command {@code create} has it.
     *
     * @throws UsageException with a sentence, if it is none
     */
    static Object parse(String text, Currency currency) {
        if (IncrementPresets.NAMES.contains(text)) {
            return text;
        }
        if (text.endsWith("%")) {
            return JsonObject.of("percent", percent(text));
        }
        if (text.contains(":")) {
            var bands = new ArrayList<Object>();
            for (var band : text.split(",", -1)) {
                bands.add(band(band, currency));
            }
            return bands;
        }
        if (Amounts.isReadable(text)) {
            return Amounts.positive(text, currency);
        }
        throw new UsageException(Amounts.isAttempt(text) ? Amounts.meant(text, currency)
                .map(right -> "\"" + text + "\" is no amount; write " + right)
                .orElseGet(() -> noIncrement(text, currency)) : noIncrement(text, currency));
    }

    /** As {@link #parse(String, Currency)}, naming the option that has the increment. */
    static Object parse(String option, String text, Currency currency) {
        try {
            return parse(text, currency);
        } catch (UsageException e) {
            throw new UsageException(option + ": " + e.getMessage());
        }
    }

    private static String noIncrement(String text, Currency currency) {
        return "\"" + text + "\" is no increment; write an amount such as "
                + currency.decimal(50) + ", a percentage such as 5%, one of "
                + String.join(", ", IncrementPresets.NAMES) + ", or bands such as 0:"
                + currency.decimal(5) + "," + currency.decimal(100) + ":"
                + currency.decimal(20)
                + Misuse.suggestion(text, IncrementPresets.NAMES);
    }

    private static long percent(String text) {
        var digits = text.substring(0, text.length() - 1);
        if (!digits.matches("[0-9]{1,9}")) {
            throw new UsageException("\"" + text + "\" is no whole percentage; write 5%");
        }
        return Long.parseLong(digits);
    }

    private static List<Object> band(String text, Currency currency) {
        var colon = text.indexOf(':');
        if (colon < 0) {
            throw new UsageException(
                    "\"" + text + "\" is no band; write from:step, such as 1:0.20");
        }
        return List.of(Amounts.parse(text.substring(0, colon), currency),
                Amounts.positive(text.substring(colon + 1), currency));
    }
}
