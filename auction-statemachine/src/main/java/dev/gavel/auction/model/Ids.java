package dev.gavel.auction.model;

/** Ids as text: decimal digits without a leading zero. */
final class Ids {

    /** So many digits always fit a {@code long}. */
    private static final int DIGITS_MAX = 18;

    private Ids() {}

    /** The number in {@code text}, at least 1; 0 if it is no id. */
    static long parse(String text) {
        var length = text.length();
        if (length == 0 || length > DIGITS_MAX || text.charAt(0) == '0') {
            return 0;
        }
        var number = 0L;
        for (var i = 0; i < length; i++) {
            var digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
