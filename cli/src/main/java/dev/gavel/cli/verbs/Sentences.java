package dev.gavel.cli.verbs;

import dev.gavel.auction.codec.FormatsByName;
import dev.gavel.auction.model.Currency;
import dev.gavel.client.JsonObject;
import dev.gavel.client.Outcome;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What came of something, for people. */
final class Sentences {
    private Sentences() {}

    /** Why something was not done. */
    static String ofFailure(Outcome outcome) {
        return switch (outcome.status()) {
            case SUCCESS -> outcome.message();
            case FAIL -> "refused: " + outcome.message() + " (" + outcome.code() + ")";
            case EXCEPTION -> outcome.message().isEmpty() ? outcome.code() : outcome.message();
        };
    }

    /** What to do next, where a refusal leaves that open. */
    static Optional<String> next(Outcome outcome, House house) {
        var auction = outcome.json().text("auction").orElse("AUCTION");
        return switch (outcome.code()) {
            case "STANDING_BID" -> howToLeave(auction, house);
            case "UNKNOWN_AUCTION" ->
                Optional.of("what next: " + house.typedAs("list") + " shows the auctions");
            case "UNKNOWN_ITEM" ->
                Optional.of("what next: " + house.typedAs("items") + " shows the catalogue");
            case "NOT_JOINED" -> Optional.of("what next: " + house.typedAs("can-bid " + auction)
                    + " says whether you still can join, and how");
            case Outcome.NO_SERVER -> house.couldStartServers()
                    ? Optional.of("what next: " + house.typedByOperator("cluster status")
                            + " shows which servers run, and "
                            + house.typedByOperator("cluster start")
                            + " starts those that do not")
                    : Optional.empty();
            default -> Optional.empty();
        };
    }

    /**
     * How one leaves {@code auction} in spite of a bid there, as its kind has it; empty where that cannot be
     * done before its end, and where nobody can tell.
     */
    private static Optional<String> howToLeave(String auction, House house) {
        JsonObject view;
        try {
            view = house.read(JsonObject.of("query", "auction").with("auction", auction));
        } catch (FailedException e) {
            return Optional.empty();
        }
        var format = view.text("format").orElse("");
        var leave = house.typedAs("leave " + auction) + " works";
        if (FormatsByName.isSecret(format)) {
            return Optional.of("what next: " + house.typedAs("withdraw " + auction)
                    + " takes your bid back; after that, " + leave);
        }
        if (FormatsByName.takesAllOrNothing(format)) {
            return Optional.empty(); // open bids for units bind until the end
        }
        return Optional.of("what next: once somebody has outbid you, " + leave
                + view.text("retractUntil")
                        .map(until -> "; until " + until + ", "
                                + house.typedAs("retract " + auction)
                                + " --reason TEXT takes your bids back")
                        .orElse(""));
    }

    /**
     * Of a bid that was accepted: who leads, what comes next, how long it runs. One that ended the auction
     * is told in the house's words, and so is one for units: what the bidder gets, at the own price.
     *
     * @param isForUnits whether open bids are for many units there
     */
    static String ofBid(Outcome outcome, Currency currency, boolean isForUnits) {
        var json = outcome.json();
        if (isForUnits && outcome.succeeded() && json.number("price").isPresent()
                && !isEnd(outcome)) {
            return forUnits(outcome, currency);
        }
        if (json.object("expected").isPresent()) {
            return outcome.message() + " If there is no such secret: "
                    + standing(json.object("expected").get(), outcome.at(), currency);
        }
        return json.number("price").isEmpty() || json.has("quantityLeft") || isEnd(outcome)
                ? outcome.message()
                : standing(json, outcome.at(), currency);
    }

    /** Whether the auction ended by the bid. */
    private static boolean isEnd(Outcome outcome) {
        var endsAt = instant(outcome.json(), "endsAt");
        return endsAt.isPresent() && outcome.at().isPresent()
                && !endsAt.get().isAfter(outcome.at().get());
    }

    /** The next bid of others is for one unit; the price that is told with it is the lowest of any. */
    private static String forUnits(Outcome outcome, Currency currency) {
        var text = new StringBuilder(outcome.message().replaceFirst("\\.$", ""));
        outcome.json()
                .number("minimumNext")
                .ifPresent(next -> text.append("; next bid for one unit from ")
                        .append(currency.decimal(next)));
        ends(outcome.json(), outcome.at()).ifPresent(ends -> text.append("; ").append(ends));
        return text.toString();
    }

    private static String standing(JsonObject json, Optional<Instant> at, Currency currency) {
        var text = new StringBuilder(json.flag("leading")
                ? "accepted: you lead at "
                : "accepted, but outbid at once"
                        + json.text("leader").map(who -> " by " + who).orElse("")
                        + ": the price is ");
        text.append(currency.format(json.number("price").orElse(0)));
        json.number("yourMaximum")
                .ifPresent(limit -> text.append(", your maximum ").append(currency.decimal(limit)));
        json.number("minimumNext")
                .ifPresent(
                        next -> text.append("; next bid from ").append(currency.decimal(next)));
        json.number("maximumNext")
                .ifPresent(
                        next -> text.append("; next offer at most ")
                                .append(currency.decimal(next)));
        ends(json, at).ifPresent(ends -> text.append("; ").append(ends));
        return text.toString();
    }

    /** "ends in 12 s", counted on the house's clock alone. */
    static Optional<String> ends(JsonObject json, Optional<Instant> now) {
        var endsAt = instant(json, "endsAt");
        if (endsAt.isEmpty() || now.isEmpty()) {
            return Optional.empty();
        }
        var left = Duration.between(now.get(), endsAt.get()).toMillis();
        return Optional.of(left > 0 ? "ends in " + Spans.inWords(left) : "over");
    }

    static Optional<Instant> instant(JsonObject json, String field) {
        try {
            return json.text(field).map(Instant::parse);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** An amount in a field, without the currency; a dash where there is none. */
    static String amount(JsonObject json, String field, Currency currency) {
        var amount = json.number(field);
        return amount.isPresent() ? currency.decimal(amount.getAsLong()) : "-";
    }

    /** A state with its result, as {@code closed (sold)}. */
    static String state(JsonObject view) {
        var state = view.text("state").orElse("?");
        return view.text("result").map(result -> state + " (" + result + ")").orElse(state);
    }
}
