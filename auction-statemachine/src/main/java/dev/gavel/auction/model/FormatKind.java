package dev.gavel.auction.model;

/** The kinds of auction. */
public enum FormatKind {
    /** Bids rise until nobody bids more. */
    ENGLISH,
    /** The price rises by the clock; whoever stays last wins. Also called Japanese. */
    CLOCK,
    /** The price falls by the clock; whoever accepts first wins. */
    DUTCH,
    /** One secret bid each; the highest pays what it says. */
    SEALED,
    /** One secret bid each; the highest pays what the next one says. */
    VICKREY,
    /** The English auction turned round: offers fall, the lowest wins. */
    REVERSE,
    /** Many equal units, secret bids, one price for all winners. */
    UNIFORM;

    /** Whether nobody knows of the others' bids before the close. */
    public boolean isSecret() {
        return this == SEALED || this == VICKREY || this == UNIFORM;
    }

    /** Whether everybody sees the bids, which stand until a better one comes. */
    public boolean hasOpenBids() {
        return this == ENGLISH || this == REVERSE;
    }

    /** Whether it runs by the clock, in rounds. */
    public boolean hasRounds() {
        return this == CLOCK || this == DUTCH;
    }
}
