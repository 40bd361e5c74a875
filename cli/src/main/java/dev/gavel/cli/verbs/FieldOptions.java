package dev.gavel.cli.verbs;

import dev.gavel.client.Outcome;
import picocli.CommandLine.Model.CommandSpec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A refusal names the field of the command; people know the option it was made from. */
final class FieldOptions {
    /** Of commands and queries other than {@code create}. */
    private static final Map<String, String> OTHERS = Map.ofEntries(Map.entry("max", "--max"),
            Map.entry("user", "--as"), Map.entry("round", "--round"),
            Map.entry("allOrNothing", "--all-or-nothing"), Map.entry("reason", "--reason"),
            Map.entry("address", "--address"), Map.entry("displayName", "--display-name"),
            Map.entry("description", "--description"), Map.entry("price", "--price"),
            Map.entry("hash", "--hash"), Map.entry("nonce", "--nonce"),
            Map.entry("winner", "--winner"), Map.entry("participants", "--out"),
            Map.entry("limit", "--limit"), Map.entry("after", "--after"),
            Map.entry("state", "--state"), Map.entry("seller", "--seller"),
            Map.entry("q", "--text"), Map.entry("mine", "--mine"), Map.entry("all", "--all"));
    private static final Map<String, String> OPTIONS = options();
    /** A range of milliseconds, which nobody types. */
    private static final Pattern RANGE = Pattern
            .compile("must lie between ([0-9]{1,18}) and ([0-9]{1,18})");
    private static final String MILLIS = "Millis";
    private static final long SECOND_MILLIS = 1_000;
    private static final Pattern MISSING = Pattern
            .compile("^(\\S+): it is missing\\.?(:.*?)?\\.?$");
    /** A sentence about the field that leaves its name out. */
    private static final Pattern NAMELESS = Pattern.compile("^(It|That) (?=is |must |has )");
    /** Names that no sentence has as a word of its own. */
    private static final Pattern WITHIN = Pattern.compile("\\b[a-z]+[A-Z][A-Za-z]*\\b");

    private FieldOptions() {}

    /** A field within another is named with that one by the house, and alone by some of its rules. */
    private static Map<String, String> options() {
        var options = new HashMap<>(OTHERS);
        for (var typed : CreateOptions.all()) {
            options.put(typed.path(), typed.option());
            options.putIfAbsent(typed.field().name(), typed.option());
        }
        options.put("increment.percent", "--increment");
        for (var name : List.of("softClose", "softClose.extendMillis", "extendMillis")) {
            options.put(name, "--soft-close");
        }
        return Map.copyOf(options);
    }

    /** The edge of a server names a field in its sentence alone. */
    private static String begin(String message) {
        var colon = message.indexOf(": ");
        return colon < 0 ? "" : message.substring(0, colon);
    }

    private static String length(String millis) {
        var number = Long.parseLong(millis);
        return number < SECOND_MILLIS ? number + " ms" : Spans.inWords(number);
    }

    /** The same outcome, with the options of {@code verb} in its sentence, and lengths as typed there. */
    static Outcome named(Outcome outcome, CommandSpec verb) {
        var field = outcome.json().text("field").orElseGet(() -> begin(outcome.message()));
        var option = OPTIONS.get(field);
        if (outcome.succeeded() || option == null || verb.findOption(option) == null) {
            return outcome;
        }
        var message = outcome.message();
        if (field.endsWith(MILLIS)) {
            message = RANGE.matcher(message)
                    .replaceAll(range -> "must lie between " + length(range.group(1)) + " and "
                            + length(range.group(2)));
        }
        if (message.startsWith(field + ": ")) {
            message = option + message.substring(field.length());
        }
        var nameless = NAMELESS.matcher(message);
        if (nameless.find()) {
            message = option + ": " + Character.toLowerCase(message.charAt(0))
                    + message.substring(1);
        }
        var missing = MISSING.matcher(message);
        if (missing.matches()) {
            message = "missing: " + missing.group(1)
                    + (missing.group(2) == null ? "" : missing.group(2));
        }
        message = WITHIN.matcher(message)
                .replaceAll(found -> OPTIONS.getOrDefault(found.group(), found.group()));
        return Outcome.of(outcome.json().with("message", message));
    }
}
