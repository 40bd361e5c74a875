package dev.gavel.auction.message;

/** Why the house said no; the name is what callers see. Never renamed or reused. */
public enum Code {
    TOO_LOW, OFF_GRID, NOT_OPEN, LATE, NOT_STARTED, PAUSED, CANCELLED, SELF_BID, NOT_REGISTERED,
    NOT_JOINED, ALREADY_WITHDRAWN, LAST_ACTIVE_BIDDER, STALE_ROUND, NOT_OWNER, UNKNOWN_AUCTION,
    UNKNOWN_USER, UNKNOWN_ITEM, DUPLICATE_AUCTION, BAD_COMMAND, LIMIT_EXCEEDED, BANNED,
    /** Only those on the list may take part. */
    NOT_INVITED,
    /** The item is being sold, was sold, or was withdrawn. */
    ITEM_NOT_AVAILABLE,
    /** Who holds the standing bid cannot leave. */
    STANDING_BID,
    /** The auction does not let bids be taken back, or no longer. */
    NOT_RETRACTABLE,
    /** There is nothing of the caller's to take back, open or answer. */
    NOTHING_THERE,
    /** In a reverse auction: the offer is not low enough. */
    TOO_HIGH,
    /** Nobody joined, so there is nobody to sell to. */
    NO_PARTICIPANTS,
    /** An opening does not fit the commitment. */
    COMMITMENT_MISMATCH,
    /** The clock runs in the seller's own program, and what is asked is to be asked there. */
    RUN_BY_SELLER,
    /**
     * Only a house of a later version knows this. A trace holds {@link #BAD_COMMAND} in its place, which
     * programs said before there were versions.
     */
    NOT_ADOPTED,
    /** The bidder took better bids back, and is bound to bid as much as these. */
    RETRACTED,
    /** Commitments are being opened, which ends by the clock only. */
    REVEALING,
    /** Units were bought, and stay so. */
    UNITS_SOLD,
    /** The name cannot be told from that of a user. */
    CONFUSABLE_NAME,
    /** The house is of that version, or a later one, already. */
    ALREADY_ADOPTED,
    /** The price that buys at once is no longer offered. */
    BUY_NOW_OVER
}
