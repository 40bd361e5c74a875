package dev.gavel.cli.verbs;

import dev.gavel.auction.codec.CreateFields;
import dev.gavel.auction.model.Currency;
import dev.gavel.auction.schema.Field;
import dev.gavel.auction.schema.Unit;
import dev.gavel.client.JsonObject;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The options of {@code gavel create}. What each takes, means and does where it is left out is told by
 * {@link CreateFields}, as the house reads it; here stands only how it is typed.
 */
final class CreateOptions {

    /**
     * How a field is typed.
     *
     * @param path the field's name, as {@code softClose.mode}
     * @param outer the field of {@code create} that it is or stands in
     * @param field what it takes
     * @param option as {@code --duration}
     * @param label what stands for its value
     * @param example a value; empty where the names of a choice say it all
     */
    record Typed(String path, Field outer, Field field, String option, String label,
            String example) {

        /** What is meant where it is left out; empty where nothing is. */
        Optional<String> usual() {
            return switch (field) {
                case Field.Whole whole when whole.usual().isPresent() -> Optional
                        .of(shown(whole, whole.usual().getAsLong()));
                case Field.Text text -> text.usual();
                case Field.Choice<?> choice -> choice.usualName();
                default -> Optional.empty();
            };
        }

        /** The values that it takes, in words; empty where any will do. */
        String takes() {
            return switch (field) {
                case Field.Choice<?> choice -> String.join(", ", choice.all());
                case Field.Whole whole -> takes(whole);
                default -> "";
            };
        }

        private static String takes(Field.Whole whole) {
            return switch (whole.unit()) {
                case MINOR_UNITS -> whole.least() > 0 ? "above 0" : "";
                case MILLISECONDS -> shown(whole, whole.least()) + " to "
                        + shown(whole, whole.most());
                default -> whole.most() >= Integer.MAX_VALUE ? whole.least() + " or more"
                        : whole.least() + " to " + whole.most();
            };
        }

        private static String shown(Field.Whole whole, long value) {
            return switch (whole.unit()) {
                case MILLISECONDS -> value == 0 ? "0"
                        : value < 1_000 ? value + " ms" : Spans.inWords(value);
                case MINOR_UNITS -> value == 1 ? "the smallest unit" : Long.toString(value);
                default -> Long.toString(value);
            };
        }

        private String help() {
            var kinds = CreateFields.kindsOf(outer);
            var about = new StringBuilder(kinds.isEmpty() ? "" : kinds + ": ");
            about.append(field.head().about());
            if (field instanceof Field.Choice<?>) {
                about.append(" One of ").append(takes()).append(".");
            }
            if (!example.isEmpty()) {
                var rest = about.indexOf(LEFT_OUT);
                about.insert(rest < 0 ? about.length() - 1 : rest, ", such as " + example);
            }
            usual().ifPresent(value -> about.append(" Default: ").append(value).append("."));
            if (field.head().since() > 1) {
                about.append(" From house version ").append(field.head().since()).append(" on.");
            }
            return about.toString().replace("%", "%%");
        }
    }

    /** Behind this a sentence says what is meant where nothing is typed. */
    private static final String LEFT_OUT = "; left out";
    private static final String SOFT_CLOSE = "softClose";
    private static final String CURRENCY = "--currency";
    private static final String LATER = "2030-01-31T18:00:00Z";
    private static final Map<String, List<Typed>> GROUPS = groups();

    private final CommandSpec spec;

    /** What was typed for {@code spec}. */
    CreateOptions(CommandSpec spec) {
        this.spec = spec;
    }

    private static Map<String, List<Typed>> groups() {
        var groups = new LinkedHashMap<String, List<Typed>>();
        groups.put("", List.of(typed("name", "--name", "TEXT", "\"Oak table\""),
                typed("item", "--item", "ITEM", "3"),
                typed("itemName", "--item-name", "TEXT", ""),
                typed("itemDescription", "--item-description", "TEXT", ""),
                typed("format", "--format", "FORMAT", ""),
                typed("currency", CURRENCY, "CODE", "JPY"),
                typed("start", "--start", "AMOUNT", "100.00"),
                typed("durationMillis", "--duration", "TIME", "45s, 2m or 1h"),
                typed("endsAt", "--ends-at", "INSTANT", LATER),
                typed("opensAt", "--opens-at", "INSTANT", LATER),
                typed("open", "--open", "", ""), typed("unique", "--unique", "", "")));
        groups.put("%nHow bids go:%n", List.of(
                typed("increment", "--increment", "STEP",
                        "0.50, 5%, unit, ebay-uk, power-of-ten, godaddy, or 0:0.05,1:0.20 for "
                                + "bands of from:step"),
                typed("grid", "--grid", "", ""), typed("proxy", "--proxy", "MODE", ""),
                typed("buyNow", "--buy-now", "AMOUNT", "500.00"),
                typed("buyNowUntil", "--buy-now-until", "WHEN", ""),
                typed("retractUntil", "--retract-until", "INSTANT", LATER)));
        groups.put("%nEnd and reserve:%n", List.of(
                typed("softClose.windowMillis", "--soft-close", "WINDOW[+EXTENSION]",
                        "30s or 30s+2m"),
                typed("softClose.trigger", "--soft-close-trigger", "WHICH", ""),
                typed("softClose.mode", "--soft-close-mode", "HOW", ""),
                typed("softClose.maxExtensions", "--max-extensions", "N", "10"),
                typed("softClose.hardEnd", "--hard-end", "INSTANT", LATER),
                typed("group", "--group", "NAME", "evening"),
                typed("outageGraceMillis", "--outage-grace", "TIME", "5s"),
                typed("maxPauseMillis", "--max-pause", "TIME", "1h"),
                typed("reserve", "--reserve", "AMOUNT", "400.00"),
                typed("reserveMode", "--reserve-mode", "MODE", ""),
                typed("belowReserve", "--below-reserve", "WHAT", ""),
                typed("offerMillis", "--offer-for", "TIME", "24h")));
        groups.put("%nOther formats and access:%n", List.of(
                typed("periodMillis", "--period", "TIME", "10s"),
                typed("step", "--step", "AMOUNT", "5.00"),
                typed("floor", "--floor", "AMOUNT", "20.00"),
                typed("quantity", "--quantity", "N", "100"),
                typed("confirm", "--confirm", "MODE", ""), typed("grace", "--grace", "N", "1"),
                typed("commit", "--commit", "", ""),
                typed("revealMillis", "--reveal", "TIME", "10m"),
                typed("margin", "--margin", "HOW", ""),
                typed("visibility", "--visibility", "WHO", ""),
                typed("invited", "--invite", "USER", "ann,bob"),
                typed("runBy", "--run-by", "WHO", ""),
                typed("sellerKey", "--seller-key", "KEY", "")));
        return groups;
    }

    private static Typed typed(String path, String option, String label, String example) {
        var dot = path.indexOf('.');
        var outer = CreateFields.shape().field(dot < 0 ? path : path.substring(0, dot));
        var field = outer instanceof Field.Within within
                ? within.shape().field(path.substring(dot + 1))
                : outer;
        return new Typed(path, outer, field, option, label, example);
    }

    /** All of them, in the order of the help. */
    static List<Typed> all() {
        return GROUPS.values().stream().flatMap(List::stream).toList();
    }

    /** Adds them to the options of a verb. */
    static void addTo(CommandSpec spec) {
        GROUPS.forEach((heading, options) -> {
            if (heading.isEmpty()) {
                options.forEach(typed -> spec.addOption(spec(typed)));
                return;
            }
            var group = ArgGroupSpec.builder().heading(heading).validate(false);
            options.forEach(typed -> group.addArg(spec(typed)));
            spec.addArgGroup(group.build());
        });
    }

    private static OptionSpec spec(Typed typed) {
        var option = OptionSpec.builder(typed.option()).description(typed.help());
        if (!typed.label().isEmpty()) {
            option.paramLabel(typed.label());
        }
        option.required(typed.field().head().required() && !typed.path().contains("."));
        switch (typed.field()) {
            case Field.Flag flag -> option.type(boolean.class);
            case Field.Choice<?> choice -> option.type(String.class)
                    .completionCandidates(choice.all());
            case Field.Texts texts -> option.type(List.class)
                    .auxiliaryTypes(String.class)
                    .splitRegex(",");
            case Field.Whole whole when isLength(whole) -> option.type(Duration.class);
            case Field.Whole whole when isCount(whole) -> option.type(Long.class);
            default -> option.type(String.class);
        }
        return option.build();
    }

    /** Those that may be nothing, and those with something behind them, are typed as texts. */
    private static boolean isLength(Field.Whole whole) {
        return whole.unit() == Unit.MILLISECONDS && whole.least() > 0
                && !whole.head().required();
    }

    private static boolean isCount(Field.Whole whole) {
        return switch (whole.unit()) {
            case MINOR_UNITS, MILLISECONDS -> false;
            default -> true;
        };
    }

    /**
     * What was typed, as a command.
     *
     * @throws UsageException with a sentence for each value that is none
     */
    JsonObject command() {
        var faults = new ArrayList<String>();
        var command = command(faults);
        if (!faults.isEmpty()) {
            throw new UsageException(faults);
        }
        return command;
    }

    /** A sentence for each value that is none. */
    List<String> faults() {
        var faults = new ArrayList<String>();
        var unused = command(faults);
        return faults;
    }

    private JsonObject command(List<String> faults) {
        var currency = currency();
        if (currency.isEmpty()) {
            faults.add(CURRENCY + ": \"" + text(currencyOption()).orElse("")
                    + "\" is no currency of ISO 4217; write EUR, USD, JPY …");
        }
        var json = JsonObject.of("op", "create");
        var within = softClose(faults);
        for (var typed : all()) {
            var dot = typed.path().indexOf('.');
            var value = value(typed, currency, faults);
            if (dot < 0) {
                json = json.with(typed.path(), value);
            } else if (!typed.field().head().required()) {
                if (value.isPresent() && typed("--soft-close") == null) {
                    faults.add(typed.option()
                            + ": give --soft-close too, such as --soft-close 30s");
                }
                within = within.map(object -> object
                        .with(typed.path().substring(typed.path().indexOf('.') + 1), value));
            }
        }
        return json.with(SOFT_CLOSE, within);
    }

    private static Typed currencyOption() {
        return all().stream()
                .filter(option -> option.option().equals(CURRENCY))
                .findFirst()
                .orElseThrow();
    }

    private Optional<Currency> currency() {
        var typed = currencyOption();
        return Currency.of(text(typed).or(typed::usual).orElseThrow());
    }

    /** A window, and behind a plus the extension, which is else as long. */
    private Optional<JsonObject> softClose(List<String> faults) {
        if (!(typed("--soft-close") instanceof String text)) {
            return Optional.empty();
        }
        var plus = text.indexOf('+');
        try {
            var window = Spans.parse(plus < 0 ? text : text.substring(0, plus));
            var extension = plus < 0 ? window : Spans.parse(text.substring(plus + 1));
            return Optional.of(JsonObject.of("windowMillis", window.toMillis())
                    .with("extendMillis", extension.toMillis()));
        } catch (UsageException e) {
            faults.add("--soft-close: " + e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<String> text(Typed typed) {
        return typed(typed.option()) instanceof String text ? Optional.of(text)
                : Optional.empty();
    }

    private @Nullable Object typed(String option) {
        return spec.commandLine().getParseResult().matchedOptionValue(option, (Object) null);
    }

    private Optional<?> value(Typed typed, Optional<Currency> currency, List<String> faults) {
        var given = typed(typed.option());
        if (given instanceof Duration length) {
            return Optional.of(length.toMillis());
        }
        if (given instanceof Boolean flag) {
            return flag ? Optional.of(true) : Optional.empty();
        }
        if (given instanceof List<?> texts) {
            return texts.isEmpty() ? Optional.empty() : Optional.of(new ArrayList<>(texts));
        }
        if (!(given instanceof String text)) {
            return Optional.ofNullable(given);
        }
        try {
            return Optional.of(read(typed, text, currency));
        } catch (UsageException e) {
            faults.add(typed.option() + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Object read(Typed typed, String text, Optional<Currency> currency) {
        return switch (typed.field()) {
            case Field.Whole whole when isCount(whole) -> throw new IllegalStateException(text);
            case Field.Whole whole when whole.unit() == Unit.MILLISECONDS ->
                typed.path().contains(".") ? text : length(text);
            case Field.Whole whole when currency.isEmpty() -> {
                Amounts.requireReadable(text);
                yield text; // of how much, nobody can tell without a currency
            }
            case Field.Whole whole when whole.least() > 0 -> Amounts.positive(text,
                    currency.get());
            case Field.Whole whole -> Amounts.parse(text, currency.get());
            case Field.Steps steps when currency.isEmpty() && isOfAmounts(text) -> text;
            case Field.Steps steps -> Increments.parse(text, currency.orElse(Currency.EUR));
            default -> text;
        };
    }

    private static boolean isOfAmounts(String increment) {
        return Amounts.isReadable(increment) || increment.contains(":");
    }

    private static long length(String text) {
        return text.equals("0") ? 0 : Spans.parse(text.split("\\+", 2)[0]).toMillis();
    }
}
