package dev.gavel.client.shell;

import dev.gavel.client.cli.House;
import dev.gavel.client.cli.Terminals;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;

/** {@code gavel client}. */
@Command(name = "client", aliases = "shell", description = "Verbs line by line, with completion, "
        + "history and live events. With an auction chosen by \"use 1\", a number is a bid and "
        + "anything that is no verb asks for the result.", footer = {"", "Examples:",
                "  gavel client",
                "  printf 'use 1\\n125.50\\nresult\\n' | gavel client --as ann"})
final class ShellVerb implements Callable<Integer> {
    private final House house;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    ShellVerb(House house) {
        this.house = house;
    }

    @Override
    public Integer call() throws IOException {
        if (Terminals.isStandardInput() && !house.wantsJson()) {
            try (var screen = new Screen(house)) {
                return screen.run();
            }
        }
        var line = spec.commandLine();
        var lines = new BufferedReader(
                new InputStreamReader(System.in, StandardCharsets.UTF_8));
        return new Script(house, lines, line.getOut(), line.getErr()).run();
    }
}
