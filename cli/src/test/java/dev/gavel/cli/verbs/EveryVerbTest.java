package dev.gavel.cli.verbs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.google.protobuf.ByteString;
import dev.gavel.client.FakeServer;
import dev.gavel.client.JsonObject;
import dev.gavel.server.exit.ExitCodes;
import dev.gavel.wire.v1.ClusterReply;
import dev.gavel.wire.v1.Consistency;
import dev.gavel.wire.v1.QueryReply;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every verb, by the tree of verbs itself, with all that can be wrong around it. */
class EveryVerbTest {

    /** How each verb is called so that it asks the house; a verb that is not here fails a test. */
    private static final Map<String, String> CALLS = Map.ofEntries(Map.entry("register", ""),
            Map.entry("consign", "Table"), Map.entry("items", ""),
            Map.entry("create", "--name x --start 1 --duration 5s"), Map.entry("start", "3"),
            Map.entry("open", "1"), Map.entry("list", ""), Map.entry("show", "1"),
            Map.entry("join", "1"), Map.entry("leave", "1"), Map.entry("bid", "1 2"),
            Map.entry("confirm", "1 2"), Map.entry("withdraw", "1"),
            Map.entry("retract", "1 --reason typo"), Map.entry("commit", "1 5"),
            Map.entry("reveal", "1 5 --nonce " + "ab".repeat(32)), Map.entry("can-bid", "1"),
            Map.entry("explain", "1"), Map.entry("dry-run", "join 1"), Map.entry("result", "1"),
            Map.entry("history", "1"), Map.entry("rounds", "1"),
            Map.entry("watch", "--count 1 --for 2s"), Map.entry("pause", "1"),
            Map.entry("resume", "1"), Map.entry("close", "1"), Map.entry("cancel", "1"),
            Map.entry("accept", "1"), Map.entry("refuse", "1"),
            Map.entry("update", "1 --round 1 --price 5"),
            Map.entry("sell", "--name x --step 1 --period 1s --start-after 1s"),
            Map.entry("buy", "1"), Map.entry("robot", "--auction 1 --pause 10ms"),
            Map.entry("status", ""), Map.entry("members list", ""),
            Map.entry("members add", "5"), Map.entry("members remove", "5"),
            Map.entry("members replace", "2 --with 5"), Map.entry("transfer", "1"),
            Map.entry("snapshot", ""), Map.entry("client", ""));
    /** These ask nobody. */
    private static final Set<String> LOCAL = Set.of("completion", "formats", "help",
            "members");
    private static final Pattern OF_JAVA = Pattern.compile("Exception|java\\.|io\\.grpc|netty|"
            + "dev\\.gavel|\\bat [\\w.$]+\\(|\\(\\w+\\.java");
    /** A call ends within its time limit and what a start takes on a busy machine. */
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int AT_A_TIME = 40;
    /** These are about servers, whoever asks. */
    private static final Set<String> OF_OPERATORS = Set.of("status", "members", "transfer",
            "snapshot");
    /** Options of every verb: they are tried with one. */
    private static final Set<String> COMMON = Set.of("--as", "--config", "--server", "--timeout");

    @TempDir
    private Path home = Path.of("set by JUnit");

    private final InputStream standardInput = System.in;
    private final String usualHome = System.getProperty("user.home");
    private final FakeServer server = new FakeServer();

    @BeforeEach
    void inAHomeOfItsOwn() {
        System.setProperty("user.home", home.toString());
        typed("");
    }

    @AfterEach
    void stop() {
        System.setProperty("user.home", usualHome);
        System.setIn(standardInput);
        server.close();
    }

    private static void typed(String text) {
        System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private record Ended(int code, String out, String err, Duration took) {
        String all() {
            return out + err;
        }
    }

    private static Ended run(String... words) {
        return run(Map.of("GAVEL_USER", "ann"), words);
    }

    private static Ended run(Map<String, String> environment, String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var began = System.nanoTime();
        var code = CommandTree.run(words, new PrintWriter(out, true), new PrintWriter(err, true),
                false, environment);
        return new Ended(code, out.toString(), err.toString(),
                Duration.ofNanos(System.nanoTime() - began));
    }

    private static String[] words(String verb, String rest) {
        return (verb + " " + rest).strip().split(" +");
    }

    private static String[] and(String[] words, String... more) {
        return Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray(String[]::new);
    }

    /** All verbs, those below others with both names. */
    private static Map<String, CommandLine> verbs() {
        var house = new House(new CommonOptions(), new Output(new PrintWriter(new StringWriter()),
                new PrintWriter(new StringWriter()), Look.NOBODY), Map.of());
        var verbs = new TreeMap<String, CommandLine>();
        CommandTree.whole(house).getSubcommands().forEach((name, line) -> {
            if (name.equals(line.getCommandName())) {
                verbs.put(name, line);
                line.getSubcommands().forEach((below, tree) -> verbs.put(name + " " + below, tree));
            }
        });
        return verbs;
    }

    @Test
    void knowsHowEachVerbIsCalled() {
        assertThat(verbs().keySet().stream().filter(verb -> !LOCAL.contains(verb)))
                .containsExactlyInAnyOrderElementsOf(CALLS.keySet());
    }

    private static void requirePlain(Ended ended) {
        assertThat(OF_JAVA.matcher(ended.all()).find()).as(ended.all()).isFalse();
        assertThat(ExitCodes.all()).contains(ended.code());
        assertThat(ended.code()).as(ended.all()).isNotEqualTo(ExitCodes.CRASH);
        assertThat(ended.took()).isLessThan(SOON);
    }

    /** What listens where a server is looked for. */
    private enum Listener {
        DEAD, SILENT, CLOSING, GARBAGE, HTTP
    }

    private static ServerSocket listen(Listener what) throws IOException {
        var door = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        if (what == Listener.DEAD) {
            door.close();
        } else if (what != Listener.SILENT) {
            Thread.ofVirtual().start(() -> greet(door, what));
        }
        return door;
    }

    private static void greet(ServerSocket door, Listener what) {
        while (!door.isClosed()) {
            try (Socket in = door.accept()) {
                switch (what) {
                    case GARBAGE -> in.getOutputStream().write(new byte[]{1, 2, 3, 0, -1, 99});
                    case HTTP -> {
                        var unused = in.getInputStream().read(new byte[1_000]);
                        in.getOutputStream()
                                .write("HTTP/1.1 400 No\r\nContent-Length: 0\r\n\r\n"
                                        .getBytes(StandardCharsets.US_ASCII));
                    }
                    default -> {
                        // it closes at once
                    }
                }
            } catch (IOException e) {
                // the client, or the test, is gone
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> saysThatNoServerWasReachedWhateverListensThere() {
        return Arrays.stream(Listener.values())
                .map(what -> DynamicTest.dynamicTest(what.toString(), () -> {
                    try (var door = listen(what)) {
                        everyVerb("127.0.0.1:" + door.getLocalPort(), ExitCodes.UNREACHED);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> saysThatAHostIsNotKnown() {
        return Stream.of("gavel_node.invalid:20680", "nobody.invalid:1")
                .map(host -> DynamicTest.dynamicTest(host,
                        () -> everyVerb(host, ExitCodes.UNREACHED)));
    }

    @TestFactory
    Stream<DynamicTest> refusesAnAddressThatIsNone() {
        return Stream.of("host:99999", "", "::1:20000", "[::1]", "1.2.3:4", "host")
                .map(host -> DynamicTest.dynamicTest("\"" + host + "\"",
                        () -> everyVerb(host, ExitCodes.USAGE)));
    }

    /** As people and as programs call it. */
    private static void everyVerb(String address, int code) throws Exception {
        var calls = CALLS.entrySet()
                .stream()
                .filter(call -> !call.getKey().equals("client")) // it reads the one standard input
                .map(call -> (Callable<Boolean>) () -> {
                    called(call, address, code);
                    return true;
                })
                .toList();
        try (var threads = Executors.newFixedThreadPool(AT_A_TIME)) {
            for (var done : threads.invokeAll(calls)) {
                assertThat(done.get()).isTrue();
            }
        }
    }

    private static void called(Map.Entry<String, String> call, String address, int code) {
        var words = words(call.getKey(), call.getValue());
        var people = run(and(words, "--server", address, "--timeout", "300ms"));
        requirePlain(people);
        assertThat(people.code()).as(call + ": " + people.all()).isEqualTo(code);
        assertThat(people.err()).as(call.toString()).isNotBlank();
        var program = run(and(words, "--server", address, "--timeout", "300ms", "--json"));
        requirePlain(program);
        assertThat(program.code()).as(call + ": " + program.all()).isEqualTo(code);
        assertThat(program.err()).as(call.toString()).isEmpty();
        program.out().lines().forEach(EveryVerbTest::requireJson);
        assertThat(program.out()).as(call.toString()).isNotBlank();
    }

    private static void requireJson(String line) {
        assertThat(JsonObject.parse(line.getBytes(StandardCharsets.UTF_8)).names()).isNotEmpty();
    }

    @Test
    void theShellEndsWithTheCodeOfItsLastLine() throws IOException {
        try (var door = listen(Listener.DEAD)) {
            typed("list\n");
            var ended = run("client", "--as", "ann", "--server", "127.0.0.1:" + door.getLocalPort(),
                    "--timeout", "300ms");
            requirePlain(ended);
            assertThat(ended.code()).isEqualTo(ExitCodes.UNREACHED);
        }
    }

    private void answerQueries(String json) {
        server.onQuery = (query, answer) -> FakeServer.reply(answer, QueryReply.newBuilder()
                .setStatus(200)
                .setIndex(9)
                .setJson(ByteString.copyFromUtf8(json))
                .build());
    }

    private static final String ANYTHING = "{\"auction\":\"1\",\"currency\":\"EUR\",\"state\":"
            + "\"open\",\"status\":\"success\",\"code\":\"OK\",\"message\":\"Yes.\",\"canBid\":true,"
            + "\"format\":\"english\",\"items\":[{\"item\":\"3\",\"name\":\"Table\","
            + "\"status\":\"listed\",\"price\":100}]}";

    @TestFactory
    Stream<DynamicTest> saysThatTheOutcomeIsUnknownWhereAChangeMayHaveBeenMade() {
        answerQueries(ANYTHING);
        server.onExecute = (command, answer) -> {};
        return CALLS.entrySet()
                .stream()
                .filter(call -> !Set.of("client", "robot", "watch", "buy").contains(call.getKey()))
                .map(call -> DynamicTest.dynamicTest(call.getKey(), () -> {
                    server.executed.clear();
                    var ended = run(and(words(call.getKey(), call.getValue()), "--server",
                            server.address().toString(), "--timeout", "300ms"));
                    requirePlain(ended);
                    if (!server.executed.isEmpty()) {
                        assertThat(ended.code()).as(ended.all()).isEqualTo(ExitCodes.UNKNOWN);
                    } else {
                        assertThat(ended.code()).as(ended.all())
                                .isIn(ExitCodes.OK, ExitCodes.UNREACHED);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> standsAnswersThatAreNone() {
        return Stream.of("[]", "{}", "<html>", "{\"auctions\":7,\"items\":[1,{}],\"bids\":\"x\","
                + "\"currency\":7,\"endsAt\":\"soon\",\"auction\":{}}", "", "{\"a\":")
                .map(json -> DynamicTest.dynamicTest("\"" + json + "\"", () -> {
                    answerQueries(json);
                    server.onExecute = (command, answer) -> FakeServer.reply(answer,
                            FakeServer.outcome(json));
                    CALLS.forEach((verb, rest) -> {
                        if (!Set.of("client", "robot", "watch", "buy", "sell").contains(verb)) {
                            requirePlain(run(and(words(verb, rest), "--server",
                                    server.address().toString(), "--timeout", "300ms")));
                        }
                    });
                }));
    }

    private static final List<String> BAD = List.of("", "x y", "-1", "99999999999999999999", "é€",
            "1,2,3", "\u0001", "--", "nope", "0", "a".repeat(3_000), "::1", "../..", "1e9");

    /** A value that cannot be meant is refused, whichever option or place it is given in. */
    @TestFactory
    Stream<DynamicTest> standsAnyValueOfAnyOption() {
        answerQueries(ANYTHING);
        return verbs().entrySet()
                .stream()
                .filter(verb -> !Set.of("client", "watch", "robot", "sell", "buy")
                        .contains(verb.getKey()))
                .map(verb -> DynamicTest.dynamicTest(verb.getKey(),
                        () -> values(verb.getKey(), verb.getValue())));
    }

    private void values(String verb, CommandLine line) {
        // These are asked again for two seconds where a server does not know them.
        var bad = verb.matches("members.*|transfer|snapshot") ? BAD.subList(0, 3) : BAD;
        for (var option : line.getCommandSpec().options()) {
            if (option.arity().max() > 0
                    && (!COMMON.contains(option.longestName()) || verb.equals("list"))) {
                bad.forEach(value -> requirePlain(given(verb, option, value)));
            }
        }
        bad.forEach(value -> requirePlain(run(and(words(verb, ""), value, value, "--server",
                server.address().toString(), "--timeout", "300ms"))));
        var unknown = run(and(words(verb, CALLS.getOrDefault(verb, "")), "--frobnicate"));
        requirePlain(unknown);
        assertThat(unknown.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(unknown.err()).contains("there is no option \"--frobnicate\"; allowed: ");
    }

    private Ended given(String verb, OptionSpec option, String value) {
        var words = new ArrayList<>(List.of(words(verb, CALLS.getOrDefault(verb, ""))));
        var at = words.indexOf(option.longestName());
        if (at >= 0) {
            words.remove(at + 1);
            words.remove(at);
        }
        words.addAll(List.of(option.longestName() + "=" + value, "--server",
                server.address().toString(), "--timeout=300ms"));
        return run(words.toArray(String[]::new));
    }

    @Test
    void refusesTimesThatAreNone() {
        for (var value : List.of("", "x", "-1s", "0s", "1", "999999999999d", "1h-1m", "٣s")) {
            for (var verb : CALLS.keySet()) {
                var ended = run(and(words(verb, CALLS.get(verb)), "--timeout=" + value));
                requirePlain(ended);
                assertThat(ended.code()).as(verb + value).isEqualTo(ExitCodes.USAGE);
                assertThat(ended.err()).contains("--timeout: ");
            }
        }
    }

    /** A verb that is in neither list acts in a name. */
    @TestFactory
    Stream<DynamicTest> saysWhoIsToSayWhoTheyAre() {
        answerQueries(ANYTHING);
        return verbs().keySet()
                .stream()
                .filter(verb -> !LOCAL.contains(verb) && !READS.contains(verb)
                        && !OF_OPERATORS.contains(verb.split(" ", 2)[0]))
                .map(verb -> DynamicTest.dynamicTest(verb, () -> {
                    typed("\njoin 1\n"); // which a shell is told
                    var ended = assertTimeoutPreemptively(SOON,
                            () -> runByNobody(words(verb, CALLS.getOrDefault(verb, ""))));
                    requirePlain(ended);
                    assertThat(ended.code()).as(ended.all()).isEqualTo(ExitCodes.USAGE);
                    assertThat(ended.err()).startsWith(verb.equals("client")
                            ? "gavel: without --as NAME the first line must be the user name"
                            : "gavel: say who you are: --as NAME");
                    assertThat(server.executed).isEmpty();
                }));
    }

    @Test
    void asksNobodyWhoTheyAreWhoOnlyLooks() {
        answerQueries("{\"auctions\":[]}");
        assertThat(runByNobody(words("list", "")).code()).isZero();
    }

    private Ended runByNobody(String[] words) {
        var usual = System.getProperty("user.name");
        System.setProperty("user.name", "?");
        try {
            return run(Map.of(), and(words, "--server", server.address().toString()));
        } finally {
            System.setProperty("user.name", usual);
        }
    }

    @Test
    void saysThatANameIsEmpty() {
        answerQueries(ANYTHING);
        for (var name : List.of("", " ", "\t")) {
            CALLS.forEach((verb, rest) -> {
                if (!Set.of("status", "transfer", "snapshot", "client").contains(verb)
                        && !verb.startsWith("members")) {
                    var ended = run(and(words(verb, rest), "--as=" + name, "--server",
                            server.address().toString(), "--timeout", "300ms"));
                    requirePlain(ended);
                    assertThat(ended.code()).as(verb).isEqualTo(ExitCodes.USAGE);
                    assertThat(ended.err()).as(verb).startsWith("gavel: --as: the name is empty");
                }
            });
        }
        assertThat(server.executed).isEmpty();
    }

    private static final Set<String> READS = Set.of("items", "list", "show", "can-bid", "explain",
            "result", "history", "rounds", "watch");

    @Test
    void readsWhatOneServerHasWhereNoMajorityIsUp() {
        for (var code : List.of("NO_MAJORITY", "NO_LEADER")) { // the second is asked for again
            server.onQuery = (query, answer) -> FakeServer.reply(answer,
                    query.getConsistency() == Consistency.LOCAL
                            ? QueryReply.newBuilder()
                                    .setStatus(200)
                                    .setJson(ByteString.copyFromUtf8(ANYTHING))
                                    .build()
                            : QueryReply.newBuilder()
                                    .setStatus(503)
                                    .setJson(ByteString.copyFromUtf8("{\"status\":\"exception\","
                                            + "\"code\":\"" + code + "\",\"message\":\"No.\"}"))
                                    .build());
            for (var verb : code.equals("NO_LEADER") ? Set.of("list") : READS) {
                var at = words(verb, (verb.equals("watch") ? "1 --for 50ms" : CALLS.get(verb))
                        + " --timeout 2s --server " + server.address());
                var ended = run(at);
                requirePlain(ended);
                assertThat(ended.code()).as(ended.all()).isEqualTo(ExitCodes.UNREACHED);
                assertThat(ended.err()).as(verb)
                        .contains("what next: with --local ")
                        .doesNotContain("consistency");
                assertThat(run(and(at, "--json")).all()).doesNotContain("--local");
                var local = run(and(at, "--local"));
                assertThat(local.code()).as(local.all()).isZero();
            }
        }
        assertThat(verbs().entrySet()
                .stream()
                .filter(verb -> verb.getValue().getCommandSpec().findOption("--local") != null)
                .map(Map.Entry::getKey)).containsExactlyInAnyOrderElementsOf(READS);
    }

    @TestFactory
    Stream<DynamicTest> saysWhatToTypeWhereAnAuctionTakesOtherThings() {
        return Map.of("bid", "gavel bid 1 AMOUNT", "commit", "gavel commit 1 AMOUNT posts",
                "accept", "gavel accept 1 buys", "confirm", "gavel confirm 1 4 keeps",
                "withdraw", "gavel withdraw 1 leaves", "reveal", "gavel reveal 1 AMOUNT --nonce")
                .entrySet()
                .stream()
                .map(taken -> DynamicTest.dynamicTest(taken.getKey(), () -> {
                    answerQueries("{\"auction\":\"1\",\"currency\":\"EUR\",\"canBid\":true,"
                            + "\"op\":\"" + taken.getKey() + "\",\"round\":4}");
                    server.onExecute = (command, answer) -> FakeServer.reply(answer,
                            FakeServer.outcome("{\"status\":\"fail\",\"code\":\"BAD_COMMAND\","
                                    + "\"field\":\"op\",\"message\":\"Not here.\"}"));
                    for (var verb : List.of("bid", "commit", "accept", "confirm",
                            "reveal", "retract", "join")) {
                        var ended = run(words(verb, CALLS.get(verb) + " --server "
                                + server.address()));
                        assertThat(ended.err()).as(verb)
                                .contains("Not here.")
                                .contains("what next: " + taken.getValue());
                    }
                }));
    }

    /** Of every option that takes an amount, and of every verb that has one. */
    @TestFactory
    Stream<DynamicTest> saysInMoneyWhatIsWrongWithAnAmount() {
        answerQueries(ANYTHING);
        return verbs().entrySet()
                .stream()
                .flatMap(verb -> verb.getValue()
                        .getCommandSpec()
                        .options()
                        .stream()
                        .filter(option -> option.paramLabel().matches("AMOUNT|STEP"))
                        .map(option -> DynamicTest.dynamicTest(
                                verb.getKey() + " " + option.longestName(), () -> {
                                    if (!Set.of("--start", "--price", "--out-at")
                                            .contains(option.longestName())) {
                                        var zero = given(verb.getKey(), option, "0");
                                        requirePlain(zero);
                                        assertThat(zero.code()).isEqualTo(ExitCodes.USAGE);
                                        assertThat(zero.err()).startsWith("gavel: "
                                                + option.longestName() + ": \"0\" is too little; "
                                                + "it must be at least 0.01 EUR");
                                    }
                                    var much = given(verb.getKey(), option,
                                            "99999999999999999.00");
                                    requirePlain(much);
                                    assertThat(much.code()).isEqualTo(ExitCodes.USAGE);
                                    assertThat(much.err()).contains(option.longestName() + ": ",
                                            "at most 10000000000000.00 EUR");
                                })));
    }

    @Test
    void namesTheOptionWhereANameIsNone() {
        server.onExecute = (command, answer) -> FakeServer.reply(answer, FakeServer.outcome(
                "{\"status\":\"fail\",\"code\":\"BAD_COMMAND\",\"message\":"
                        + "\"user: a user name has 1 to 64 visible characters.\"}"));
        assertThat(run("join", "1", "--as", "x ", "--server", server.address().toString()).err())
                .startsWith("refused: --as: a user name has ");
    }

    @Test
    void saysInTimeWhatIsWrongWithATime() {
        for (var field : Map.of("periodMillis", "--period", "durationMillis", "--duration",
                "revealMillis", "--reveal", "softClose.windowMillis", "--soft-close",
                "outageGraceMillis", "--outage-grace", "offerMillis", "--offer-for").entrySet()) {
            server.onExecute = (command, answer) -> FakeServer.reply(answer, FakeServer.outcome(
                    "{\"status\":\"fail\",\"code\":\"BAD_COMMAND\",\"field\":\"" + field.getKey()
                            + "\",\"message\":\"" + field.getKey()
                            + ": it must lie between 100 and 86400000.\"}"));
            assertThat(run("create", "--name", "x", "--server", server.address().toString())
                    .err()).contains(field.getValue()
                            + ": it must lie between 100 ms and 24 h.");
        }
    }

    @Test
    void tellsARefusalInTheSameWordsWhereverItComesOut() {
        var no = "{\"status\":\"fail\",\"code\":\"UNKNOWN_AUCTION\",\"message\":"
                + "\"There is no auction 1.\"}";
        server.onExecute = (command, answer) -> FakeServer.reply(answer, FakeServer.outcome(no));
        server.onQuery = (query, answer) -> FakeServer.reply(answer, QueryReply.newBuilder()
                .setStatus(404)
                .setJson(ByteString.copyFromUtf8(no))
                .build());
        for (var verb : List.of("show", "result", "history", "rounds", "explain", "can-bid",
                "join", "leave", "bid", "withdraw", "open", "pause", "cancel", "commit",
                "reveal", "accept", "watch")) {
            var ended = run(words(verb, (verb.equals("watch") ? "1" : CALLS.get(verb))
                    + " --server " + server.address()));
            assertThat(ended.code()).as(verb).isEqualTo(ExitCodes.REFUSED);
            assertThat(ended.err()).as(verb)
                    .isEqualTo("refused: There is no auction 1."
                            + " (UNKNOWN_AUCTION)\nwhat next: gavel list shows the auctions\n");
        }
    }

    @TestFactory
    Stream<DynamicTest> tellsWhatBecameOfAWishToTheServersInPlainWords() {
        return Stream.of("transfer 3", "members remove 3", "members add 3")
                .map(verb -> DynamicTest.dynamicTest(verb, () -> {
                    var none = wished(verb, Status.UNAVAILABLE.withDescription(
                            "server 4, which led last, cannot be reached: no server leads at the"
                                    + " moment"));
                    assertThat(none.code()).as(none.all()).isEqualTo(ExitCodes.UNREACHED);
                    assertThat(none.err()).startsWith("gavel: ").contains("server 4, which led");
                    var unknown = wished(verb, Status.UNKNOWN.withDescription(
                            "server 4, which led, gave no answer: what was asked may or may not"
                                    + " have been done"));
                    assertThat(unknown.code()).as(unknown.all()).isEqualTo(ExitCodes.UNKNOWN);
                    var no = wished(verb, Status.FAILED_PRECONDITION.withDescription(
                            "there is no server 3"));
                    assertThat(no.code()).as(no.all()).isEqualTo(ExitCodes.REFUSED);
                    assertThat(no.err())
                            .isEqualTo("refused: there is no server 3 (NOT_POSSIBLE)\n");
                    var denied = wished(verb, Status.PERMISSION_DENIED.withDescription("no"));
                    assertThat(denied.err()).isEqualTo("refused: no (FORBIDDEN)\n");
                }));
    }

    private Ended wished(String verb, Status status) {
        server.onTransfer = (request, answer) -> answer.onError(status.asRuntimeException());
        server.onChange = (request, answer) -> answer.onError(status.asRuntimeException());
        var ended = run(words(verb, "--timeout 300ms --server " + server.address()));
        requirePlain(ended);
        for (var code : Status.Code.values()) {
            assertThat(ended.all()).doesNotContain("(" + code + ")");
        }
        return ended;
    }

    /** What the first call of a verb used is gone for the next. */
    @TestFactory
    Stream<DynamicTest> allCallsOfAVerbTogetherHaveTheTimeThatWasGiven() {
        var timeout = 1_900; // less than one server has for one try
        var each = 500;
        return CALLS.entrySet()
                .stream()
                .filter(call -> Set.of("bid", "commit", "reveal", "accept", "update", "start",
                        "history", "transfer").contains(call.getKey()))
                .map(call -> DynamicTest.dynamicTest(call.getKey(), () -> {
                    try (var slow = new FakeServer()) {
                        slow.onQuery = (query, answer) -> later(each, () -> FakeServer.reply(
                                answer, QueryReply.newBuilder()
                                        .setStatus(200)
                                        .setJson(ByteString.copyFromUtf8(ANYTHING))
                                        .build()));
                        slow.onCluster = (request, answer) -> later(each, () -> FakeServer.reply(
                                answer, ClusterReply.getDefaultInstance()));
                        run(and(words(call.getKey(), call.getValue()), "--server",
                                slow.address().toString(), "--timeout", timeout + "ms"));
                        assertThat(slow.millisLeft).hasSizeGreaterThan(1);
                        for (var n = 0; n < slow.millisLeft.size(); n++) {
                            assertThat(slow.millisLeft.get(n)).as("call " + n)
                                    .isLessThanOrEqualTo(Math.max(500, timeout - n * each));
                        }
                    }
                }));
    }

    private static void later(int millis, Runnable task) {
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(task);
    }

    @Test
    void saysWhatIsWrongWithAConfiguration() throws IOException {
        var garbage = Files.write(home.resolve("garbage"), new byte[]{0, 1, -1, '{', 7});
        var unfinished = Files.writeString(home.resolve("unfinished"), "servers = [ {");
        var other = Files.writeString(home.resolve("other"), "servers = [ { id = x } ]");
        assertThat(run("list", "--config=").err())
                .startsWith("gavel: --config: the name is empty");
        for (var file : List.of(home, home.resolve("nowhere"), garbage, unfinished, other)) {
            var ended = run("list", "--config=" + file);
            requirePlain(ended);
            assertThat(ended.code()).as(ended.all()).isEqualTo(ExitCodes.USAGE);
            assertThat(ended.err()).contains("" + file);
        }
    }

    @Test
    void helpsWithEveryVerb() {
        assertThat(run("help").out()).contains("Verbs:", "  bid ").contains("Exit codes:");
        verbs().forEach((verb, line) -> {
            var ended = run(words("help", verb));
            assertThat(ended.code()).as(verb).isZero();
            assertThat(ended.out()).contains("Usage: " + line.getCommandSpec().qualifiedName());
            assertThat(run(words(verb, "--help")).out()).isEqualTo(ended.out());
        });
        var unknown = run("help", "bidd");
        assertThat(unknown.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(unknown.err()).contains("did you mean bid?");
    }

    @Test
    void suggestsValuesAndNamesWhatIsAllowed() {
        var ended = run("create", "--name", "x", "--format", "englsh");
        assertThat(ended.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(ended.err()).contains("--format: \"englsh\" is none of english, clock, dutch, "
                + "sealed, vickrey, reverse, uniform, yankee; did you mean english?");
        assertThat(run("list", "--state", "opn").err()).contains("did you mean open?");
        assertThat(run("create", "--name", "x", "--increment", "ebay-us").err())
                .contains("did you mean ebay-uk?");
        assertThat(run("create", "--name", "x", "--start", "1,2,3").err())
                .contains("--start: \"1,2,3\" is no amount; write digits");
    }

    @Test
    void namesTheOptionThatAFormatNeeds() {
        server.onExecute = (command, answer) -> FakeServer.reply(answer, FakeServer.outcome(
                "{\"status\":\"fail\",\"code\":\"BAD_COMMAND\",\"field\":\"periodMillis\","
                        + "\"message\":\"periodMillis: it is missing.\"}"));
        var ended = run("create", "--name", "x", "--format", "dutch", "--server",
                server.address().toString());
        assertThat(ended.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(ended.err()).contains("missing: --period");
    }

    @Test
    void namesTheOptionWhereTheSentenceOfARuleLeavesItOut() {
        server.onExecute = (command, answer) -> FakeServer.reply(answer, FakeServer.outcome(
                "{\"status\":\"fail\",\"code\":\"BAD_COMMAND\",\"field\":\"periodMillis\","
                        + "\"message\":\"It is missing: a clock needs the length of its rounds.\"}"));
        assertThat(run("create", "--name", "x", "--format", "dutch", "--server",
                server.address().toString()).err())
                .contains("missing: --period: a clock needs the length of its rounds");
        server.onExecute = (command, answer) -> FakeServer.reply(answer, FakeServer.outcome(
                "{\"status\":\"fail\",\"code\":\"BAD_COMMAND\",\"field\":\"step\","
                        + "\"message\":\"It is too small.\"}"));
        assertThat(run("create", "--name", "x", "--format", "dutch", "--server",
                server.address().toString()).err()).contains("--step: it is too small.");
    }

    @Test
    void startsAnItemOfTheCatalogueByOneCommand() {
        answerQueries(ANYTHING);
        server.onExecute = (command, answer) -> FakeServer.reply(answer, FakeServer.outcome(
                "{\"status\":\"success\",\"message\":\"Auction 8 is open.\",\"auction\":\"8\"}"));
        var ended = run("start", "3", "--server", server.address().toString());
        assertThat(ended.code()).isZero();
        assertThat(ended.out()).contains("Auction 8 is open. Bid with: gavel bid 8 AMOUNT");
        assertThat(server.executed).hasSize(1);
        assertThat(server.executed.get(0).getJson().toStringUtf8()).isEqualTo("{\"op\":\"create\","
                + "\"name\":\"Table\",\"item\":\"3\",\"format\":\"english\",\"currency\":\"EUR\","
                + "\"start\":100,\"durationMillis\":300000,\"open\":true}");
        assertThat(run("start", "table", "--dry-run", "--server", server.address().toString())
                .code()).isIn(ExitCodes.OK, ExitCodes.UNKNOWN);
        assertThat(run("start", "9", "--server", server.address().toString()).err())
                .contains("there is no item \"9\" in the catalogue; gavel items shows it");
    }

    @Test
    void startLeavesItToTheHouseWhetherAnItemThatIsNotListedCanBeSold() {
        answerQueries("{\"items\":["
                + "{\"item\":\"3\",\"name\":\"Table\",\"status\":\"sold\",\"auction\":\"7\"},"
                + "{\"item\":\"4\",\"name\":\"Vase\",\"status\":\"withdrawn\"},"
                + "{\"item\":\"5\",\"name\":\"Vase\",\"status\":\"listed\"}]}");
        var asked = new ArrayList<String>();
        var answering = server.onQuery;
        server.onQuery = (query, answer) -> {
            asked.add(query.getJson().toStringUtf8());
            answering.accept(query, answer);
        };
        server.onExecute = (command, answer) -> FakeServer.reply(answer, FakeServer.outcome(
                "{\"status\":\"fail\",\"code\":\"ITEM_NOT_AVAILABLE\",\"message\":"
                        + "\"Item 3 was sold in auction 7.\"}"));
        var ended = run("start", "3", "--server", server.address().toString());
        assertThat(ended.code()).isEqualTo(ExitCodes.REFUSED);
        assertThat(ended.err()).contains("Item 3 was sold in auction 7.");
        assertThat(asked).allMatch(query -> query.contains("\"all\":true"));
        run("start", "vase", "--server", server.address().toString());
        assertThat(server.executed.getLast().getJson().toStringUtf8()).contains("\"item\":\"5\"");
    }

    @Test
    void joinSaysHowItStands() {
        answerQueries("{\"auction\":\"1\",\"name\":\"Oak table\",\"currency\":\"EUR\",\"state\":"
                + "\"open\",\"price\":12550,\"leader\":\"bob\",\"endsAt\":"
                + "\"2026-01-01T00:01:00.000Z\",\"remainingMillis\":45000}");
        server.onExecute = (command, answer) -> FakeServer.reply(answer, FakeServer.outcome(
                "{\"status\":\"success\",\"message\":\"You take part.\"}"));
        var ended = run("join", "1", "--server", server.address().toString());
        assertThat(ended.out()).contains("You take part.", "125.50 EUR", "bob", "45 s");
    }

    /** What helps in one kind of auction does not in another. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', nullValues = "none", value = {
            "'format':'english' | what next: once somebody has outbid you, gavel leave 1 works",
            "'format':'reverse' | what next: once somebody has outbid you, gavel leave 1 works",
            "'format':'english','retractUntil':'2031-01-01T00:00:00.000Z' | what next: once somebody"
                    + " has outbid you, gavel leave 1 works; until 2031-01-01T00:00:00.000Z, gavel"
                    + " retract 1 --reason TEXT takes your bids back",
            "'format':'sealed' | what next: gavel withdraw 1 takes your bid back; after that, gavel"
                    + " leave 1 works",
            "'format':'uniform' | what next: gavel withdraw 1 takes your bid back; after that, gavel"
                    + " leave 1 works",
            "'format':'yankee' | none"})
    void aRefusedLeaveLeadsOnAsTheKindOfAuctionHasIt(String view, @Nullable String next) {
        answerQueries("{\"auction\":\"1\",\"currency\":\"EUR\","
                + view.strip().replace('\'', '"') + "}");
        server.onExecute = (command, answer) -> FakeServer.reply(answer, FakeServer.outcome(
                "{\"status\":\"fail\",\"code\":\"STANDING_BID\",\"auction\":\"1\",\"message\":"
                        + "\"You have a bid that may win and cannot leave.\"}"));
        var ended = run("leave", "1", "--server", server.address().toString());
        assertThat(ended.code()).isEqualTo(ExitCodes.REFUSED);
        assertThat(ended.err()).isEqualTo("refused: You have a bid that may win and cannot leave."
                + " (STANDING_BID)\n" + (next == null ? "" : next + "\n"));
    }

    @Test
    void anItemMayBeStartedByAnybodyWhereItsConsignorSaysSo() {
        run("consign", "Table", "--anyone-may-start", "--server", server.address().toString());
        assertThat(server.executed.get(0).getJson().toStringUtf8())
                .contains("\"anyoneMayStart\":true");
    }
}
