package dev.gavel.cli.verbs;

import dev.gavel.auction.model.Currency;
import dev.gavel.client.HouseEvent;
import dev.gavel.client.JsonObject;

/** Events for people, a line each. */
final class EventLines {
    private static final int TIME_FROM = 11;
    private static final int TIME_TO = 19;

    private EventLines() {}

    /** The event with the time of day, UTC. */
    static String of(HouseEvent event, Currency currency) {
        var json = event.json();
        var at = json.text("at").orElse("");
        var time = at.length() > TIME_TO ? at.substring(TIME_FROM, TIME_TO) + "  " : "";
        var where = json.text("auction").map(id -> "auction " + id + "  ").orElse("");
        return time + where + what(event, json, currency);
    }

    private static String what(HouseEvent event, JsonObject json, Currency currency) {
        return switch (event.type()) {
            case "userRegistered" -> user(json) + " registered";
            case "itemConsigned" -> "item " + json.text("item").orElse("") + ", "
                    + json.text("name").orElse("") + ", consigned by "
                    + json.text("seller").orElse("");
            case "itemWithdrawn" -> "item " + json.text("item").orElse("") + " withdrawn";
            case "auctionCreated" -> "created by " + json.text("seller").orElse("") + ": "
                    + json.text("name").orElse("") + ", from " + Sentences.amount(json, "start",
                            currency)
                    + " " + currency.code();
            case "auctionScheduled" -> "opens at " + json.text("opensAt").orElse("");
            case "auctionOpened" -> "open" + json.text("endsAt")
                    .map(end -> ", ends at " + end)
                    .orElse("");
            case "participantJoined" -> user(json) + " joined";
            case "participantLeft" -> user(json) + " left";
            case "bidAccepted" -> bid(json, currency);
            case "bidRetracted" -> json.text("bidder").orElse("?") + " took the bids back: "
                    + json.text("reason").orElse("") + "; the price is "
                    + Sentences.amount(json, "price", currency) + " " + currency.code();
            case "auctionExtended" -> "extended to " + json.text("endsAt").orElse("") + " ("
                    + json.text("cause").orElse("") + ")";
            case "auctionPaused" -> "paused";
            case "auctionResumed" -> "goes on" + json.text("endsAt")
                    .map(end -> ", ends at " + end)
                    .orElse("");
            case "auctionClosed", "offerSettled" -> closed(json, currency);
            case "roundStarted" -> "round " + Views.count(json, "round") + " at "
                    + Sentences.amount(json, "price", currency) + " " + currency.code();
            case "sellerReported" -> "the seller's program is in round "
                    + Views.count(json, "round");
            case "roundConfirmed" -> user(json) + " stays in round " + Views.count(json, "round");
            case "participantWithdrawn" -> user(json) + " is out in round "
                    + Views.count(json, "round");
            case "unitsTaken" -> json.text("bidder").orElse("?") + " takes "
                    + Views.count(json, "quantity") + " at "
                    + Sentences.amount(json, "price", currency) + " " + currency.code() + "; "
                    + Views.count(json, "quantityLeft") + " left";
            case "unitsBid" -> json.text("bidder").orElse("?") + " bids "
                    + Sentences.amount(json, "amount", currency) + " for "
                    + (json.flag("allOrNothing") ? "all or nothing of " : "")
                    + Views.count(json, "quantity") + "; units are sold from "
                    + Sentences.amount(json, "price", currency) + " " + currency.code() + " on";
            case "sealedBidPlaced" -> "your secret bid is in";
            case "sealedBidWithdrawn" -> "your secret bid is taken back";
            case "commitmentPosted" -> "the hash of your bid is in";
            case "commitmentOpened" -> "your bid is open";
            case "revealStarted" -> "bids are opened now, until "
                    + json.text("revealEndsAt").orElse("");
            case "auctionCancelled" -> "called off";
            default -> event.type() + " " + json;
        };
    }

    /** As the history has it: the bid, and what the house bid for the leader in answer to it. */
    private static String bid(JsonObject json, Currency currency) {
        var bid = json.text("bidder").orElse("?") + " bids "
                + Sentences.amount(json, "amount", currency);
        var answer = json.object("automatic")
                .map(automatic -> "; the house bids "
                        + Sentences.amount(automatic, "amount", currency)
                        + " for " + automatic.text("bidder").orElse("?"))
                .orElse("");
        return bid + answer + "; " + json.text("leader").orElse("?") + " leads at "
                + Sentences.amount(json, "price", currency) + " " + currency.code();
    }

    private static String user(JsonObject json) {
        return json.text("user").orElse("?");
    }

    private static String closed(JsonObject json, Currency currency) {
        return switch (json.text("result").orElse("")) {
            case "sold" -> Views.sale(json, currency);
            case "pending" -> json.has("price") ? "closed below the reserve; the seller decides on "
                    + Sentences.amount(json, "price", currency) + " " + currency.code() + " by "
                    + json.text("leader").orElse("?")
                    : "closed below the reserve; the seller decides on an offer";
            default -> "closed, not sold";
        };
    }
}
