package dev.gavel.server.exit;

import dev.gavel.client.JsonObject;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A call that cannot be meant: what is wrong, what was likely meant, what is allowed. */
public final class Misuse implements CommandLine.IParameterExceptionHandler {
    private static final int LONGEST_ECHO = 80;
    private static final String JSON = "--json";

    private final Supplier<? extends Collection<String>> otherVerbs;
    private final boolean inShell;

    /** With the names of verbs that another program of Gavel's has. */
    public Misuse(Supplier<? extends Collection<String>> otherVerbs) {
        this(otherVerbs, false);
    }

    /** As the other; {@code inShell} where verbs are typed into a shell, which has its own way to help. */
    public Misuse(Supplier<? extends Collection<String>> otherVerbs, boolean inShell) {
        this.otherVerbs = otherVerbs;
        this.inShell = inShell;
    }

    /** Where this program has all verbs. */
    public Misuse() {
        this(List::of);
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        return tell(e.getCommandLine(), sentence(e), Arrays.asList(args).contains(JSON));
    }

    /** Tells what is wrong with a call, on standard output to a program that reads JSON. */
    public static int tell(CommandLine line, String sentence, boolean json) {
        return tell(line, List.of(sentence), json);
    }

    /** As the other, of all that is wrong. */
    public static int tell(CommandLine line, List<String> sentences, boolean json) {
        if (json) {
            line.getOut()
                    .println(JsonObject.of("status", "fail")
                            .with("code", "BAD_COMMAND")
                            .with("message", String.join("\n", sentences)));
            line.getOut().flush();
        } else {
            sentences.forEach(sentence -> line.getErr().println("gavel: " + sentence));
            line.getErr().println("Try: " + help(line));
            line.getErr().flush();
        }
        return ExitCodes.USAGE;
    }

    private static String help(CommandLine line) {
        var name = line.getCommandSpec().qualifiedName();
        return line.getParameterExceptionHandler() instanceof Misuse misuse && misuse.inShell
                ? ("help " + name.substring(line.getCommandSpec().root().name().length()).strip())
                        .strip()
                : name + " --help";
    }

    /** What is wrong with the words of a verb that is read on where one of them is wrong. */
    public static List<String> collected(ParseResult parsed) {
        var sentences = new ArrayList<String>();
        for (var line : parsed.asCommandLineList()) {
            if (line.getParameterExceptionHandler() instanceof Misuse misuse) {
                for (var error : line.getParseResult().errors()) {
                    sentences.add(error instanceof ParameterException wrong ? misuse.sentence(wrong)
                            : first(error.getMessage()));
                }
            }
        }
        return sentences;
    }

    private String sentence(ParameterException e) {
        return switch (e) {
            case UnmatchedArgumentException unmatched ->
                unmatched(unmatched.getCommandLine(), unmatched.getUnmatched());
            case MissingParameterException missing -> misspelt(missing)
                    .map(option -> unmatched(missing.getCommandLine(), List.of(option)))
                    .orElseGet(() -> missing(missing));
            case OverwrittenOptionException twice ->
                name(twice.getOverwritten()) + " is given twice";
            default -> other(e);
        };
    }

    private static String other(ParameterException e) {
        var arg = e.getArgSpec();
        if (arg == null) {
            return first(e.getMessage());
        }
        if (e.getCause() instanceof IllegalArgumentException
                || e.getCause() instanceof BadValueException) {
            return name(arg) + ": " + first(e.getCause().getMessage());
        }
        var value = e.getValue();
        if (value == null) {
            return arg instanceof OptionSpec option && option.arity().max() == 0
                    ? name(arg) + " takes no value"
                    : name(arg) + ": a value is missing: " + name(arg) + " " + arg.paramLabel();
        }
        return name(arg) + ": " + echo(value) + kind(arg, value);
    }

    private static String kind(ArgSpec arg, String value) {
        var type = arg.auxiliaryTypes().length == 0 ? arg.type() : arg.auxiliaryTypes()[0];
        if (type == int.class || type == Integer.class || type == long.class
                || type == Long.class) {
            return value.strip().matches("[-+]?[0-9]+") ? " is too large a number"
                    : " is no whole number";
        }
        return " is no " + arg.paramLabel().toLowerCase(Locale.ROOT).replaceAll("[<>\\[\\]]", "");
    }

    private static String missing(MissingParameterException e) {
        var what = e.getMissing()
                .stream()
                .map(Misuse::wanted)
                .distinct()
                .collect(Collectors.joining(", "));
        if (!what.isEmpty()) {
            var last = what.lastIndexOf(", ");
            return "missing: " + (last < 0 ? what
                    : what.substring(0, last) + " and " + what.substring(last + 2));
        }
        return e.getArgSpec() == null ? first(e.getMessage())
                : "missing: " + wanted(e.getArgSpec());
    }

    private static String wanted(ArgSpec arg) {
        return arg instanceof PositionalParamSpec ? arg.paramLabel()
                : name(arg) + " " + arg.paramLabel();
    }

    /** An option that there is not, which is more often than not why another is missing. */
    private static Optional<String> misspelt(MissingParameterException e) {
        return e.getCommandLine()
                .getUnmatchedArguments()
                .stream()
                .filter(word -> word.startsWith("-") && word.length() > 1)
                .findFirst();
    }

    private String unmatched(CommandLine line, List<String> words) {
        var spec = line.getCommandSpec();
        var word = words.isEmpty() ? "" : words.getFirst();
        if (word.startsWith("-") && word.length() > 1) {
            var option = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
            var options = options(spec);
            if (options.contains(option)) {
                return echo(option) + " stands after \"--\": options go before it";
            }
            return "there is no option " + echo(option)
                    + choice(suggestion(option, options), "allowed: ") + String.join(" ", options);
        }
        var verbs = verbs(line);
        if (verbs.isEmpty()) {
            return echo(word) + " is one word too many"
                    + (word.contains(" ") ? "" : ": quote what has blanks in it");
        }
        return "there is no verb " + echo(word) + choice(suggestion(word, verbs), "verbs: ")
                + String.join(" ", verbs);
    }

    /** What is near ends with a question mark of its own. */
    private static String choice(String suggestion, String what) {
        return suggestion + (suggestion.isEmpty() ? "; " : " ") + what;
    }

    /** " did you mean …", where something is near. */
    public static String suggestion(String word, Collection<String> allowed) {
        return Nearest.to(word, allowed).map(near -> "; did you mean " + near + "?").orElse("");
    }

    private static List<String> options(CommandSpec spec) {
        return spec.options()
                .stream()
                .filter(option -> !option.hidden())
                .map(OptionSpec::longestName)
                .distinct()
                .sorted()
                .toList();
    }

    private List<String> verbs(CommandLine line) {
        var verbs = new ArrayList<String>(line.getSubcommands()
                .entrySet()
                .stream()
                .filter(each -> !each.getValue().getCommandSpec().usageMessage().hidden())
                .map(Map.Entry::getKey)
                .toList());
        if (line.getParent() == null) {
            verbs.addAll(otherVerbs.get());
        }
        return verbs.stream().distinct().toList();
    }

    /** Checks what the options' own types cannot: values of which only some are allowed. */
    public static Optional<String> unknownValue(ParseResult parsed) {
        return unknownValues(parsed).stream().findFirst();
    }

    /** As {@link #unknownValue}, of all of them. */
    public static List<String> unknownValues(ParseResult parsed) {
        var sentences = new ArrayList<String>();
        for (var at = parsed; at != null; at = at.hasSubcommand() ? at.subcommand() : null) {
            for (var arg : at.matchedArgs()) {
                var allowed = allowed(arg);
                for (var value : allowed.isEmpty() ? List.<String>of()
                        : arg.originalStringValues()) {
                    if (!allowed.contains(value)) {
                        sentences.add(name(arg) + ": " + echo(value) + " is none of "
                                + String.join(", ", allowed) + suggestion(value, allowed));
                    }
                }
            }
        }
        return sentences;
    }

    private static List<String> allowed(ArgSpec arg) {
        var allowed = new ArrayList<String>();
        if (arg.completionCandidates() != null) {
            arg.completionCandidates().forEach(allowed::add);
        }
        return allowed;
    }

    private static String name(ArgSpec arg) {
        return arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel();
    }

    private static String echo(String word) {
        var printable = word.replaceAll("\\p{Cntrl}", "?");
        return "\"" + (printable.length() <= LONGEST_ECHO ? printable
                : printable.substring(0, LONGEST_ECHO) + "…") + "\"";
    }

    private static String first(@Nullable String message) {
        return String.valueOf(message).lines().findFirst().orElse("it cannot be read");
    }
}
