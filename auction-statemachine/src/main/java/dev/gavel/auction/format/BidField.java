package dev.gavel.auction.format;

/** What bids can say. Not every kind of auction takes all of it. */
public enum BidField {
    /** How much is offered. */
    AMOUNT,
    /** Up to which secret limit the house bids on. */
    MAX,
    /** For how many units. */
    QUANTITY,
    /** Which round is meant. */
    ROUND,
    /** That no part of the quantity is taken. */
    ALL_OR_NOTHING,
    /** That it only buys, at the buy-now price. */
    BUY
}
