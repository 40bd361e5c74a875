package dev.gavel.cli.verbs;

import dev.gavel.server.ServerProgram;
import dev.gavel.server.process.Failures;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The verbs that run, read or measure servers, from all modules that are installed. */
public final class ToolTree {
    private static final int WIDTH = 100;
    private static final String TRAIN = "train";
    private static final String TEST = "test";

    private ToolTree() {}

    /** Whether a module brings such a verb. */
    public static boolean has(String verb) {
        return provided().containsKey(verb);
    }

    /** The tree, of the verbs that modules bring with this one alone: reading all costs a call its time. */
    public static CommandLine of(String verb) {
        var line = ServerProgram.commandLine();
        Optional.ofNullable(provided().get(verb))
                .ifPresent(made -> line.addSubcommand(verb, made.get()));
        return Failures.applyTo(line);
    }

    /** The tree, with all verbs. */
    public static CommandLine whole() {
        var line = ServerProgram.commandLine();
        provided().forEach((name, verb) -> line.addSubcommand(name, verb.get()));
        return Failures.applyTo(line);
    }

    /** The names of the verbs that people are told of, with those of the launcher. */
    public static Set<String> names() {
        return told().keySet();
    }

    /** The verbs that people are told of, by name, with those of the launcher. */
    static Map<String, CommandLine> told() {
        var told = new TreeMap<String, CommandLine>();
        whole().getSubcommands().forEach((name, line) -> {
            if (!line.getCommandSpec().usageMessage().hidden()) {
                told.put(name, line);
            }
        });
        told.put(TRAIN, ofTheLauncher(TRAIN, "gavel train [--yes]",
                "Runs a server under load for a minute and a quarter, and records what servers need"
                        + " to start fast. Without this verb the launcher does it once the machine"
                        + " is idle."));
        told.put(TEST, ofTheLauncher(TEST,
                "gavel test [--yes] [--without-page] [--without-strace] [MAVEN WORDS]",
                "Sets up this machine for the tests, and runs all of them; gavel test --help tells "
                        + "more."));
        return told;
    }

    private static Map<String, Supplier<Object>> provided() {
        var all = new TreeMap<String, Supplier<Object>>();
        ServiceLoader.load(ToolProvider.class).forEach(each -> all.putAll(each.tools()));
        return all;
    }

    /** A verb that the launcher does by itself: here it can only be told of. */
    private static CommandLine ofTheLauncher(String name, String synopsis, String description) {
        var spec = CommandSpec.create().name(name);
        spec.usageMessage().customSynopsis(synopsis).description(description).width(WIDTH);
        return new CommandLine(spec);
    }
}
