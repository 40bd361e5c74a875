package dev.gavel.cli.verbs;

import dev.gavel.auction.codec.FormatsByName;
import dev.gavel.auction.model.Currency;
import dev.gavel.client.JsonObject;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An auction as it stands, for people. */
final class Views {
    private Views() {}

    /** All that is to be seen of it, a line each. */
    static List<String> lines(JsonObject view) {
        var currency = House.currencyIn(view);
        var lines = new ArrayList<String>();
        lines.add("auction " + view.text("auction").orElse("") + ": " + view.text("name")
                .orElse(
                        ""));
        view.object("item").ifPresent(item -> {
            line(lines, "item", item.text("name").orElse(""));
            line(lines, "description", item.text("description").orElse(""));
        });
        line(lines, "seller", view.text("seller").orElse(""));
        line(lines, "format", view.text("format").orElse(""));
        line(lines, "state", Sentences.state(view));
        for (var field : List.of("start", "price", "minimumNext", "maximumNext", "hammerPrice",
                "reserve", "buyNow", "yourMaximum", "yourBid", "step", "floor")) {
            var isNone = field.equals("yourMaximum") && view.has("proxy")
                    && !ConditionLines.takesMaxima(view);
            if (field.equals("yourBid") && isSealedByAHash(view)) {
                line(lines, words(field), "sealed by a hash; its amount only you know");
            } else if (view.number(field).isPresent() && !isNone) {
                line(lines, words(field), currency.format(view.number(field).getAsLong()));
            }
        }
        ConditionLines.tell(view, currency, (name, value) -> line(lines, name, value));
        if (view.has("reserveMet")) {
            line(lines, "reserve met", view.flag("reserveMet") ? "yes" : "no");
        }
        line(lines, "bids", count(view, "bids"));
        for (var field : List.of("round", "quantity", "quantityLeft")) {
            line(lines, words(field), count(view, field));
        }
        UnitLines.tell(view, currency, (name, value) -> line(lines, name, value));
        for (var field : List.of("runBy", "leader", "winner", "stage", "opensAt", "updatedAt",
                "roundEndsAt",
                "endsAt")) {
            line(lines, words(field), view.text(field).orElse(""));
        }
        view.text("pauseEndsAt").ifPresent(until -> line(lines, "paused", goesOn(until)));
        view.number("remainingMillis")
                .ifPresent(left -> line(lines, "left", Spans.inWords(left)));
        view.object("participants")
                .ifPresent(names -> line(lines, "participants", participants(names)));
        if (!view.objects("awards").isEmpty()) {
            line(lines, "awards", sale(view, currency));
        }
        return lines;
    }

    /** No bid is of nothing: of a hash nobody knows the amount. */
    private static boolean isSealedByAHash(JsonObject view) {
        var bid = view.number("yourBid");
        return bid.isPresent() && bid.getAsLong() == 0;
    }

    private static String participants(JsonObject names) {
        return String.join(", ", names.names()
                .stream()
                .map(name -> names.flag(name) ? name : name + " (out)")
                .toList());
    }

    private static void line(List<String> lines, String name, String value) {
        if (!value.isEmpty() && !value.equals("-")) {
            lines.add(String.format(Locale.ROOT, "  %-15s%s", name, value));
        }
    }

    private static String words(String field) {
        return field.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }

    /** How it ended or stands, in one sentence. */
    static String result(JsonObject view) {
        var currency = House.currencyIn(view);
        var who = "auction " + view.text("auction").orElse("") + ", " + view.text("name")
                .orElse(
                        "")
                + ": ";
        var leader = view.text("leader")
                .map(name -> "highest bid "
                        + currency.format(view.number("price").orElse(0)) + " by " + name)
                .orElse("no bids");
        var left = view.number("remainingMillis");
        return who + switch (view.text("state").orElse("")) {
            case "closed" -> switch (view.text("result").orElse("")) {
                case "sold" -> sale(view, currency);
                case "pending" -> "closed below the reserve, the seller decides; " + leader;
                default -> "closed, " + (view.has("leader") ? "not sold; " + leader
                        : view.number("bids").orElse(0) > 0 ? "not sold" : "no bids");
            };
            case "open" -> running(view, currency).orElse(leader) + (left.isPresent()
                    ? "; ends in " + Spans.inWords(left.getAsLong())
                    : "");
            case "paused" -> "paused; "
                    + view.text("pauseEndsAt").map(until -> goesOn(until) + "; ").orElse("")
                    + running(view, currency).orElse(leader);
            case "scheduled" -> "opens at " + view.text("opensAt").orElse("?");
            case "cancelled" -> "called off";
            default -> "not opened yet";
        };
    }

    /** Until when a pause lasts. */
    static String goesOn(String until) {
        return "goes on by itself by " + until + " at the latest";
    }

    /** Who bought and for how much, of a view or an event: one lot, or units. */
    static String sale(JsonObject json, Currency currency) {
        var awards = json.objects("awards");
        var isOneLot = awards.size() < 2 && awards.stream()
                .allMatch(award -> award.number("quantity").orElse(1) == 1);
        if (json.number("hammerPrice").isPresent() && isOneLot) {
            return "sold to " + json.text("winner").orElse("?") + " for "
                    + currency.format(json.number("hammerPrice").getAsLong());
        }
        return "sold: " + UnitLines.each(awards, currency);
    }

    /** How a clock, or a sale of units or by secret bids, runs, of which there is no leading bid to tell. */
    private static Optional<String> running(JsonObject view, Currency currency) {
        var units = UnitLines.standing(view, currency);
        if (units.isPresent()) {
            return units;
        }
        if (view.number("round").isPresent() && view.has("periodMillis")) {
            return Optional.of("round " + count(view, "round") + " at "
                    + currency.format(view.number("price").orElse(0)) + view.number("quantityLeft")
                            .stream()
                            .mapToObj(left -> ", " + left + " left")
                            .findFirst()
                            .orElse(""));
        }
        if (view.has("bids") || view.has("leader")) {
            return Optional.empty();
        }
        var isPrivate = view.text("format").filter(FormatsByName::isSecret).isEmpty();
        return Optional.of(view.text("stage")
                .map(stage -> stage.equals("reveal") ? "bids are opened" : "hashes are taken")
                .orElse(isPrivate ? "how it stands only those see who joined"
                        : "bids are secret"));
    }

    /** A number in a field; a dash where there is none. */
    static String count(JsonObject json, String field) {
        var number = json.number(field);
        return number.isPresent() ? Long.toString(number.getAsLong()) : "-";
    }
}
