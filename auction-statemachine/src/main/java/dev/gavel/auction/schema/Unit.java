package dev.gavel.auction.schema;

/** What a whole number counts. */
public enum Unit {
    /** Minor units of the auction's currency: 12500 is 125.00 EUR. */
    MINOR_UNITS("minorUnits"),
    /** Milliseconds, of a length of time. */
    MILLISECONDS("milliseconds"),
    /** Equal units of one lot. */
    UNITS("units"),
    /** Rounds of a clock. */
    ROUNDS("rounds"),
    /** Hundredths of the price. */
    PERCENT("percent"),
    /** How many of what the field is named for, or which of them. */
    COUNT("count");

    private final String word;

    Unit(String word) {
        this.word = word;
    }

    /** Its name in JSON. */
    public String word() {
        return word;
    }
}
