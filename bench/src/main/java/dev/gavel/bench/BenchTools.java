package dev.gavel.bench;

import dev.gavel.client.cli.ToolProvider;
import picocli.CommandLine;

import java.util.Map;
import java.util.function.Supplier;

/** Tells the command line of the verb that measures. */
public final class BenchTools implements ToolProvider {

    @Override
    public Map<String, Supplier<CommandLine>> tools() {
        return Map.of("bench", Main::commandLine);
    }
}
