package dev.gavel.auction.model;

/** Which way bids go. What is truly the mirror image is written once, in these words. */
public enum Direction {
    /** The highest wins. */
    UP,
    /** The lowest wins. */
    DOWN;

    /** Whether {@code one} is strictly better than {@code other}. */
    public boolean beats(long one, long other) {
        return this == UP ? one > other : one < other;
    }

    /** The better of two amounts. */
    public long best(long one, long other) {
        return this == UP ? Math.max(one, other) : Math.min(one, other);
    }

    /** The worse of two amounts. */
    public long worst(long one, long other) {
        return this == UP ? Math.min(one, other) : Math.max(one, other);
    }

    /** {@code amount} bettered by {@code step}. */
    public long bettered(long amount, long step) {
        return this == UP ? amount + step : amount - step;
    }
}
