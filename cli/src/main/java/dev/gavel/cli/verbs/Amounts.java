package dev.gavel.cli.verbs;

import dev.gavel.auction.model.Currency;
import dev.gavel.auction.model.Limits;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Amounts as people write them, {@code 125.50}, to minor units and back.
 *
 * <p>There is one rule: digits, and behind one point no more digits than the currency has. Nothing stands
 * between thousands, and no sign, mark of a currency or exponent beside them. What some read as a thousand
 * and others as one is refused, never guessed; the refusal says how it is written.
 */
public final class Amounts {
    private static final int MAX_CHARS = 20;
    private static final Pattern DECIMAL = Pattern.compile("[0-9]+(\\.[0-9]+)?");
    /** What people mean for an amount: digits, and what may stand around and between them. */
    private static final Pattern ATTEMPT = Pattern.compile(
            "(?i)[+-]?\\s*(\\p{Sc}|[a-z]{3})?\\s*[+-]?[.,]?[0-9][0-9.,'’_\\s\\u00a0\\u202f]*(e[+]?[0-9]{1,2}|k)?\\s*(\\p{Sc}|[a-z]{3}|,?-{1,2})?");
    private static final Pattern PLAIN_EXPONENT = Pattern.compile("[0-9]{1,4}[eE][+]?[0-9]{1,2}");
    /** Thousands apart, a decimal mark of another kind behind them. */
    private static final Pattern GROUPED = Pattern.compile(
            "([0-9]{1,3}(?:([.,'’_\\s\\u00a0\\u202f])[0-9]{3})(?:\\2[0-9]{3})*)(?:([.,])([0-9]{1,3}))?");
    private static final Pattern COMMA = Pattern.compile("([0-9]+),([0-9]{1,2})");
    private static final int THOUSAND_DIGITS = 3;

    private Amounts() {}

    /**
     * Reads an amount in major units.
     *
     * @throws UsageException with a sentence, if it is none in this currency
     */
    static long parse(String text, Currency currency) {
        var trimmed = text.strip();
        if (!isDecimal(trimmed)) {
            throw new UsageException(noAmount(text, currency));
        }
        var amount = new BigDecimal(trimmed);
        if (amount.scale() > currency.digits()) {
            throw new UsageException("\"" + text + "\" is finer than " + currency.code()
                    + " knows: " + digits(currency) + either(trimmed, currency));
        }
        var minorUnits = amount.movePointRight(currency.digits());
        if (minorUnits.compareTo(BigDecimal.valueOf(Limits.AMOUNT_MAX)) > 0) {
            throw new UsageException(
                    "\"" + text + "\" is more than any amount here can be: at most "
                            + currency.format(Limits.AMOUNT_MAX));
        }
        return minorUnits.longValueExact();
    }

    /** As {@link #parse(String, Currency)}, of what is worth something. */
    static long positive(String text, Currency currency) {
        var amount = parse(text, currency);
        if (amount == 0) {
            throw new UsageException("\"" + text + "\" is too little; it must be at least "
                    + currency.format(1));
        }
        return amount;
    }

    /** As {@link #positive(String, Currency)}, naming the option that has the amount. */
    static long positive(String option, String text, Currency currency) {
        try {
            return positive(text, currency);
        } catch (UsageException e) {
            throw new UsageException(option + ": " + e.getMessage());
        }
    }

    /** As {@link #parse}, of a bid, which is never of nothing: 0.00 is refused before the house sees it. */
    static long ofBid(String text, Currency currency) {
        var amount = parse(text, currency);
        if (amount == 0) {
            throw new UsageException("\"" + text + "\" is no bid; it must be at least "
                    + currency.format(1));
        }
        return amount;
    }

    /** As {@link #parse}, naming the option that has the amount. */
    static long parse(String option, String text, Currency currency) {
        try {
            return parse(text, currency);
        } catch (UsageException e) {
            throw new UsageException(option + ": " + e.getMessage());
        }
    }

    /** Whether it looks like an amount: digits, with a point and more digits at most. */
    static boolean isDecimal(String text) {
        return text.length() <= MAX_CHARS && DECIMAL.matcher(text).matches();
    }

    /** Whether somebody means it for an amount, well written or not. */
    public static boolean isAttempt(String text) {
        return !text.isEmpty() && text.length() <= 2 * MAX_CHARS
                && ATTEMPT.matcher(text.strip()).matches();
    }

    /** Why it is no amount, with how it is written as far as that is certain. */
    public static String noAmount(String text) {
        return noAmount(text, Currency.EUR);
    }

    private static String noAmount(String text, Currency currency) {
        return "\"" + text + "\" is no amount; "
                + meant(text, currency).map(right -> "write " + right)
                        .orElse("write digits, such as " + currency.decimal(12_550)
                                + ", with "
                                + (currency.digits() == 0 ? "" : "a point before the decimals and ")
                                + "nothing between thousands");
    }

    /** The right spelling, where there can be only one. */
    static Optional<String> meant(String text, Currency currency) {
        if (text.length() > 3 * MAX_CHARS) {
            return Optional.empty();
        }
        var bare = text.strip()
                .replaceAll("^[+]?\\s*(\\p{Sc}|[A-Za-z]{3}\\s)?\\s*[+]?", "")
                .replaceAll("\\s*(\\p{Sc}|\\s[A-Za-z]{3}|(?<=[0-9])[A-Z]{3}|,-{1,2})$", "");
        if (bare.length() > MAX_CHARS) {
            return Optional.empty();
        }
        if (fits(bare, currency)) {
            return Optional.of(bare);
        }
        if (PLAIN_EXPONENT.matcher(bare).matches()) {
            var plain = new BigDecimal(bare).toPlainString();
            return isDecimal(plain) ? Optional.of(plain) : Optional.empty();
        }
        return ungrouped(bare).filter(right -> fits(right, currency));
    }

    private static Optional<String> ungrouped(String bare) {
        var comma = COMMA.matcher(bare);
        if (comma.matches()) {
            return Optional.of(comma.group(1) + "." + comma.group(2));
        }
        var grouped = GROUPED.matcher(bare);
        if (!grouped.matches()) {
            return Optional.empty();
        }
        var mark = grouped.group(2);
        var decimal = grouped.group(3);
        var whole = grouped.group(1).replaceAll("[^0-9]", "");
        if (decimal == null) {
            var isOneGroup = whole.length() <= 2 * THOUSAND_DIGITS
                    && grouped.group(1).indexOf(mark) == grouped.group(1).lastIndexOf(mark);
            return (mark.equals(".") || mark.equals(",")) && isOneGroup
                    ? Optional.empty() // a thousand or one: who can tell
                    : Optional.of(whole);
        }
        return mark.equals(decimal) ? Optional.empty()
                : Optional.of(whole + "." + grouped.group(4));
    }

    private static boolean fits(String text, Currency currency) {
        return isDecimal(text) && new BigDecimal(text).scale() <= currency.digits();
    }

    /** "1.000" may be a thousand, or one. */
    private static String either(String text, Currency currency) {
        var point = text.indexOf('.');
        return text.length() - point - 1 == THOUSAND_DIGITS
                ? "; write " + text.replace(".", "") + " or "
                        + text.substring(0, point + (currency.digits() == 0 ? 0
                                : 1 + Math.min(2, currency.digits())))
                : "";
    }

    private static String digits(Currency currency) {
        return switch (currency.digits()) {
            case 0 -> "it has no digits after the point";
            case 1 -> "it has one digit after the point";
            default -> "it has " + currency.digits() + " digits after the point";
        };
    }
}
