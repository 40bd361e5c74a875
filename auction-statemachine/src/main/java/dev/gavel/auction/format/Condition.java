package dev.gavel.auction.format;

/**
 * A condition of sale that some kinds of auction have and others have not. Views tell the conditions in the
 * order in which they stand here.
 */
public enum Condition {
    /** When it ends, by the clock. */
    END,
    /** A secret price under which it is not sold. */
    RESERVE,
    /** What becomes of the best bid below the reserve. */
    BELOW_RESERVE,
    /** How the price behaves below the reserve. */
    RESERVE_MODE,
    /** What the next bid must add. */
    INCREMENT,
    /** Whether amounts lie on a ladder. */
    GRID,
    /** Whether the house bids for bidders. */
    PROXY,
    /** A price that ends it. */
    BUY_NOW,
    /** What late bids do to the end. */
    SOFT_CLOSE,
    /** Other auctions that extend with it. */
    GROUP,
    /** Until when bids may be taken back. */
    RETRACTION,
    /** Whether rounds are to be confirmed, and how many may be missed. */
    CONFIRMATION,
    /** Whether the seller's own program calls the rounds. */
    RUN_BY_SELLER,
    /** How long rounds take, and by how much the price changes from one to the next. */
    PACE,
    /** Where a falling price stops. */
    FLOOR,
    /** Whether bids are posted as a hash first, and how long they may be opened. */
    COMMITMENT,
    /** How many units are sold. */
    QUANTITY,
    /** Who gets the last units. */
    MARGIN
}
