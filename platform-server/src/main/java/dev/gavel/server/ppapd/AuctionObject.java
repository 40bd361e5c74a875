package dev.gavel.server.ppapd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gavel.auction.model.UserName;

/** A view of an auction that its seller's program runs, as the object PPAPD's programs know. */
final class AuctionObject {

    /** Stands for "no round" and "no price". */
    private static final long NONE = -1;

    private final JsonNode view;

    AuctionObject(JsonNode view) {
        this.view = view;
    }

    /** Whether PPAPD's programs can use the view. */
    static boolean isOne(JsonNode view) {
        return view.path("runBy").asText().equals("seller");
    }

    boolean isStarted() {
        return isOpen() || (isFinished() && view.has("opensAt"));
    }

    boolean isFinished() {
        return state().equals("closed") || state().equals("cancelled");
    }

    /** Whether its seller's program runs it now. */
    boolean isOpen() {
        return state().equals("open");
    }

    boolean isOwnedBy(UserName user) {
        return seller().equals(user.value());
    }

    boolean hasBuyer(UserName user) {
        return view.path("participants").has(user.value());
    }

    boolean hasBuyers() {
        return !view.path("participants").isEmpty();
    }

    String seller() {
        return view.path("seller").asText();
    }

    /** The winner, by the name here; empty for nobody. */
    String winner() {
        return view.path("winner").asText("");
    }

    String openedAt() {
        return view.path("opensAt").asText();
    }

    private String state() {
        return view.path("state").asText();
    }

    /**
     * The object as {@code asker} may see it: whole if they joined, or own it.
     *
     * @param shown turns names here into PPAPD's
     */
    ObjectNode toJson(UserName asker, Shown shown) throws Elsewhere {
        var out = Door.object();
        out.put("auction_id", view.path("auction").asText());
        out.put("auction_name", view.path("name").asText());
        out.put("seller_username", shown.of(seller()));
        out.put("item_name", view.path("item").path("name").asText());
        out.put("item_description", view.path("item").path("description").asText());
        out.put("base_price", start());
        out.put("increment", view.path("step").asLong());
        out.put("price_increment_period", view.path("periodMillis").asLong());
        out.put("created", true);
        out.put("started", isStarted());
        out.put("finished", isFinished());
        out.put("winner_username", winner().isEmpty() ? "" : shown.of(winner()));
        out.put("transaction_price", transactionPrice());
        if (isOwnedBy(asker) || hasBuyer(asker)) {
            var buyers = out.putObject("buyers");
            for (var entry : view.path("participants").properties()) {
                buyers.put(shown.of(entry.getKey()), entry.getValue().asBoolean());
            }
            out.put("round_id", round());
            out.put("current_price", view.path("price").asLong(start()));
        }
        return out;
    }

    private long start() {
        return view.path("start").asLong();
    }

    private long round() {
        if (!isStarted()) {
            return NONE;
        }
        return view.has("round") ? view.path("round").asLong()
                : (view.path("price").asLong(start()) - start())
                        / Math.max(1, view.path("step").asLong());
    }

    /**
     * The transaction price as PPAPD's own seller says it: of an auction that ended without a
     * winner the base price.
     */
    private long transactionPrice() {
        return isFinished() ? view.path("hammerPrice").asLong(start()) : NONE;
    }

    /** Turns names here into PPAPD's. */
    interface Shown {
        String of(String inHouse) throws Elsewhere;
    }
}
