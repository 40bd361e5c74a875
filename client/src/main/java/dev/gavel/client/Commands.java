package dev.gavel.client;

import java.util.OptionalLong;

/**
 * The commands of the house as JSON. Amounts are whole minor units of the auction's currency. Further
 * fields go in by {@link JsonObject#with}.
 *
 * @see "docs/MESSAGES.md"
 */
public final class Commands {
    private Commands() {}

    /** Creates or updates the account of who asks. */
    public static JsonObject register() {
        return JsonObject.of("op", "register");
    }

    /** Puts an item into the catalogue. */
    public static JsonObject consign(String name) {
        return JsonObject.of("op", "consign").with("name", name);
    }

    /** Takes an item back out of the catalogue. */
    public static JsonObject withdrawItem(String item) {
        return JsonObject.of("op", "withdrawItem").with("item", item);
    }

    /** Creates an auction: a draft, unless more fields say otherwise. */
    public static JsonObject create(String name, String itemName, String format, long start) {
        return JsonObject.of("op", "create")
                .with("name", name)
                .with("itemName", itemName)
                .with("format", format)
                .with("start", start);
    }

    /** Opens a draft or scheduled auction now. */
    public static JsonObject open(String auction) {
        return on("open", auction);
    }

    /** Stops the clock of an open auction. */
    public static JsonObject pause(String auction) {
        return on("pause", auction);
    }

    /** Lets the clock of a paused auction go on. */
    public static JsonObject resume(String auction) {
        return on("resume", auction);
    }

    /** Ends an open auction now. */
    public static JsonObject close(String auction) {
        return on("close", auction);
    }

    /** Calls an auction off. */
    public static JsonObject cancel(String auction) {
        return on("cancel", auction);
    }

    /** Joins an auction. */
    public static JsonObject join(String auction) {
        return on("join", auction);
    }

    /** Leaves an auction. */
    public static JsonObject leave(String auction) {
        return on("leave", auction);
    }

    /** Drops out of a running clock auction, for good. */
    public static JsonObject withdraw(String auction) {
        return on("withdraw", auction);
    }

    /** Bids on an auction. */
    public static JsonObject bid(String auction, long amount) {
        return bid(auction, amount, OptionalLong.empty());
    }

    /**
     * Bids.
     *
     * @param max secret limit up to which the house bids on; empty: none beyond the amount
     */
    public static JsonObject bid(String auction, long amount, OptionalLong max) {
        var bid = on("bid", auction).with("amount", amount);
        return max.isPresent() ? bid.with("max", max.getAsLong()) : bid;
    }

    /**
     * Buys at the buy-now price, or does nothing: where it is no longer offered, this is refused, while
     * {@link #bid(String, long) a bid} of as much would stand. From house version 2 on.
     *
     * @param price the buy-now price
     */
    public static JsonObject buyNow(String auction, long price) {
        return bid(auction, price).with("buy", true);
    }

    /** Confirms to stay in for a round. */
    public static JsonObject confirm(String auction, long round) {
        return on("confirm", auction).with("round", round);
    }

    /** Takes one's bids back, where the conditions of sale allow it. */
    public static JsonObject retract(String auction, String reason) {
        return on("retract", auction).with("reason", reason);
    }

    /** Buys off a falling clock at the price of the round. */
    public static JsonObject accept(String auction) {
        return on("accept", auction);
    }

    /** As the seller, takes the highest bid though it is below the reserve. */
    public static JsonObject acceptOffer(String auction) {
        return on("acceptOffer", auction);
    }

    /** As the seller, refuses the highest bid, which is below the reserve. */
    public static JsonObject refuseOffer(String auction) {
        return on("refuseOffer", auction);
    }

    /** Posts the hash of a secret bid; {@link SecretBid} makes one. */
    public static JsonObject commit(String auction, String hash) {
        return on("commit", auction).with("hash", hash);
    }

    /** Opens a secret bid whose hash was posted. */
    public static JsonObject reveal(String auction, long amount, String nonce) {
        return on("reveal", auction).with("amount", amount).with("nonce", nonce);
    }

    private static JsonObject on(String op, String auction) {
        return JsonObject.of("op", op).with("auction", auction);
    }
}
