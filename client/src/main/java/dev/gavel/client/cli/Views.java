package dev.gavel.client.cli;

import dev.gavel.client.JsonObject;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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
                "reserve", "buyNow", "yourMaximum")) {
            if (view.number(field).isPresent()) {
                line(lines, words(field), currency.format(view.number(field).getAsLong()));
            }
        }
        if (view.has("reserveMet")) {
            line(lines, "reserve met", view.flag("reserveMet") ? "yes" : "no");
        }
        line(lines, "bids", count(view, "bids"));
        for (var field : List.of("leader", "winner", "opensAt", "endsAt")) {
            line(lines, words(field), view.text(field).orElse(""));
        }
        view.number("remainingMillis")
                .ifPresent(left -> line(lines, "left", Spans.inWords(left)));
        view.object("participants")
                .ifPresent(
                        names -> line(lines, "participants", String.join(", ", names.names())));
        return lines;
    }

    private static void line(List<String> lines, String name, String value) {
        if (!value.isEmpty() && !value.equals("-")) {
            lines.add(String.format(Locale.ROOT, "  %-14s%s", name, value));
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
                case "sold" -> "sold to " + view.text("winner").orElse("?") + " for "
                        + currency.format(view.number("hammerPrice").orElse(0));
                case "pending" -> "closed below the reserve, the seller decides; " + leader;
                default -> "closed, " + (view.text("leader").isEmpty()
                        ? "no bids"
                        : "not sold; " + leader);
            };
            case "open" -> leader + (left.isPresent()
                    ? "; ends in " + Spans.inWords(left.getAsLong())
                    : "");
            case "paused" -> "paused; " + leader;
            case "scheduled" -> "opens at " + view.text("opensAt").orElse("?");
            case "cancelled" -> "called off";
            default -> "not opened yet";
        };
    }

    /** A number in a field; a dash where there is none. */
    static String count(JsonObject json, String field) {
        var number = json.number(field);
        return number.isPresent() ? Long.toString(number.getAsLong()) : "-";
    }
}
