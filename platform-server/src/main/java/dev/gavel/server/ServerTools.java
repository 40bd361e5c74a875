package dev.gavel.server;

import dev.gavel.client.cli.ToolProvider;
import picocli.CommandLine;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Tells the command line of the verbs that run servers. */
public final class ServerTools implements ToolProvider {

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
        return tools;
    }
}
