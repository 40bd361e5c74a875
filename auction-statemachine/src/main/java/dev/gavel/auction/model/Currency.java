package dev.gavel.auction.model;

import java.util.Optional;

/**
 * A currency by its ISO 4217 code, with the digits of its minor unit. The table is the house's own:
 * that of a JVM changes with its version, and an old log must decide as it did.
 *
 * @param code three capital letters
 * @param digits digits after the point: 2 for EUR, 0 for JPY
 */
public record Currency(String code, int digits) {

    private static final String CENTS = " AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN"
            + " BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUC CUP"
            + " CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HRK"
            + " HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA"
            + " MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK"
            + " PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC"
            + " SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER"
            + " ZAR ZMW ZWG ZWL ";
    private static final String WHOLE = " BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV"
            + " XAF XOF XPF ";
    private static final String MILLS = " BHD IQD JOD KWD LYD OMR TND ";
    private static final String FINER = " CLF UYW ";

    /** How many letters a code has. */
    public static final int CODE_CHARS = 3;

    /** What an auction is held in when it does not say. */
    public static final Currency EUR = new Currency("EUR", 2);

    /** The currency of that code; empty if there is none. */
    public static Optional<Currency> of(String code) {
        if (code.equals(EUR.code)) {
            return Optional.of(EUR);
        }
        if (code.length() != CODE_CHARS || code.indexOf(' ') >= 0) {
            return Optional.empty();
        }
        var word = " " + code + " ";
        if (CENTS.contains(word)) {
            return Optional.of(new Currency(code, 2));
        }
        if (WHOLE.contains(word)) {
            return Optional.of(new Currency(code, 0));
        }
        if (MILLS.contains(word)) {
            return Optional.of(new Currency(code, 3));
        }
        return FINER.contains(word) ? Optional.of(new Currency(code, 4)) : Optional.empty();
    }

    /** {@code minorUnits} for people, as {@code 125.00 EUR}. */
    public String format(long minorUnits) {
        return decimal(minorUnits) + " " + code;
    }

    /** {@code minorUnits} with a decimal point and without the code, as {@code 125.00}. */
    public String decimal(long minorUnits) {
        if (digits == 0) {
            return Long.toString(minorUnits);
        }
        var figures = Long.toString(Math.abs(minorUnits));
        if (figures.length() <= digits) {
            figures = "0".repeat(digits + 1 - figures.length()) + figures;
        }
        var point = figures.length() - digits;
        return (minorUnits < 0 ? "-" : "") + figures.substring(0, point) + "."
                + figures.substring(point);
    }
}
