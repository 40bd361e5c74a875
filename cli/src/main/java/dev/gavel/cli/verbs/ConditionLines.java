package dev.gavel.cli.verbs;

import dev.gavel.auction.codec.FormatsByName;
import dev.gavel.auction.model.Currency;
import dev.gavel.client.JsonObject;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The conditions of sale in a view that bind who bids, for people. */
final class ConditionLines {
    private static final Map<String, String> MAXIMA = Map.of(
            "allowed", "a bidder may give one",
            "always", "every amount is one",
            "never", "none");

    private final JsonObject view;
    private final Currency currency;
    private final BiConsumer<String, String> line;

    private ConditionLines(JsonObject view, Currency currency, BiConsumer<String, String> line) {
        this.view = view;
        this.currency = currency;
        this.line = line;
    }

    /** Tells {@code line} of each: its name, and what it says. */
    static void tell(JsonObject view, Currency currency, BiConsumer<String, String> line) {
        var lines = new ConditionLines(view, currency, line);
        lines.steps();
        lines.end();
        lines.rounds();
        lines.access();
    }

    private void steps() {
        increment().ifPresent(step -> line.accept("increment",
                step + (view.flag("grid") ? ", only amounts on its ladder" : "")));
        view.text("proxy").map(MAXIMA::get).ifPresent(words -> line.accept("maximum bids", words));
        if (view.flag("hasReserve") && view.number("reserve").isEmpty()) {
            line.accept("reserve", "there is one; it is secret");
        }
        view.text("retractUntil").ifPresent(until -> line.accept("retract until", until));
        retracting(view).ifPresent(means -> line.accept("bidding again", means));
        view.number("yourRetracted")
                .ifPresent(own -> line.accept("you took back", currency.format(own) + "; "
                        + bound(view)));
    }

    /** Whether the house bids for people up to a maximum there. */
    static boolean takesMaxima(JsonObject view) {
        return view.text("proxy").filter(how -> !how.equals("never")).isPresent();
    }

    /** What taking bids back means for the next one, where the house holds to it. */
    static Optional<String> retracting(JsonObject view) {
        return view.flag("retractionBinds")
                ? Optional.of(falls(view)
                        ? "after you take offers back, your next offer must be at most the lowest"
                                + " of them"
                        : "after you take bids back, your next bid must be at least the highest of"
                                + " them")
                : Optional.empty();
    }

    /** What holds for the next bid of who took bids back. */
    static String bound(JsonObject view) {
        return falls(view) ? "your next offer, or its limit, must be at most that"
                : "your next bid, or its maximum, must be at least that";
    }

    private static boolean falls(JsonObject view) {
        return view.text("format").filter(FormatsByName::isFalling).isPresent();
    }

    private Optional<String> increment() {
        if (view.number("increment").isPresent()) {
            return Optional.of(currency.format(view.number("increment").getAsLong()));
        }
        var percent = view.object("increment").orElse(JsonObject.EMPTY).number("percent");
        if (percent.isPresent()) {
            return Optional.of(percent.getAsLong() + "% of the price");
        }
        return view.has("increment") ? Optional.of(view.text("increment")
                .orElse("by bands, which --json shows"))
                : Optional.empty();
    }

    private void end() {
        view.object("softClose")
                .ifPresent(close -> line.accept("soft close", "a bid in the last "
                        + span(close, "windowMillis") + " moves the end"));
        view.text("group").ifPresent(group -> line.accept("group", group));
        view.number("maxPauseMillis")
                .ifPresent(most -> line.accept("pauses", most == 0 ? "none: it cannot be paused"
                        : "up to " + Spans.inWords(most)
                                + " in all, then it goes on by itself"));
    }

    private void rounds() {
        if (view.number("periodMillis").isPresent()) {
            line.accept("round length", span(view, "periodMillis"));
        }
        if (view.text("confirm").filter("confirm"::equals).isPresent()) {
            var grace = view.number("grace").orElse(0);
            line.accept("confirm", "each round anew" + (grace == 0 ? ""
                    : String.format(Locale.ROOT, "; %d may be missed", grace)));
        }
        view.number("yourConfirmedRound")
                .ifPresent(round -> line.accept("you confirmed", "round " + round));
        view.number("yourMissedRounds")
                .ifPresent(missed -> line.accept("you missed", missed + " of the rounds"));
        if (view.flag("commit")) {
            line.accept("commit", "first the hash of a bid, then " + span(view, "revealMillis")
                    + " to open it");
        }
    }

    private void access() {
        view.text("visibility")
                .filter(who -> !who.equals("public"))
                .ifPresent(who -> line.accept("visible to", who));
    }

    private static String span(JsonObject json, String field) {
        return Spans.inWords(json.number(field).orElse(0));
    }
}
