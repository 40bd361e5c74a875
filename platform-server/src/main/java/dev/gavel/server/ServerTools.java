package dev.gavel.server;

import dev.gavel.client.cli.ToolProvider;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Tells the command line of the verbs that run servers. */
public final class ServerTools implements ToolProvider {
    private static final int WIDTH = 100;

    @Override
    public Map<String, Supplier<CommandLine>> tools() {
        var tools = new TreeMap<String, Supplier<CommandLine>>();
        Main.commandLine()
                .getSubcommands()
                .forEach((name, line) -> {
                    if (!line.getCommandSpec().usageMessage().hidden()) {
                        tools.put(name, () -> line);
                    }
                });
        tools.put("train", () -> ofTheLauncher("train", "gavel train [--yes]",
                "Watches a server under load now, so that servers start warm. Takes a minute and a "
                        + "quarter; else the launcher does it once the machine is idle."));
        tools.put("test", () -> ofTheLauncher("test",
                "gavel test [--yes] [--without-page] [--without-strace] [MAVEN WORDS]",
                "Sets up this machine for the tests, and runs all of them; gavel test --help tells "
                        + "more."));
        return tools;
    }

    /** A verb that the launcher runs by itself; here it is only described. */
    private static CommandLine ofTheLauncher(String name, String synopsis, String description) {
        var spec = CommandSpec.create().name(name);
        spec.usageMessage().customSynopsis(synopsis).description(description).width(WIDTH);
        return new CommandLine(spec);
    }
}
