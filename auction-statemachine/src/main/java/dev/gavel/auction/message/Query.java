package dev.gavel.auction.message;

import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.FormatKind;
import dev.gavel.auction.model.UserName;

import java.util.Optional;

/** What may be read. Pages are asked for by {@code limit} and the cursor {@code after}. */
public sealed interface Query {

    /** One auction as it stands. */
    record OneAuction(AuctionId auction) implements Query {}

    /**
     * Auctions in order of id.
     *
     * @param state only those in this state, by wire name
     * @param text only those whose name or item has this in it, in any case
     * @param mine only those that the one who asks joined or bid on
     * @param after only those with a higher id
     */
    record Auctions(Optional<String> state, Optional<FormatKind> format, Optional<UserName> seller,
            Optional<String> text, boolean mine, int limit, long after) implements Query {}

    /**
     * The history of an auction, oldest first.
     *
     * @param after how many bids to pass over, each with what the house bid in answer to it
     * @param isWithin whether to pass over the next bid, too, but not the answer to it
     */
    record Bids(AuctionId auction, int limit, long after, boolean isWithin) implements Query {}

    /**
     * What the seller's program signed of an auction, oldest first.
     *
     * @param after how many to pass over, those no longer kept included
     */
    record Rounds(AuctionId auction, int limit, long after) implements Query {}

    /** The catalogue in order of id. */
    record Items(Optional<UserName> seller, boolean all, int limit, long after) implements Query {}

    /** How an auction ended, or stands. */
    record AuctionResult(AuctionId auction) implements Query {}

    /** A user. */
    record User(UserName name) implements Query {}

    /** Why an auction stands as it does, in sentences. */
    record Explain(AuctionId auction) implements Query {}

    /** Whether the one who asks may bid, and what would do if not. */
    record CanBid(AuctionId auction) implements Query {}

    /** What a command of the one who asks would do if it were applied now. */
    record DryRun(Command command) implements Query {}

    /** Bytes that are no query. */
    record Malformed(String field, String sentence) implements Query {}
}
