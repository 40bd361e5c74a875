package dev.gavel.auction.model;

/** Bounds on what the house takes in, each with its unit. */
public final class Limits {

    /**
     * Largest amount of money, in minor units (ten million millions of a currency with cents). Sums
     * and percentages of it still fit a {@code long}, so no rule can overflow.
     */
    public static final long AMOUNT_MAX = 1_000_000_000_000_000L;

    /** Longest name of an auction or item, in UTF-16 units. */
    public static final int NAME_CHARS_MAX = 500;

    /** Longest description, reason or other free text, in UTF-16 units. */
    public static final int DESCRIPTION_CHARS_MAX = 100_000;

    /** Longest reason for a retraction, address or display name, in UTF-16 units. */
    public static final int SHORT_TEXT_CHARS_MAX = 500;

    /** Longest id of an auction or item, in digits: so many always fit a {@code long}. */
    public static final int ID_CHARS_MAX = 18;

    /** Digits of a hash or nonce of 256 bits, in hexadecimal. */
    public static final int HEX_256_BITS = 64;

    /** Largest command, in bytes: the longest description takes 300,000 where each letter takes three. */
    public static final int COMMAND_BYTES_MAX = 512 * 1024;

    /** Longest duration of anything, in milliseconds: ten years. */
    public static final long DURATION_MILLIS_MAX = 10L * 366 * 24 * 60 * 60 * 1000;

    /** Last instant a command may name, in milliseconds since 1970: the end of the year 9999. */
    public static final long INSTANT_MILLIS_MAX = 253_402_300_799_999L;

    /** Longest closing window and extension, in milliseconds: a day. */
    public static final long WINDOW_MILLIS_MAX = 24L * 60 * 60 * 1000;

    /** Shortest gap in the log that counts as an outage, in milliseconds; also the default. */
    public static final long OUTAGE_GRACE_MILLIS_MIN = 2_000;

    /** Longest gap in the log that may be left uncounted, in milliseconds. */
    public static final long OUTAGE_GRACE_MILLIS_MAX = 60_000;

    /** How long an auction may be paused in all where its conditions do not say, in milliseconds: a day. */
    public static final long PAUSE_MILLIS_DEFAULT = 24L * 60 * 60 * 1000;

    /** The longest that conditions may say, in milliseconds: four weeks. */
    public static final long PAUSE_MILLIS_MAX = 28L * 24 * 60 * 60 * 1000;

    /**
     * How long nothing may be heard of a seller's program that runs a clock, in milliseconds: a week. Then the
     * auction ends without a sale, and bidders are free.
     */
    public static final long SELLER_SILENT_MILLIS_MAX = 7L * 24 * 60 * 60 * 1000;

    /** Longest time between two log entries while an auction is open, in milliseconds. */
    public static final long HEARTBEAT_MILLIS = 1_000;

    /** Shortest round of a clock, in milliseconds. */
    public static final long PERIOD_MILLIS_MIN = 100;

    /** Longest round of a clock, in milliseconds. */
    public static final long PERIOD_MILLIS_MAX = 100_000_000;

    /** Most bidders for the units of one lot whose open bids are ranked anew by each bid. */
    public static final int RANKED_BIDDERS_MAX = 1_000;

    /** Most rounds of a falling clock; at a second each that is over thirty years. */
    public static final int ROUNDS_MAX = 1_000_000_000;

    /** Most bidders in an auction run by its seller's program, which calls each of them in every round. */
    public static final int SELLER_RUN_PARTICIPANTS_MAX = 1_000;

    /** Most signed rounds in one update: checking them takes some 30 ms. */
    public static final int ROUNDS_PER_UPDATE_MAX = 200;

    /** Signed rounds kept of one auction; older ones make room. */
    public static final int SIGNED_ROUNDS_MAX = 10_000;

    /** Most bands in an increment table. */
    public static final int BANDS_MAX = 100;

    /** Largest percentage of an increment. */
    public static final int PERCENT_MAX = 100;

    /** Most names on an invitation list. */
    public static final int INVITED_MAX = 10_000;

    /** Most units in one lot. */
    public static final long QUANTITY_MAX = 1_000_000_000;

    /** Most rows in one page of an answer. */
    public static final int PAGE_ROWS_MAX = 1_000;

    /** Rows in a page when the query does not say. */
    public static final int PAGE_ROWS_DEFAULT = 100;

    private Limits() {}

    /** Whether somebody can bid {@code amount}: not if it is beyond the largest, or below the smallest unit. */
    public static boolean isAmount(long amount) {
        return amount >= 1 && amount <= AMOUNT_MAX;
    }
}
