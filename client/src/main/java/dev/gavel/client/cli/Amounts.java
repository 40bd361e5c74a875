package dev.gavel.client.cli;

import dev.gavel.auction.model.Currency;

import java.math.BigDecimal;

/** Amounts as people write them, {@code 125.50}, to minor units and back. */
final class Amounts {
    private static final int MAX_CHARS = 20;

    private Amounts() {}

    /**
     * Reads an amount in major units.
     *
     * @throws UsageException with a sentence, if it is none in this currency
     */
    static long parse(String text, Currency currency) {
        var trimmed = text.strip();
        if (!isDecimal(trimmed)) {
            throw new UsageException("\"" + text + "\" is no amount; write digits, such as "
                    + currency.decimal(12_550));
        }
        var amount = new BigDecimal(trimmed);
        if (amount.stripTrailingZeros().scale() > currency.digits()) {
            throw new UsageException("\"" + text + "\" is finer than " + currency.code()
                    + " knows: " + digits(currency));
        }
        try {
            return amount.movePointRight(currency.digits()).longValueExact();
        } catch (ArithmeticException e) {
            throw new UsageException("\"" + text + "\" is more than any amount here can be");
        }
    }

    /** Whether it looks like an amount: digits, with a point and more digits at most. */
    static boolean isDecimal(String text) {
        if (text.isEmpty() || text.length() > MAX_CHARS) {
            return false;
        }
        var points = 0;
        for (var i = 0; i < text.length(); i++) {
            var each = text.charAt(i);
            if (each == '.') {
                points++;
            } else if (each < '0' || each > '9') {
                return false;
            }
        }
        return points <= 1 && Character.isDigit(text.charAt(0))
                && Character.isDigit(text.charAt(text.length() - 1));
    }

    private static String digits(Currency currency) {
        return switch (currency.digits()) {
            case 0 -> "it has no digits after the point";
            case 1 -> "it has one digit after the point";
            default -> "it has " + currency.digits() + " digits after the point";
        };
    }
}
