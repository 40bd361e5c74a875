package dev.gavel.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.cli.verbs.CommandTree;
import dev.gavel.cli.verbs.ToolTree;
import dev.gavel.server.exit.ExitCodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** The verbs that the contract names, with all modules present; and what people mistype to the bench. */
class EveryVerbTest {
    private static final Pattern OF_JAVA = Pattern.compile("Exception|java\\.|io\\.grpc|netty|"
            + "dev\\.gavel|\\bat [\\w.$]+\\(|\\(\\w+\\.java");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int bench(List<String> words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        var all = new ArrayList<>(List.of("bench"));
        all.addAll(words);
        var code = ToolTree.whole()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
        assertThat(OF_JAVA.matcher(out.toString() + err).find()).as(out.toString() + err)
                .isFalse();
        return code;
    }

    private static CommandLine bench() {
        return Objects.requireNonNull(ToolTree.whole().getSubcommands().get("bench"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"register", "consign", "items", "create", "open", "list", "show",
            "join",
            "leave", "bid", "accept", "confirm", "withdraw", "retract", "result", "history",
            "watch",
            "pause", "resume", "close", "cancel", "sell", "robot", "scenario", "status", "transfer",
            "members list", "members add", "members remove", "members replace", "snapshot",
            "backup", "restore", "log", "verify", "bench", "records", "demo", "server", "client",
            "shell", "cluster start", "cluster stop", "cluster status", "cluster kill",
            "cluster pause", "cluster resume", "cluster restart", "config check", "start", "help"})
    void helpKnowsEveryVerbOfTheContract(String verb) {
        var words = new ArrayList<>(List.of("help"));
        words.addAll(List.of(verb.split(" ")));
        assertThat(CommandTree.run(words.toArray(String[]::new), new PrintWriter(out, true),
                new PrintWriter(err, true), false, Map.of())).as(err.toString()).isZero();
        assertThat(out.toString()).contains("Usage: ");
    }

    @Test
    void refusesWhatCannotBeMeant() {
        var lines = new ArrayList<List<String>>(List.of(List.of()));
        bench().getSubcommands().keySet().forEach(verb -> lines.add(List.of(verb)));
        for (var verb : lines) {
            var line = verb.isEmpty() ? bench()
                    : Objects.requireNonNull(
                            bench().getSubcommands().get(verb.getFirst()));
            for (var option : line.getCommandSpec().options()) {
                var type = option.auxiliaryTypes().length == 0 ? option.type()
                        : option.auxiliaryTypes()[0];
                if (type == int.class || type == Integer.class || type == long.class) {
                    for (var value : List.of("", "x", "1.5", "99999999999999999999")) {
                        var words = new ArrayList<>(verb);
                        words.add(option.longestName() + "=" + value);
                        assertThat(bench(words)).as(words.toString())
                                .isEqualTo(ExitCodes.USAGE);
                        assertThat(err.toString()).contains(option.longestName());
                    }
                }
            }
            var words = new ArrayList<>(verb);
            words.add("--frobnicate");
            assertThat(bench(words)).isEqualTo(ExitCodes.USAGE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"host:99999", "::1:20000", "nobody", ":1"})
    void refusesServersThatAreNone(String address) {
        assertThat(bench(List.of("--server", address)))
                .isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("--server: \"" + address + "\" is no server address");
    }

    @Test
    void saysThatFilesAreNotThere() {
        assertThat(bench(List.of("compare", "/nowhere/a", "/nowhere/b")))
                .isIn(ExitCodes.USAGE, ExitCodes.REFUSED);
        assertThat(err.toString()).contains("/nowhere/a");
    }
}
