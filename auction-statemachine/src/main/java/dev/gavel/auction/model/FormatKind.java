package dev.gavel.auction.model;

/**
 * The names of the kinds of auction, as they are written. What a kind does is asked of its format. Snapshots and
 * digests know a kind by its place in this list, so a new one comes last.
 */
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
    UNIFORM,
    /** Many equal units, open bids; each winner pays the own bid. */
    YANKEE;
}
