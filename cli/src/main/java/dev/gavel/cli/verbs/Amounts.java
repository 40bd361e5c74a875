package dev.gavel.cli.verbs;

import dev.gavel.auction.model.Currency;
import dev.gavel.auction.model.Limits;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Amounts as people write them, {@code 125.50}, to minor units and back.
 *
 * <p>There is one rule, and the page keeps it too: digits, in groups of three or not, with either decimal
 * mark, and the auction's own currency before or behind. What can be read in two ways is refused, and the
 * refusal says how it is written. One mark with three digits behind it is read as by people whose decimal
 * mark is the point. {@code amounts.json} beside the tests of the page has the cases that both are held to.
 */
public final class Amounts {
    private static final int MAX_CHARS = 20;
    /** Longer than any amount with its currency and all its marks. */
    private static final int MAX_TYPED_CHARS = 40;
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
    /** Digits, decimal marks, and what may stand between groups. */
    private static final Pattern TYPED = Pattern
            .compile("(?=.*[0-9])[0-9.,'’_\\u00a0\\u2009\\u202f ]+");
    private static final Pattern FIRST_GROUP = Pattern.compile("[1-9][0-9]{0,2}");
    private static final Pattern BY_THREE = Pattern.compile("[1-9][0-9]{0,2}([^0-9][0-9]{3})+");
    /** As {@code 12,34,567} in India. */
    private static final Pattern BY_TWO = Pattern.compile("[1-9][0-9]?(,[0-9]{2})+,[0-9]{3}");
    private static final String EURO_SIGN = "€";
    private static final Pattern CODE = Pattern.compile("^[A-Za-z]{3}|[A-Za-z]{3}$");
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
    /** Behind the point, in the currencies that have most. */
    private static final int MOST_DIGITS = 4;

    private Amounts() {}

    /**
     * Reads an amount in major units.
     *
     * @throws UsageException with a sentence, if it is none in this currency
     */
    static long parse(String text, Currency currency) {
        var trimmed = text.strip();
        var amount = isDecimal(trimmed) ? new BigDecimal(trimmed)
                : read(withoutCurrency(trimmed, currency), currency.digits())
                        .orElseThrow(() -> new UsageException(noAmount(text, currency)));
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

    /**
     * What is no amount in any currency is refused, before anybody is asked which currency it is in.
     *
     * @throws UsageException with a sentence
     */
    static void requireReadable(String text) {
        if (!isReadable(text)) {
            throw new UsageException(noAmount(text));
        }
    }

    /** Whether it is an amount in some currency. */
    public static boolean isReadable(String text) {
        var typed = text.strip();
        if (isDecimal(typed)) {
            return true;
        }
        var code = CODE.matcher(typed);
        var currency = code.find()
                ? Currency.of(code.group().toUpperCase(Locale.ROOT)).orElse(Currency.EUR)
                : Currency.EUR;
        var clean = withoutCurrency(typed, currency);
        return read(clean, MOST_DIGITS).isPresent() || read(clean, 0).isPresent();
    }

    /** Without the currency's own code or sign before or behind it. */
    private static String withoutCurrency(String text, Currency currency) {
        var code = currency.code();
        for (var sign : List.of(code, code.toLowerCase(Locale.ROOT),
                currency.equals(Currency.EUR) ? EURO_SIGN : code)) {
            if (text.startsWith(sign)) {
                return text.substring(sign.length()).strip();
            }
            if (text.endsWith(sign)) {
                return text.substring(0, text.length() - sign.length()).strip();
            }
        }
        return text;
    }

    /**
     * Reads digits and the marks between them; empty where they can be read in several ways or in none.
     *
     * @param digits how many digits the currency has behind the decimal mark
     */
    private static Optional<BigDecimal> read(String clean, int digits) {
        if (clean.length() > MAX_TYPED_CHARS || !TYPED.matcher(clean).matches()) {
            return Optional.empty();
        }
        var last = Math.max(clean.lastIndexOf('.'), clean.lastIndexOf(','));
        if (last < 0 || clean.indexOf(clean.charAt(last)) != last) {
            return together(clean).map(BigDecimal::new);
        }
        var before = clean.substring(0, last);
        var behind = clean.substring(last + 1);
        if (!DIGITS.matcher(behind).matches()) {
            return Optional.empty();
        }
        if (behind.length() == THOUSAND_DIGITS && clean.charAt(last) == ','
                && FIRST_GROUP.matcher(before).matches()) {
            return digits < THOUSAND_DIGITS ? Optional.of(new BigDecimal(before + behind))
                    : Optional.empty(); // a thousand or one: who can tell
        }
        return (before.isEmpty() ? Optional.of("0") : together(before))
                .map(whole -> new BigDecimal(whole + "." + behind));
    }

    /** Digits without the marks between their groups; empty where these are no groups. */
    private static Optional<String> together(String text) {
        if (DIGITS.matcher(text).matches()) {
            return Optional.of(text);
        }
        var isGrouped = BY_TWO.matcher(text).matches() || (BY_THREE.matcher(text).matches()
                && text.chars().filter(each -> !Character.isDigit(each)).distinct().count() == 1);
        return isGrouped ? Optional.of(text.replaceAll("[^0-9]", "")) : Optional.empty();
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
        return point >= 0 && text.length() - point - 1 == THOUSAND_DIGITS
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
