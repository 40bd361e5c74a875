package dev.gavel.cli.servers;

import dev.gavel.server.config.ConfigFaultsException;
import dev.gavel.server.process.ConfigOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gavel config}. */
@Command(name = "config", description = "Looks at the configuration without starting anything.")
public final class ConfigCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Without a verb of its own there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "nothing is named that gavel config should"
                + " do. Try: gavel config check");
    }

    @Command(name = "check", description = "Lists every fault of the configuration; exit code 2 when there is one.")
    void check(@Mixin ConfigOption option) throws ConfigFaultsException {
        var config = option.load();
        var out = spec.commandLine().getOut();
        out.println(config.file() + " is good: " + config.servers().size() + " servers of \""
                + config.cluster() + "\", records in " + config.recordsFolder());
        config.servers()
                .forEach(server -> out.println("  server " + server.id() + "  http "
                        + server.http() + "  client " + server.client() + "  raft "
                        + server.raft()));
        out.flush();
    }
}
