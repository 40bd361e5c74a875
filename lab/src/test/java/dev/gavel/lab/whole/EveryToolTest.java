package dev.gavel.lab.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.cli.verbs.CommandTree;
import dev.gavel.cli.verbs.ToolTree;
import dev.gavel.client.JsonObject;
import dev.gavel.server.exit.ExitCodes;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every verb that runs servers, by the tree of verbs itself, with what people mistype. */
@Tag("slow")
class EveryToolTest {
    private static final Pattern OF_JAVA = Pattern.compile("Exception|java\\.|io\\.grpc|netty|"
            + "dev\\.gavel|\\bat [\\w.$]+\\(|\\(\\w+\\.java");
    /** With it nothing can be started: every verb has to read its configuration first. */
    private static final String NOWHERE = "--config=/nowhere/gavel.conf";

    @TempDir
    private Path folder = Path.of("set by JUnit");

    private record Ended(int code, String out, String err) {}

    private static Ended run(String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var code = ToolTree.whole()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
        return new Ended(code, out.toString(), err.toString());
    }

    private static void requirePlain(Ended ended) {
        assertThat(OF_JAVA.matcher(ended.out() + ended.err()).find()).as(ended.out() + ended.err())
                .isFalse();
        assertThat(ExitCodes.all()).contains(ended.code());
        assertThat(ended.code()).as(ended.err()).isNotEqualTo(ExitCodes.CRASH);
    }

    /** Verbs that do something, with those they stand below. */
    private static Map<String, CommandLine> verbs() {
        var verbs = new TreeMap<String, CommandLine>();
        ToolTree.whole().getSubcommands().forEach((name, line) -> {
            if (line.getSubcommands().isEmpty()) {
                verbs.put(name, line);
            }
            line.getSubcommands().forEach((below, tree) -> verbs.put(name + " " + below, tree));
        });
        return verbs;
    }

    private static String[] words(String verb, List<String> more) {
        return Stream.concat(Stream.of(verb.split(" ")), more.stream()).toArray(String[]::new);
    }

    /** The list in the help is written by hand, and the launcher has verbs of its own. */
    @Test
    void theHelpAndTheListOfVerbsNameTheSame() {
        var told = client("help").out();
        var listed = Pattern.compile("(?m)^  ([a-z]+) {2,}\\S")
                .matcher(told.substring(told.indexOf("Verbs that run servers")))
                .results()
                .map(line -> line.group(1))
                .toList();
        assertThat(listed).contains("train", "test")
                .containsExactlyInAnyOrderElementsOf(ToolTree.names());
        var unknown = client("tset").err();
        assertThat(unknown).contains("did you mean test?");
        assertThat(unknown.split(" ")).contains("train");
        for (var verb : List.of("train", "test")) {
            assertThat(client("help", verb).out()).contains("Usage: gavel " + verb);
        }
    }

    private static Ended client(String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var code = CommandTree.run(words, new PrintWriter(out, true), new PrintWriter(err, true),
                false, Map.of());
        return new Ended(code, out.toString(), err.toString());
    }

    @TestFactory
    Stream<DynamicTest> refusesWhatCannotBeMeant() {
        return verbs().entrySet()
                .stream()
                .map(verb -> DynamicTest.dynamicTest(verb.getKey(), () -> {
                    var unknown = run(words(verb.getKey(), List.of("--frobnicate")));
                    requirePlain(unknown);
                    assertThat(unknown.code()).isEqualTo(ExitCodes.USAGE);
                    assertThat(unknown.err()).contains("there is no option \"--frobnicate\"");
                    for (var option : verb.getValue().getCommandSpec().options()) {
                        if (option.arity().max() > 0 && !option.longestName().equals("--config")) {
                            for (var value : List.of("", "x y", "-1", "99999999999999999999",
                                    "\u0001", "٣", "nope")) {
                                requirePlain(run(words(verb.getKey(), List.of(
                                        option.longestName() + "=" + value, NOWHERE))));
                            }
                        }
                    }
                    for (var value : List.of("", "x", "-1", "99999999999999999999")) {
                        requirePlain(run(words(verb.getKey(), List.of(NOWHERE, value))));
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> saysThatAConfigurationCannotBeRead() {
        return verbs().keySet()
                .stream()
                .filter(verb -> !verb.equals("train") && !verb.equals("scenario"))
                .map(verb -> DynamicTest.dynamicTest(verb, () -> {
                    var ended = run(words(verb, List.of("0", NOWHERE)));
                    requirePlain(ended);
                    assertThat(ended.code()).isEqualTo(ExitCodes.USAGE);
                    assertThat(ended.err()).isNotBlank();
                }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"directory", "garbage", "unfinished"})
    void saysWhatIsWrongWithAConfiguration(String kind) throws IOException {
        var file = folder.resolve(kind);
        switch (kind) {
            case "directory" -> Files.createDirectory(file);
            case "garbage" -> Files.write(file, new byte[]{0, 1, -1, -2, '{', 7});
            default -> Files.writeString(file, "servers = [ { id = 0, host =");
        }
        for (var verb : List.of("config check", "cluster status", "server 0", "log")) {
            var ended = run(words(verb, List.of("--config=" + file)));
            requirePlain(ended);
            assertThat(ended.code()).as(ended.err()).isEqualTo(ExitCodes.USAGE);
        }
    }

    @Test
    void saysInTheHelpWhichOptionsMustBeGiven() {
        assertThat(run("backup", "--help").out().replaceAll("\\s+", " "))
                .containsPattern("--to=DIR [^=]*[Rr]equired");
        assertThat(client("help", "backup").out()).contains("equired");
    }

    @Test
    void suggestsVerbsAndOptions() {
        assertThat(run("clutser").err()).contains("did you mean cluster?");
        assertThat(run("cluster", "strat").err()).contains("did you mean start?");
        assertThat(run("server", "0", "--record", "x").err()).contains("did you mean --records?");
    }

    private String config() throws IOException {
        var file = folder.resolve("gavel.conf");
        Files.writeString(file, "servers = [ { id = 0, host = 127.0.0.1, http-port = 1, "
                + "client-port = 2, raft-port = 3 } ]\n");
        return "--config=" + file;
    }

    @Test
    void saysHowTheHouseIsStartedWhereNoneOfItsServersRuns() throws IOException {
        Files.createDirectory(folder.resolve("conf"));
        var listed = config().substring("--config=".length());
        Files.move(Path.of(listed), folder.resolve("conf").resolve("gavel.conf"));
        var usual = System.setProperty("gavel.home", folder.toString());
        try {
            var next = "what next: gavel cluster status shows which servers run, and gavel cluster"
                    + " start starts those that do not\n";
            assertThat(asked("list", "--timeout", "2s")).endsWith(next);
            assertThat(asked("bid", "1", "5", "--as", "ann", "--timeout", "2s")).endsWith(next);
            assertThat(asked("list", "--timeout", "2s", "--server", "127.0.0.1:2"))
                    .doesNotContain("what next");
        } finally {
            if (usual == null) {
                System.clearProperty("gavel.home");
            } else {
                System.setProperty("gavel.home", usual);
            }
        }
    }

    private static String asked(String... words) {
        var said = new StringWriter();
        var printer = new PrintWriter(said, true);
        assertThat(CommandTree.run(words, printer, printer, false, Map.of()))
                .isEqualTo(ExitCodes.UNREACHED);
        return said.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"server 0", "cluster start", "cluster status", "cluster stop",
            "records check", "verify", "log", "backup 0 --to x"})
    void namesAFolderThatCanHoldNoRecords(String verb) throws IOException {
        var dangling = Files.createSymbolicLink(folder.resolve("dangling"),
                folder.resolve("nowhere").resolve("there"));
        var file = Files.writeString(folder.resolve("file"), "");
        for (var place : List.of(dangling, file)) {
            var ended = run(words(verb, List.of(config(), "--records=" + place)));
            requirePlain(ended);
            assertThat(ended.code()).as(ended.err()).isEqualTo(ExitCodes.RECORDS);
            assertThat(ended.err()).contains("the records cannot be kept there: " + place)
                    .hasLineCount(1);
        }
    }

    /** As where the installation is on a disk for reading only, and nothing names another folder. */
    @ParameterizedTest
    @ValueSource(strings = {"server 0", "cluster start", "demo --keep", "records check", "log",
            "verify"})
    void namesTheFolderOfTheConfigurationThatCanHoldNoRecords(String verb) throws IOException {
        var place = Files.writeString(folder.resolve("no-folder"), "");
        var config = folder.resolve("own.conf");
        Files.writeString(config, "servers = [ { id = 0, host = 127.0.0.1, http-port = 1, "
                + "client-port = 2, raft-port = 3 } ]\nrecords-folder = \"" + place + "\"\n");
        var ended = run(words(verb, List.of("--config=" + config)));
        requirePlain(ended);
        assertThat(ended.code()).as(ended.err()).isEqualTo(ExitCodes.RECORDS);
        assertThat(ended.err()).startsWith("gavel: the records cannot be kept there: " + place
                + " is no folder; ")
                .contains(verb.equals("demo --keep") ? "leave --keep out" : "--records DIR")
                .hasLineCount(1);
    }

    /** As where their disk is for reading only: what the system says is told without names of Java's. */
    @ParameterizedTest
    @ValueSource(strings = {"records check", "verify"})
    void saysWhyRecordsCannotBeLocked(String verb) throws IOException {
        Files.createDirectories(folder.resolve("server-0").resolve("lock"));
        Files.createDirectories(folder.resolve("server-0").resolve("raft"));
        var ended = run(words(verb, List.of(config(), "--records=" + folder)));
        requirePlain(ended);
        assertThat(ended.code()).as(ended.out() + ended.err()).isEqualTo(ExitCodes.RECORDS);
        assertThat(ended.out() + ended.err()).contains("server-0/lock: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify --records=nowhere", "log", "backup 0 --to x",
            "cluster status --nope", "log --after x"})
    void tellsProgramsInJson(String verb) throws IOException {
        var ended = run(words(verb, List.of("--json", config(), "--records=" + folder)));
        requirePlain(ended);
        assertThat(ended.code()).isPositive();
        assertThat(ended.err()).isEmpty();
        ended.out()
                .lines()
                .forEach(line -> assertThat(
                        JsonObject.parse(line.getBytes(StandardCharsets.UTF_8)).names())
                        .isNotEmpty());
    }

    @Test
    void isToldOfToTheCommandLine() {
        assertThat(ToolTree.names()).contains("server", "cluster", "demo", "log", "verify", "bench")
                .contains("train", "test"); // which the launcher does
    }

    /** Each module says how its verbs are run, and the launcher reads that. */
    @Test
    void theLauncherIsToldHowEachIsRun() throws IOException {
        var told = new TreeSet<String>();
        for (var module : List.of("platform-server", "cli", "lab")) {
            Files.readAllLines(Path.of("..", module, "src/main/launch/verbs"))
                    .stream()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" +", 3)[2])
                    .forEach(told::add);
        }
        var verbs = new TreeSet<>(ToolTree.whole().getSubcommands().keySet());
        assertThat(told).containsAll(verbs);
        assertThat(told).allMatch(words -> verbs.contains(words.split(" ", 2)[0]));
    }
}
