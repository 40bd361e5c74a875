package dev.gavel.auction.model;

/** Whether the house bids for a bidder up to a secret maximum. */
public enum ProxyMode {
    /** A bid may carry a maximum. */
    ALLOWED,
    /** The amount of every bid is a maximum. */
    ALWAYS,
    /** A bid with a maximum is refused. */
    NEVER
}
