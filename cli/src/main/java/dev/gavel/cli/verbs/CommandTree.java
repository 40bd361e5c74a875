package dev.gavel.cli.verbs;

import dev.gavel.client.FileTrouble;
import dev.gavel.client.Outcome;
import dev.gavel.client.ServerAddress;
import dev.gavel.server.exit.Crash;
import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.exit.Misuse;
import dev.gavel.server.exit.RequiredInHelp;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Function;

/** All verbs, and how their mistakes are told. */
public final class CommandTree {
    private static final Map<String, Function<House, Object>> VERBS = verbs();

    private CommandTree() {}

    private static Map<String, Function<House, Object>> verbs() {
        var verbs = new LinkedHashMap<String, Function<House, Object>>();
        verbs.put("register", CatalogueVerbs.Register::new);
        verbs.put("consign", CatalogueVerbs.Consign::new);
        verbs.put("items", CatalogueVerbs.Items::new);
        verbs.put("create", CreateVerb::line);
        verbs.put("start", StartVerb::new);
        verbs.put("open", RunVerbs.Open::new);
        verbs.put("formats", FormatsVerb::new);
        verbs.put("list", ReadVerbs.ListAuctions::new);
        verbs.put("show", ReadVerbs.Show::new);
        verbs.put("join", BidVerbs.Join::new);
        verbs.put("leave", BidVerbs.Leave::new);
        verbs.put("bid", BidVerbs.Bid::new);
        verbs.put("confirm", BidVerbs.Confirm::new);
        verbs.put("withdraw", BidVerbs.Withdraw::new);
        verbs.put("retract", BidVerbs.Retract::new);
        verbs.put("commit", SecretVerbs.Commit::new);
        verbs.put("reveal", SecretVerbs.Reveal::new);
        verbs.put("can-bid", AskVerbs.CanBid::new);
        verbs.put("explain", AskVerbs.Explain::new);
        verbs.put("dry-run", AskVerbs.DryRun::new);
        verbs.put("result", ReadVerbs.Result::new);
        verbs.put("history", ReadVerbs.History::new);
        verbs.put("rounds", SellerRunVerbs.ShowRounds::new);
        verbs.put("watch", WatchVerb::new);
        verbs.put("pause", RunVerbs.Pause::new);
        verbs.put("resume", RunVerbs.Resume::new);
        verbs.put("close", RunVerbs.Close::new);
        verbs.put("cancel", RunVerbs.Cancel::new);
        verbs.put("accept", RunVerbs.Accept::new);
        verbs.put("refuse", RunVerbs.Refuse::new);
        verbs.put("update", SellerRunVerbs.Update::new);
        verbs.put("sell", SellVerb::new);
        verbs.put("buy", BuyVerb::new);
        verbs.put("robot", RobotVerb::new);
        verbs.put("status", OperatorVerbs.Status::new);
        verbs.put("members", MemberVerbs::tree);
        verbs.put("transfer", OperatorVerbs.Transfer::new);
        verbs.put("snapshot", OperatorVerbs.Snapshot::new);
        verbs.put("completion", CompletionVerb::new);
        verbs.put("help", HelpVerb::new);
        return verbs;
    }

    /** The verbs' names, but for those of {@link VerbProvider}. */
    public static Set<String> names() {
        return VERBS.keySet();
    }

    /** The whole tree, to be looked at. */
    public static CommandLine whole(House house) {
        return of(new GavelCommand(house.options().copy()), house, "");
    }

    /** Runs one line of a shell; its exit code. */
    public static int runLine(House house, String[] words, PrintWriter out, PrintWriter err) {
        var root = new GavelCommand(house.options().copy());
        Crash.nextCall();
        var line = of(root, house.with(root.options), words[0]);
        line.setOut(out);
        line.setErr(err);
        try {
            return line.execute(words);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            return Crash.tell(e, err);
        }
    }

    /**
     * The tree, or of a long list only the verb that is called: reading the options of all costs a good
     * part of a call.
     */
    static CommandLine of(GavelCommand root, House house, String firstWord) {
        var line = new CommandLine(root);
        if (VERBS.containsKey(firstWord)) {
            add(line, firstWord, house);
        } else {
            VERBS.keySet().forEach(verb -> add(line, verb, house));
            ServiceLoader.load(VerbProvider.class)
                    .forEach(provider -> line.addSubcommand(provider.verb(house)));
            line.getCommandSpec().usageMessage().footer(GavelCommand.FOOTER);
        }
        return prepared(line, house);
    }

    private static void add(CommandLine line, String verb, House house) {
        var made = VERBS.get(verb);
        if (made != null) {
            var verbOrTree = made.apply(house);
            var added = verbOrTree instanceof CommandLine tree ? tree
                    : new CommandLine(verbOrTree);
            if (verb.equals("dry-run")) {
                added.setStopAtPositional(true); // what follows is for the verb that is tried
            }
            line.addSubcommand(verb, added);
        }
    }

    /** Whether there is such a verb and it changes something, so that it can be tried. */
    static boolean changesSomething(String verb, House house) {
        var made = VERBS.get(verb);
        if (made == null) {
            return false;
        }
        var verbOrTree = made.apply(house);
        return (verbOrTree instanceof CommandLine line ? line.getCommand()
                : verbOrTree) instanceof WritingVerb;
    }

    private static CommandLine prepared(CommandLine line, House house) {
        return RequiredInHelp.applyTo(line)
                .registerConverter(Duration.class, Spans::parse)
                .registerConverter(ServerAddress.class, ServerAddress::parse)
                .registerConverter(Path.class, CommandTree::path)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(CommandTree::runChecked)
                .setParameterExceptionHandler(
                        new Misuse(
                                () -> house.isInShell() ? Set.of() : ToolTree.names(),
                                house.isInShell()))
                .setExecutionExceptionHandler(failure(house));
    }

    private static Path path(String text) {
        if (text.isBlank()) {
            throw new UsageException("the name is empty");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new UsageException("it is no name of a file");
        }
    }

    /** Values of which only some are allowed are checked before anything is asked. */
    private static int runChecked(ParseResult parsed) {
        var last = parsed.asCommandLineList().getLast();
        var words = last.getParseResult().unmatched();
        var json = parsed.originalArgs().contains("--json");
        if (asksForHelp(parsed)) {
            return words.isEmpty() || last.getSubcommands().isEmpty()
                    ? new CommandLine.RunLast().execute(parsed)
                    : Misuse.tell(last, HelpVerb.unknown(last,
                            parsed.asCommandLineList().getFirst(), words.getFirst()), json);
        }
        var faults = faults(parsed, last);
        return faults.isEmpty() ? new CommandLine.RunLast().execute(parsed)
                : Misuse.tell(last, faults, json);
    }

    /** What is wrong with a call, as far as that can be told before anybody is asked. */
    private static List<String> faults(ParseResult parsed, CommandLine last) {
        var faults = new ArrayList<>(Misuse.collected(parsed));
        faults.addAll(Misuse.unknownValues(parsed));
        if (!faults.isEmpty() && last.getCommand() instanceof CreateVerb create) {
            faults.addAll(create.faults());
        }
        return faults.stream().distinct().toList();
    }

    private static boolean asksForHelp(ParseResult parsed) {
        return parsed.asCommandLineList()
                .stream()
                .anyMatch(line -> line.isUsageHelpRequested() || line.isVersionHelpRequested());
    }

    private static IExecutionExceptionHandler failure(House house) {
        return (Exception e, CommandLine line, ParseResult parsed) -> switch (e) {
            case UsageException usage ->
                Misuse.tell(line, usage.sentences(), house.wantsJson());
            case FailedException failed -> failed(house, failed, line);
            case UncheckedIOException io -> fileTrouble(house, FileTrouble.sentence(io));
            case IOException io -> fileTrouble(house, FileTrouble.sentence(io));
            case InterruptedException interrupted -> Crash.mayHaveChangedSomething()
                    ? ExitCodes.UNKNOWN
                    : ExitCodes.INTERRUPTED;
            default -> house.wantsJson() ? Crash.tellJson(e, line.getOut())
                    : Crash.tell(e, line.getErr());
        };
    }

    private static int fileTrouble(House house, String sentence) {
        var outcome = Crash.mayHaveChangedSomething() ? Outcome.exception("FILE", sentence)
                : Outcome.refused("FILE", sentence);
        return failed(house, outcome, ExitCodes.of(outcome));
    }

    private static int failed(House house, FailedException failed, CommandLine line) {
        var outcome = house.wantsJson() ? failed.outcome()
                : FieldOptions.named(failed.outcome(), line.getCommandSpec());
        var code = failed(house, outcome, failed.exitCode());
        if (!failed.next().isEmpty()) {
            house.output().note(failed.next());
        }
        return code;
    }

    private static int failed(House house, Outcome outcome, int exitCode) {
        if (house.wantsJson()) {
            house.output().json(outcome.json());
        } else {
            house.tellFailure(outcome, "");
        }
        return exitCode;
    }

    /**
     * Runs one call.
     *
     * @param terminal whether people look at {@code out}
     * @param environment variables that stand in for options
     * @return the exit code
     */
    public static int run(String[] args, PrintWriter out, PrintWriter err, boolean terminal,
            Map<String, String> environment) {
        var root = new GavelCommand(new CommonOptions());
        Crash.nextCall();
        try (var house = new House(root.options,
                new Output(out, err, Look.of(terminal, environment)),
                environment)) {
            var line = of(root, house, args.length == 0 ? "" : args[0]);
            line.setOut(out);
            line.setErr(err);
            return line.execute(args);
        }
    }
}
