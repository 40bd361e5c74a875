package dev.gavel.cli.verbs;

import dev.gavel.auction.model.Currency;
import dev.gavel.client.JsonObject;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** How the units of a running auction stand that open bids are for, for people. */
final class UnitLines {
    private static final String STANDING = "standingAwards";

    /** The house tells of no more buyers than these. */
    private static final int AWARDS_TOLD = 1_000;

    private UnitLines() {}

    /** How many units go to how many buyers, and from which price on; empty of any other auction. */
    static Optional<String> standing(JsonObject view, Currency currency) {
        if (!view.has(STANDING)) {
            return Optional.empty();
        }
        var awards = view.objects(STANDING);
        if (awards.isEmpty()) {
            return Optional.of(view.number("bids").orElse(0) == 0 ? "no bids"
                    : "no bid gets a unit as it stands");
        }
        var units = awards.stream().mapToLong(award -> award.number("quantity").orElse(1)).sum();
        return Optional.of("as it stands, " + (awards.size() < AWARDS_TOLD ? "" : "at least ")
                + units + " of " + view.number("quantity").orElse(units) + " units "
                + (units == 1 ? "goes" : "go") + " to " + awards.size()
                + (awards.size() == 1 ? " buyer" : " buyers") + ", from "
                + currency.format(view.number("price").orElse(0)) + " on");
    }

    /** Whether the own bid would get all the units that it is for. */
    static boolean getsAll(JsonObject view) {
        var gets = view.number("yourStandingQuantity");
        return gets.isPresent() && gets.getAsLong() > 0
                && gets.getAsLong() >= view.number("yourQuantity").orElse(1);
    }

    /**
     * Tells {@code line} who would get what, what of it the one who asks would get, and from how many units on
     * a lower price is enough.
     */
    static void tell(JsonObject view, Currency currency, BiConsumer<String, String> line) {
        var awards = view.objects(STANDING);
        if (!awards.isEmpty()) {
            line.accept("would get", each(awards, currency));
        }
        own(view, line);
        view.object("minimumNextForMore")
                .ifPresent(more -> line.accept("next for more",
                        currency.format(more.number("amount").orElse(0)) + " for each of "
                                + Views.count(more, "quantity") + " units or more"));
    }

    /** Who gets how many at which price. */
    static String each(List<JsonObject> awards, Currency currency) {
        return String.join(", ", awards.stream()
                .map(award -> award.text("winner").orElse("?") + " "
                        + Views.count(award, "quantity") + " at "
                        + currency.format(award.number("price").orElse(0)))
                .toList());
    }

    /** Where one thing is sold, its quantity says nothing. */
    private static void own(JsonObject view, BiConsumer<String, String> line) {
        var quantity = view.number("yourQuantity").orElse(0);
        var gets = view.number("yourStandingQuantity");
        if (gets.isPresent()) {
            line.accept("your units", "your bid is for " + quantity + ", you would get "
                    + (gets.getAsLong() == 0 ? "none" : Long.toString(gets.getAsLong())));
        } else if (quantity > 1 || (quantity == 1 && view.number("quantity").orElse(1) > 1)) {
            line.accept("your quantity", Long.toString(quantity));
        }
    }
}
