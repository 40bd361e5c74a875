package dev.gavel.cli.shell;

import dev.gavel.cli.verbs.House;
import dev.gavel.cli.verbs.Terminals;
import dev.gavel.cli.verbs.WebOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
        + "anything that is no verb asks for the result. With --web the page in your browser instead.", footer = {
                "", "Examples:", "  gavel client",
                "  printf 'use 1\\n125.50\\nresult\\n' | gavel client --as ann",
                "  gavel client --web --as ann                          then open http://127.0.0.1:8090/",
                "  gavel client --web --listen 127.0.0.1:9000 --server 192.168.1.5:20000"})
final class ShellVerb implements Callable<Integer> {
    private final House house;

    @Mixin
    private WebOptions web = new WebOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    ShellVerb(House house) {
        this.house = house;
    }

    @Override
    public Integer call() throws IOException {
        if (web.wanted()) {
            return web.serve(house);
        }
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
