package dev.gavel.cli.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.gavel.client.FakeServer;
import dev.gavel.client.JsonObject;
import dev.gavel.client.SecretBid;
import dev.gavel.wire.v1.ClusterReply;
import dev.gavel.wire.v1.QueryReply;
import dev.gavel.wire.v1.ServerRow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The verbs against a scripted house. */
class CommandLineTest {
    private static final String VIEW = "{\"auction\":\"1\",\"name\":\"Oak table\",\"item\":{"
            + "\"name\":\"table\",\"description\":\"\"},\"seller\":\"sue\",\"format\":\"english\","
            + "\"currency\":\"EUR\",\"state\":\"open\",\"start\":10000,\"price\":12550,"
            + "\"minimumNext\":12600,\"bids\":3,\"leader\":\"ann\",\"endsAt\":"
            + "\"2026-01-01T00:01:00.000Z\",\"remainingMillis\":45000,\"index\":9}";

    /** Open bids for units, of which ann would get one of three. */
    private static final String UNITS = "{\"auction\":\"1\",\"name\":\"Ten pens\","
            + "\"format\":\"yankee\",\"currency\":\"EUR\",\"state\":\"open\",\"start\":500,"
            + "\"quantity\":10,\"price\":900,\"minimumNext\":850,\"bids\":3,"
            + "\"standingAwards\":[{\"winner\":\"bob\",\"quantity\":6,\"price\":1200},"
            + "{\"winner\":\"ann\",\"quantity\":1,\"price\":900}],\"yourBid\":900,"
            + "\"yourQuantity\":3,\"yourStandingQuantity\":1,\"remainingMillis\":45000,"
            + "\"index\":9}";

    private final FakeServer server = new FakeServer();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void houseWithOneAuction() {
        answerQueries(200, VIEW);
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    private void answerQueries(int status, String json) {
        server.onQuery = (query, answer) -> FakeServer.reply(answer, QueryReply.newBuilder()
                .setStatus(status)
                .setIndex(9)
                .setJson(ByteString.copyFromUtf8(json))
                .build());
    }

    private void answerCommands(String json) {
        server.onExecute = (command, answer) -> FakeServer.reply(answer, FakeServer.outcome(json));
    }

    private int gavel(String... args) {
        var all = new ArrayList<>(Arrays.asList(args));
        all.addAll(List.of("--server", server.address().toString()));
        return run(all.toArray(String[]::new));
    }

    private int run(String... args) {
        return CommandTree.run(args, new PrintWriter(out, true), new PrintWriter(err, true), false,
                Map.of("GAVEL_USER", "ann"));
    }

    private String command(int number) {
        return server.executed.get(number).getJson().toStringUtf8();
    }

    @Test
    void bidsInMajorUnitsAndSaysHowItStands() {
        answerCommands("{\"status\":\"success\",\"code\":\"OK\",\"message\":\"m\",\"index\":7,"
                + "\"at\":\"2026-01-01T00:00:00.000Z\",\"auction\":\"1\",\"leading\":true,"
                + "\"price\":12550,\"minimumNext\":12600,"
                + "\"endsAt\":\"2026-01-01T00:00:12.000Z\"}");
        assertThat(gavel("bid", "1", "125.50")).isZero();
        assertThat(out).hasToString("accepted: you lead at 125.50 EUR; next bid from 126.00; "
                + "ends in 12 s\n");
        assertThat(err.toString()).isEmpty();
        assertThat(command(0)).isEqualTo("{\"op\":\"bid\",\"auction\":\"1\",\"amount\":12550}");
        assertThat(server.executed.get(0).getUser()).isEqualTo("ann");
    }

    @Test
    void saysOfABidThatBoughtAtOnceThatItWonAndAtWhichPrice() {
        answerCommands(
                "{\"status\":\"success\",\"code\":\"OK\",\"message\":\"You won at 50.00 EUR, "
                        + "the buy-now price.\",\"index\":7,\"at\":\"2026-01-01T00:00:00.000Z\","
                        + "\"auction\":\"1\",\"leading\":true,\"price\":5000,"
                        + "\"endsAt\":\"2026-01-01T00:00:00.000Z\"}");
        assertThat(gavel("bid", "1", "50.00", "--buy")).isZero();
        assertThat(out).hasToString("You won at 50.00 EUR, the buy-now price.\n");
    }

    @Test
    void saysOfABidForUnitsWhatTheBidderGetsAtTheOwnPrice() {
        var accepted = "{\"status\":\"success\",\"code\":\"OK\",\"message\":\"Accepted: as it"
                + " stands you get 1 of 3 at 10.00 EUR each.\",\"index\":7,"
                + "\"at\":\"2026-01-01T00:00:00.000Z\",\"auction\":\"1\",\"leading\":true,"
                + "\"price\":900,\"minimumNext\":950,\"endsAt\":\"2026-01-01T00:00:12.000Z\"}";
        var told = "Accepted: as it stands you get 1 of 3 at 10.00 EUR each; next bid for one unit"
                + " from 9.50; ends in 12 s\n";
        server.onQuery = (query, answer) -> FakeServer.reply(answer, QueryReply.newBuilder()
                .setStatus(200)
                .setJson(ByteString.copyFromUtf8(
                        query.getJson().toStringUtf8().contains("dryRun") ? accepted : UNITS))
                .build());
        answerCommands(accepted);
        assertThat(gavel("bid", "1", "10.00", "--quantity", "3")).isZero();
        assertThat(out).hasToString(told);
        out.getBuffer().setLength(0);
        assertThat(gavel("bid", "1", "10.00", "--quantity", "3", "--dry-run")).isZero();
        assertThat(out).hasToString("dry run: " + told);
    }

    @Test
    void tellsHowUnitsStandInTheResultOfARunningAuction() {
        answerQueries(200, UNITS);
        assertThat(gavel("result", "1")).isZero();
        answerQueries(200,
                UNITS.replace("{\"winner\":\"bob\",\"quantity\":6,\"price\":1200},", ""));
        assertThat(gavel("result", "1")).isZero();
        var none = UNITS.replaceFirst("\"standingAwards\":\\[.*?\\]", "\"standingAwards\":[]");
        answerQueries(200, none);
        assertThat(gavel("result", "1")).isZero();
        answerQueries(200, none.replace("\"bids\":3", "\"bids\":0"));
        assertThat(gavel("result", "1")).isZero();
        assertThat(out.toString().lines().toList()).containsExactly(
                "auction 1, Ten pens: as it stands, 7 of 10 units go to 2 buyers, from 9.00 EUR on;"
                        + " ends in 45 s",
                "auction 1, Ten pens: as it stands, 1 of 10 units goes to 1 buyer, from 9.00 EUR on;"
                        + " ends in 45 s",
                "auction 1, Ten pens: no bid gets a unit as it stands; ends in 45 s",
                "auction 1, Ten pens: no bids; ends in 45 s");
    }

    @Test
    void bidsInTheAuctionsOwnCurrency() {
        answerQueries(200, VIEW.replace("EUR", "JPY"));
        assertThat(gavel("bid", "1", "1000", "--max", "2000", "--as", "bob")).isZero();
        assertThat(command(0)).isEqualTo(
                "{\"op\":\"bid\",\"auction\":\"1\",\"amount\":1000,\"max\":2000}");
        assertThat(server.executed.get(0).getUser()).isEqualTo("bob");
        assertThat(gavel("bid", "1", "10.50")).isEqualTo(2);
        assertThat(err.toString()).contains("finer than JPY knows");
    }

    @Test
    void endsWithOneWhereARuleRefuses() {
        answerCommands("{\"status\":\"fail\",\"code\":\"TOO_LOW\",\"message\":\"Bid at least "
                + "126.00 EUR.\",\"minimumNext\":12600}");
        assertThat(gavel("bid", "1", "3")).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(err).hasToString("refused: Bid at least 126.00 EUR. (TOO_LOW)\n");
    }

    @Test
    void printsTheOutcomeAsOneLineOfJsonAndNothingElse() {
        var outcome = "{\"status\":\"fail\",\"code\":\"TOO_LOW\",\"message\":\"no\"}";
        answerCommands(outcome);
        assertThat(gavel("bid", "1", "3", "--json")).isEqualTo(1);
        assertThat(out).hasToString(outcome + "\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void endsWithTwoWhereTheHouseCannotReadTheCommand() {
        answerCommands("{\"status\":\"fail\",\"code\":\"BAD_COMMAND\",\"message\":\"no\"}");
        assertThat(gavel("join", "1")).isEqualTo(2);
    }

    @Test
    void endsWithThreeWhereTheOutcomeIsUnknown() {
        server.onExecute = (command, answer) -> {};
        assertThat(gavel("bid", "1", "3", "--timeout", "300ms", "--json")).isEqualTo(3);
        var outcome = JsonObject.parse(out.toString()
                .strip()
                .getBytes(
                        java.nio.charset.StandardCharsets.UTF_8));
        assertThat(outcome.text("status")).contains("exception");
        assertThat(outcome.text("code")).contains("UNKNOWN");
        assertThat(outcome.text("key")).contains(server.executed.get(0).getKey());
    }

    @Test
    void endsWithFourWhereNobodyLeads() {
        server.follow(null);
        assertThat(gavel("join", "1", "--timeout", "300ms")).isEqualTo(4);
        assertThat(err.toString()).startsWith("gavel: no majority within ")
                .contains(": asked " + server.address());
    }

    @Test
    void endsWithFourWhereNoServerIsReached() {
        server.close();
        assertThat(gavel("result", "1", "--timeout", "300ms")).isEqualTo(4);
        assertThat(err.toString()).startsWith("gavel: no server reached within ")
                .contains(": tried " + server.address() + " (connection refused)");
    }

    @Test
    void endsWithFourWhereAServerIsFrozen() throws Exception {
        try (var frozen = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertThat(run("result", "1", "--timeout", "300ms", "--server",
                    "127.0.0.1:" + frozen.getLocalPort())).isEqualTo(4);
        }
    }

    @Test
    void saysThatAnAuctionIsUnknown() {
        answerQueries(404, "{\"status\":\"fail\",\"code\":\"UNKNOWN_AUCTION\","
                + "\"message\":\"There is no auction 9.\"}");
        assertThat(gavel("bid", "9", "3")).isEqualTo(1);
        assertThat(err.toString()).contains("There is no auction 9. (UNKNOWN_AUCTION)");
        assertThat(server.executed).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bid 1", "bid 1 abc", "bid 1 2 --max -3", "bid 1 2 --round x",
            "create", "create --name x --start 1 --duration 5", "create --name x --currency XYZ",
            "create --name x --soft-close-mode add", "create --name x --increment much", "withdraw",
            "withdraw 1 --item 2", "watch --until-closed", "watch 1 --after here", "frobnicate",
            "robot", "robot --auction 1 --count 0", "list --limit many", "retract 1",
            "list --timeout soon", "confirm 1 x", "bid 1 2 3"})
    void endsWithTwoAndASentenceOnWrongUsage(String line) {
        assertThat(gavel(line.split(" "))).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).startsWith("gavel: ").contains("Try: gavel");
        assertThat(server.executed).isEmpty();
    }

    @Test
    void tellsAllThatIsWrongWithANewAuctionAtOnce() {
        assertThat(gavel("create", "--format", "englsh", "--start", "1,2,3", "--duration", "5",
                "--quantity", "many", "--increment", "much", "--soft-close", "soon",
                "--max-pause", "long", "--reserve", "0", "--run-by", "sue")).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(11)
                .contains("gavel: missing: --name TEXT",
                        "gavel: --quantity: \"many\" is no whole number",
                        "gavel: --reserve: \"0\" is too little; it must be at least 0.01 EUR")
                .anyMatch(line -> line.startsWith("gavel: --format: \"englsh\" is none of "))
                .anyMatch(line -> line.startsWith("gavel: --run-by: \"sue\" is none of "))
                .anyMatch(line -> line.startsWith("gavel: --start: \"1,2,3\" is no amount"))
                .anyMatch(line -> line.startsWith("gavel: --duration: \"5\" is no duration"))
                .anyMatch(line -> line.startsWith("gavel: --increment: \"much\" is no increment"))
                .anyMatch(line -> line.startsWith("gavel: --soft-close: \"soon\" is no duration"))
                .anyMatch(line -> line.startsWith("gavel: --max-pause: \"long\" is no duration"))
                .endsWith("Try: gavel create --help");

        err.getBuffer().setLength(0);
        assertThat(gavel("create", "--name", "x", "--currency", "EURO", "--start", "x",
                "--reserve", "1.2345", "--soft-close-mode", "add", "--bogus")).isEqualTo(2);
        assertThat(err.toString().lines().map(line -> line.replaceFirst("[;?].*", "")))
                .containsExactlyInAnyOrder("gavel: there is no option \"--bogus\"",
                        "gavel: --currency: \"EURO\" is no currency of ISO 4217",
                        "gavel: --start: \"x\" is no amount",
                        "gavel: --soft-close-mode: give --soft-close too, such as --soft-close 30s",
                        "Try: gavel create --help");

        err.getBuffer().setLength(0);
        assertThat(gavel("sell", "--start-when", "1", "--start", "x", "--step", "1,2,3"))
                .isEqualTo(2);
        assertThat(err.toString().lines().map(line -> line.replaceFirst("[;?].*", "")))
                .containsExactly("gavel: a new auction needs --name, --period",
                        "gavel: --start: \"x\" is no amount",
                        "gavel: --step: \"1,2,3\" is no amount", "Try: gavel sell --help");

        assertThat(gavel("create", "--start", "x", "--duration", "5", "--json")).isEqualTo(2);
        assertThat(out.toString().lines()).hasSize(1)
                .allMatch(line -> line.contains("missing: --name TEXT\\n"));
        assertThat(server.executed).isEmpty();
    }

    @Test
    void refusesServersThatAreNone() {
        assertThat(run("list", "--server", "nowhere")).isEqualTo(2);
        assertThat(err.toString()).contains("\"nowhere\" is no server address");
        assertThat(run("list", "--config", "/nowhere/gavel.conf")).isEqualTo(2);
        assertThat(err.toString()).contains(
                "cannot read the configuration /nowhere/gavel.conf: there is no such file");
        assertThat(run("list", "--discover", "--config", "/nowhere/gavel.conf")).isEqualTo(2);
        err.getBuffer().setLength(0);
        assertThat(CommandTree.run(new String[]{"list"}, new PrintWriter(out, true),
                new PrintWriter(err, true), false, Map.of("GAVEL_CONFIG", "/nowhere/gavel.conf")))
                .isEqualTo(2);
        assertThat(err.toString()).as("named by the environment")
                .contains(
                        "cannot read the configuration /nowhere/gavel.conf: there is no such file");
        assertThat(run("list", "--config", System.getProperty("java.io.tmpdir"))).isEqualTo(2);
        assertThat(err.toString()).contains(": it is a folder");
    }

    @Test
    void saysPlainlyWhatIsNotClosedInAConfiguration(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("wrong.conf"), "servers = [{id = 0");
        assertThat(run("list", "--config", file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("a } or ] is missing before the end of the file")
                .doesNotContain("parentheses")
                .contains("; gavel config check --config " + file + " lists every fault");
    }

    @Test
    void namesTheConfigurationInWhatIsToBeTypedNext(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("own.conf"), "servers = [ { id = 0,"
                + " host = 127.0.0.1, http-port = 1, client-port = 2, raft-port = 3 } ]\n");
        assertThat(run("list", "--timeout", "2s", "--config", file.toString())).isEqualTo(4);
        assertThat(err.toString()).endsWith("what next: gavel cluster status --config " + file
                + " shows which servers run, and gavel cluster start --config " + file
                + " starts those that do not\n");
    }

    /** Also what the programs of sellers and buyers say. */
    @Test
    void namesTheConfigurationInWhatSellersAndBuyersAreToTypeNext(@TempDir Path folder)
            throws Exception {
        var file = Files.writeString(folder.resolve("own.conf"),
                "servers = [ { id = 0, host = 127.0.0.1, http-port = 1, client-port = "
                        + server.address().port() + ", raft-port = 3 } ]\n")
                .toString();
        var said = new ArrayList<String>();
        for (var state : List.of(VIEW, VIEW.replace("\"format\"", "\"runBy\":\"seller\",\"format\"")
                .replace("\"open\"", "\"closed\""))) {
            answerQueries(200, state);
            assertThat(run("sell", "1", "--start-when", "1", "--as", "sue", "--config", file))
                    .isPositive();
        }
        answerQueries(200, VIEW);
        assertThat(run("buy", "1", "--config", file)).isPositive();
        answerCommands("{\"status\":\"success\",\"code\":\"OK\",\"message\":\"m\","
                + "\"auction\":\"7\",\"index\":7}");
        answerQueries(404, "{\"status\":\"fail\",\"code\":\"UNKNOWN_AUCTION\","
                + "\"message\":\"There is no auction 7.\"}");
        assertThat(run("sell", "--name", "Urn", "--step", "1", "--period", "1s", "--start-when",
                "2", "--journal", folder.resolve("journals").toString(), "--config", file))
                .isEqualTo(3);
        said.addAll(err.toString().lines().toList());
        assertThat(said).filteredOn(line -> line.contains("gavel "))
                .hasSize(4)
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains("; gavel --config " + file + " open 1 starts it."),
                        line -> assertThat(line)
                                .contains("see gavel --config " + file + " result 1."),
                        line -> assertThat(line)
                                .contains("take part with gavel --config " + file + " join 1."),
                        line -> assertThat(line).contains(
                                "; gavel --config " + file + " sell 7 takes it up, gavel --config "
                                        + file + " cancel 7 calls it off"));
    }

    /** A hint that is put together by hand lacks what names the house. */
    @Test
    void noVerbPutsAHintTogetherByHand() throws IOException {
        var byHand = Pattern.compile("\"[^\"\n]*\\bgavel (?:[a-z-]+ )+\"\\s*\\+(?!\\s*\")");
        for (var sources : List.of("src/main/java/dev/gavel/cli/verbs",
                "src/main/java/dev/gavel/cli/shell", "../seller-run/src/main/java")) {
            try (var files = Files.walk(Path.of(sources))) {
                for (var file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
                    assertThat(byHand.matcher(Files.readString(file))
                            .results()
                            .map(MatchResult::group))
                            .as(file.toString())
                            .isEmpty();
                }
            }
        }
    }

    @Test
    void suggestsVerbsAndOptionsThatAreMeant() {
        assertThat(run("bidd")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no verb \"bidd\"; did you mean bid? verbs: ",
                " list ");
        assertThat(run("stat")).isEqualTo(2);
        assertThat(err.toString()).as("begun, though start is nearer by letters")
                .contains("there is no verb \"stat\"; did you mean status?");
        assertThat(run("list", "--form", "x")).isEqualTo(2);
        assertThat(err.toString()).contains("\"--form\"; did you mean --format?");
        assertThat(run("bid", "1", "2", "--maxx", "3")).isEqualTo(2);
        assertThat(err.toString())
                .contains("there is no option \"--maxx\"; did you mean --max? allowed: ");
        assertThat(run("bid", "1", "2", "--maks", "3")).isEqualTo(2);
        assertThat(err.toString()).contains("\"--maks\"; did you mean --max?");
        assertThat(run("bid", "1", "--", "-5", "--as", "ann")).isEqualTo(2);
        assertThat(err.toString()).contains("\"--as\" stands after \"--\": options go before it");
    }

    @Test
    void createsWithAllConditions() {
        assertThat(gavel("create", "--name", "Oak table", "--format", "english", "--start",
                "100.00",
                "--duration", "45s", "--open", "--increment", "5%", "--reserve", "400",
                "--reserve-mode", "jump", "--below-reserve", "offer", "--offer-for", "1h",
                "--soft-close", "30s+2m", "--soft-close-mode", "add", "--max-extensions", "3",
                "--proxy", "always", "--buy-now", "500", "--group", "evening", "--grid", "--invite",
                "ann,bob", "--visibility", "invited", "--item-name", "table")).isZero();
        isSaid("{\"op\":\"create\",\"name\":\"Oak table\","
                + "\"itemName\":\"table\",\"format\":\"english\","
                + "\"start\":10000,\"durationMillis\":45000,\"grid\":true,"
                + "\"increment\":{\"percent\":5},\"proxy\":\"always\",\"buyNow\":50000,"
                + "\"softClose\":{\"windowMillis\":30000,\"extendMillis\":120000,"
                + "\"mode\":\"add\",\"maxExtensions\":3},\"group\":\"evening\","
                + "\"reserve\":40000,\"reserveMode\":\"jump\",\"belowReserve\":\"offer\","
                + "\"offerMillis\":3600000,\"visibility\":\"invited\",\"invited\":[\"ann\",\"bob\"],"
                + "\"open\":true}");
    }

    @Test
    void saysOfAnAuctionThatNoTimeEndsWhatEndsIt() {
        answerCommands("{\"status\":\"success\",\"code\":\"OK\",\"message\":\"m\","
                + "\"auction\":\"7\",\"state\":\"open\",\"index\":7}");
        assertThat(gavel("create", "--name", "x", "--open")).isZero();
        assertThat(err).hasToString(
                "no time ends auction 7: it goes on until gavel close 7\n");
        err.getBuffer().setLength(0);
        assertThat(gavel("create", "--name", "x", "--open", "--json")).isZero();
        assertThat(gavel("create", "--name", "x", "--open", "--duration", "45s")).isZero();
        assertThat(gavel("create", "--name", "x", "--format", "dutch", "--start", "5", "--step",
                "1", "--floor", "1", "--period", "5s", "--open")).isZero();
        assertThat(err.toString()).isEmpty();
    }

    /** In whatever order. */
    private void isSaid(String json) {
        assertThat(JsonObject.parse(command(0).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(JsonObject.parse(json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void tellsWhatEachFormatCanBeHeldUnder() {
        assertThat(run("formats")).isZero();
        assertThat(out.toString()).contains("dutch     The price falls", "yankee    Open bids",
                "From house version 2 on.");
        for (var kind : List.of("english", "clock", "dutch", "sealed", "vickrey", "reverse",
                "uniform", "yankee")) {
            out.getBuffer().setLength(0);
            assertThat(run("formats", kind)).isZero();
            assertThat(out.toString()).as(kind).contains("Bidders act by: ", "--visibility WHO");
            out.getBuffer().setLength(0);
            assertThat(run("formats", kind, "--json")).isZero();
            var told = JsonObject.parse(out.toString().strip().getBytes(StandardCharsets.UTF_8));
            assertThat(told.text("format")).contains(kind);
            assertThat(told.objects("conditions")).isNotEmpty();
        }
        out.getBuffer().setLength(0);
        assertThat(run("formats", "dutch")).isZero();
        assertThat(out.toString().replaceAll(" +", " "))
                .contains("--period TIME 100 ms to 27 h 46 min refused Length of a round.",
                        "--floor AMOUNT above 0 the smallest unit Lowest price.");
        assertThat(out.toString()).doesNotContain("--increment");
        assertThat(run("formats", "duch")).isEqualTo(2);
        assertThat(err.toString()).contains("duch");
    }

    @Test
    void createsWhatOtherFormatsNeed() {
        assertThat(gavel("create", "--name", "Tulips", "--format", "dutch", "--currency", "JPY",
                "--start", "500", "--floor", "20", "--step", "10", "--period", "5s", "--quantity",
                "9")).isZero();
        isSaid("{\"op\":\"create\",\"name\":\"Tulips\","
                + "\"format\":\"dutch\",\"currency\":\"JPY\",\"start\":500,"
                + "\"periodMillis\":5000,\"step\":10,\"floor\":20,\"quantity\":9}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "pause", "resume", "close", "cancel", "join", "leave"})
    void namesTheCommandAsTheVerb(String verb) {
        assertThat(gavel(verb, "7")).isZero();
        assertThat(command(0)).isEqualTo("{\"op\":\"" + verb + "\",\"auction\":\"7\"}");
    }

    @Test
    void sendsTheOtherCommands() {
        gavel("accept", "1");
        gavel("refuse", "1");
        gavel("withdraw", "1", "--round", "4");
        gavel("withdraw", "--item", "3");
        gavel("confirm", "1", "4");
        gavel("retract", "1", "--reason", "typo");
        gavel("register", "--display-name", "Ann Lee");
        gavel("consign", "Oak table", "--price", "120");
        assertThat(server.executed.stream().map(command -> command.getJson().toStringUtf8()))
                .containsExactly("{\"op\":\"acceptOffer\",\"auction\":\"1\"}",
                        "{\"op\":\"refuseOffer\",\"auction\":\"1\"}",
                        "{\"op\":\"withdraw\",\"auction\":\"1\",\"round\":4}",
                        "{\"op\":\"withdrawItem\",\"item\":\"3\"}",
                        "{\"op\":\"confirm\",\"auction\":\"1\",\"round\":4}",
                        "{\"op\":\"retract\",\"auction\":\"1\",\"reason\":\"typo\"}",
                        "{\"op\":\"register\",\"displayName\":\"Ann Lee\"}",
                        "{\"op\":\"consign\",\"name\":\"Oak table\",\"price\":12000}");
    }

    @Test
    void listsInColumnsThatOtherProgramsCanCut() {
        answerQueries(200, "{\"auctions\":[" + VIEW + "],\"next\":\"1\",\"index\":9}");
        assertThat(gavel("list", "--state", "open", "--limit", "1")).isZero();
        assertThat(out.toString().lines().toList()).containsExactly(
                "AUCTION  NAME       STATE  PRICE        BIDS  LEADER  SELLER  LEFT",
                "1        Oak table  open   125.50  EUR  3     ann     sue     45 s");
        assertThat(err).hasToString("there are more: --after 1\n");
        assertThat(server.queries.get(0).getJson().toStringUtf8())
                .isEqualTo("{\"query\":\"auctions\",\"state\":\"open\",\"limit\":1}");
    }

    @Test
    void listsNoPriceOfWhatEndedWithoutABid() {
        answerQueries(200, "{\"auctions\":[{\"auction\":\"1\",\"name\":\"Tulips\","
                + "\"format\":\"dutch\",\"state\":\"closed\",\"result\":\"unsold\","
                + "\"price\":5000,\"bids\":0,\"currency\":\"EUR\",\"seller\":\"sue\"}],\"index\":9}");
        assertThat(gavel("list")).isZero();
        assertThat(out.toString().lines().toList().getLast()).isEqualTo(
                "1        Tulips  closed (unsold)  -      EUR  0     -       sue     -");
    }

    @Test
    void framesTablesOnATerminal() {
        answerQueries(200, "{\"auctions\":[" + VIEW + "],\"index\":9}");
        CommandTree.run(new String[]{"list", "--server", server.address().toString()},
                new PrintWriter(out, true), new PrintWriter(err, true), true, Map.of());
        assertThat(out.toString()).startsWith("+").contains("| Oak table |");
    }

    @Test
    void showsAnAuction() {
        assertThat(gavel("show", "1")).isZero();
        assertThat(out.toString()).contains("auction 1: Oak table", "  price          125.50 EUR",
                "  minimum next   126.00 EUR", "  left           45 s");
    }

    @Test
    void tellsTheResultOfEachState() {
        gavel("result", "1");
        answerQueries(200, VIEW.replace("\"open\"", "\"closed\",\"result\":\"sold\","
                + "\"winner\":\"ann\",\"hammerPrice\":12550"));
        gavel("result", "1");
        answerQueries(200, "{\"auction\":\"1\",\"name\":\"x\",\"state\":\"closed\","
                + "\"result\":\"unsold\"}");
        gavel("result", "1");
        assertThat(out.toString().lines().toList()).containsExactly(
                "auction 1, Oak table: highest bid 125.50 EUR by ann; ends in 45 s",
                "auction 1, Oak table: sold to ann for 125.50 EUR",
                "auction 1, x: closed, no bids");
    }

    @Test
    void printsTheHistory() {
        server.onQuery = (query, answer) -> FakeServer.reply(answer, QueryReply.newBuilder()
                .setStatus(200)
                .setJson(query.getJson().toStringUtf8().contains("bids")
                        ? ByteString.copyFromUtf8("{\"bids\":[{\"bidder\":\"ann\",\"amount\":500,"
                                + "\"at\":\"2026-01-01T00:00:00.000Z\",\"index\":7,"
                                + "\"standing\":true}]}")
                        : ByteString.copyFromUtf8(VIEW))
                .build());
        assertThat(gavel("history", "1")).isZero();
        assertThat(out.toString().lines().toList().get(1)).isEqualTo(
                "2026-01-01T00:00:00.000Z  ann     5.00    EUR  standing  7");
    }

    @Test
    void helpOnAVerbThatThereIsNotIsNoHelp() {
        assertThat(gavel("bidd", "--help")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no verb \"bidd\"", "did you mean bid?");
        assertThat(gavel("bid", "--help")).isZero();
    }

    @Test
    void commitsToNoAmountThatCouldNotBeOpened() {
        answerQueries(200, VIEW);
        assertThat(gavel("commit", "1", "99.99")).isEqualTo(2);
        assertThat(err.toString()).contains("the opening bid is at least 100.00 EUR");
    }

    @Test
    void tellsTheNonceBeforeTheHashIsSent() {
        answerQueries(200, VIEW);
        var toldBefore = new ArrayList<String>();
        for (var json : List.of("", "--json")) {
            err.getBuffer().setLength(0);
            server.onExecute = (command, answer) -> toldBefore.add(err.toString()); // no answer comes
            assertThat(gavel(Stream.of("commit", "1", "125.50", "--timeout", "3s", json)
                    .filter(word -> !word.isEmpty())
                    .toArray(String[]::new))).isEqualTo(3);
        }
        assertThat(toldBefore).hasSizeGreaterThanOrEqualTo(2).allSatisfy(told -> {
            var nonce = told.replaceAll("(?s).*nonce ([0-9a-f]{64}).*", "$1");
            assertThat(server.executed)
                    .anyMatch(command -> command.getJson()
                            .toStringUtf8()
                            .contains(new SecretBid("1", "ann", 12_550, nonce).hash()));
        });
    }

    @Test
    void saysWhatTheHouseHasWhereASaleCannotBeGoneOnWith(@TempDir Path folder) throws Exception {
        var journals = folder.resolve("journals");
        String[] sell = {"sell", "--name", "Urn", "--step", "1", "--period", "1s", "--start-when",
                "2", "--journal", journals.toString()};
        answerQueries(200,
                VIEW.replace("\"start\"", "\"step\":100,\"periodMillis\":1000,\"start\""));
        server.onExecute = (command, answer) -> {
            try {
                Files.move(journals, folder.resolve("gone"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            FakeServer.reply(answer, FakeServer.outcome("{\"status\":\"success\","
                    + "\"code\":\"OK\",\"message\":\"m\",\"auction\":\"7\",\"index\":7}"));
        };
        assertThat(gavel(sell)).as("the auction is there").isEqualTo(3);
        assertThat(err.toString()).contains("auction 7 is created, and nobody runs it: its journal",
                "gavel sell 7 takes it up", "gavel cancel 7 calls it off");

        answerCommands("{\"status\":\"success\",\"code\":\"OK\",\"message\":\"m\","
                + "\"auction\":\"7\",\"index\":7}");
        answerQueries(404, "{\"status\":\"fail\",\"code\":\"UNKNOWN_AUCTION\","
                + "\"message\":\"There is no auction 7.\"}");
        assertThat(gavel(sell)).as("nor can its terms be read").isEqualTo(3);
        assertThat(err.toString()).contains("nobody runs it: There is no auction 7; gavel sell 7");

        server.executed.clear();
        Files.writeString(folder.resolve("file"), "");
        sell[sell.length - 1] = folder.resolve("file").toString();
        assertThat(gavel(sell)).as("nothing is created").isEqualTo(1);
        sell[sell.length - 1] = journals.toString();
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var listening = new ArrayList<>(List.of(sell));
            listening.addAll(List.of("--listen", "127.0.0.1:" + taken.getLocalPort()));
            assertThat(gavel(listening.toArray(String[]::new))).isEqualTo(1);
        }
        assertThat(server.executed).isEmpty();
    }

    @Test
    void tellsWhyThereAreNoBidsInTheHistory() {
        for (var why : List.of(List.of(VIEW, "no bids yet"),
                List.of(VIEW.replace("\"bids\":3,", ""), "no bids that you may see yet"),
                List.of(VIEW.replace("\"open\"", "\"closed\",\"winner\":\"zoe\""),
                        "no bids: zoe got it without one"),
                List.of(VIEW.replace("\"open\"", "\"closed\""), "no bids\n"))) {
            err.getBuffer().setLength(0);
            server.onQuery = (query, answer) -> FakeServer.reply(answer, QueryReply.newBuilder()
                    .setStatus(200)
                    .setJson(ByteString.copyFromUtf8(
                            query.getJson().toStringUtf8().contains("bids") ? "{\"bids\":[]}"
                                    : why.getFirst()))
                    .build());
            assertThat(gavel("history", "1")).isZero();
            assertThat(err.toString()).contains(why.getLast());
        }
    }

    @Test
    void saysInTheHistoryThatTheAuctionWasCalledOff() {
        for (var bids : List.of("{\"bids\":[]}", "{\"bids\":[{\"bidder\":\"ann\",\"amount\":500,"
                + "\"at\":\"2026-01-01T00:00:00.000Z\",\"index\":7,\"standing\":false}]}")) {
            err.getBuffer().setLength(0);
            server.onQuery = (query, answer) -> FakeServer.reply(answer, QueryReply.newBuilder()
                    .setStatus(200)
                    .setJson(ByteString.copyFromUtf8(
                            query.getJson().toStringUtf8().contains("bids") ? bids
                                    : VIEW.replace("\"open\"", "\"cancelled\"")))
                    .build());
            assertThat(gavel("history", "1")).isZero();
            assertThat(err.toString()).contains("the auction was called off");
        }
    }

    @Test
    void callsSecretBidsThatNoLongerCountReplacedOrWithdrawn() {
        for (var format : List.of("english", "sealed")) {
            out.getBuffer().setLength(0);
            server.onQuery = (query, answer) -> FakeServer.reply(answer, QueryReply.newBuilder()
                    .setStatus(200)
                    .setJson(ByteString.copyFromUtf8(
                            query.getJson().toStringUtf8().contains("bids")
                                    ? "{\"bids\":[{\"bidder\":\"ann\",\"amount\":500,"
                                            + "\"at\":\"2026-01-01T00:00:00.000Z\",\"index\":7,"
                                            + "\"retracted\":true}]}"
                                    : VIEW.replace("english", format)))
                    .build());
            assertThat(gavel("history", "1")).isZero();
            assertThat(out.toString()).contains(format.equals("sealed") ? "replaced or withdrawn"
                    : " retracted ");
        }
    }

    @Test
    void tellsOnesOwnMaximaInTheHistory() {
        server.onQuery = (query, answer) -> FakeServer.reply(answer, QueryReply.newBuilder()
                .setStatus(200)
                .setJson(query.getJson().toStringUtf8().contains("bids")
                        ? ByteString.copyFromUtf8("{\"bids\":[{\"bidder\":\"ann\",\"amount\":500,"
                                + "\"at\":\"2026-01-01T00:00:00.000Z\",\"index\":7,"
                                + "\"max\":900,\"standing\":true},{\"bidder\":\"bob\",\"amount\":400,"
                                + "\"at\":\"2026-01-01T00:00:00.000Z\",\"index\":8}]}")
                        : ByteString.copyFromUtf8(VIEW))
                .build());
        assertThat(gavel("history", "1")).isZero();
        assertThat(out.toString().lines().toList().get(0)).containsSubsequence("AMOUNT",
                "YOUR MAXIMUM", "STANDS");
        assertThat(out.toString().lines().toList().get(1)).isEqualTo(
                "2026-01-01T00:00:00.000Z  ann     5.00    EUR  9.00          standing  7");
    }

    @Test
    void tellsTheSameMaximumOfAPlainBidInTheHistoryAndInTheView() {
        for (var proxy : List.of("allowed", "never")) {
            out.getBuffer().setLength(0);
            var view = VIEW.replace("\"bids\":3", "\"proxy\":\"" + proxy
                    + "\",\"yourMaximum\":12550,\"bids\":3");
            server.onQuery = (query, answer) -> FakeServer.reply(answer, QueryReply.newBuilder()
                    .setStatus(200)
                    .setJson(ByteString.copyFromUtf8(
                            query.getJson().toStringUtf8().contains("bids")
                                    ? "{\"bids\":[{\"bidder\":\"bob\",\"amount\":12000,"
                                            + "\"at\":\"2026-01-01T00:00:00.000Z\",\"index\":7},"
                                            + "{\"bidder\":\"ann\",\"amount\":12550,"
                                            + "\"at\":\"2026-01-01T00:00:00.000Z\",\"index\":8,"
                                            + "\"standing\":true}]}"
                                    : view))
                    .build());
            assertThat(gavel("history", "1")).isZero();
            assertThat(gavel("show", "1")).isZero();
            var told = out.toString();
            if (proxy.equals("never")) {
                assertThat(told).doesNotContain("MAXIMUM", "your maximum");
            } else {
                assertThat(told.lines().toList().get(1)).contains("bob").doesNotContain("125.50");
                assertThat(told.lines().toList().get(2)).matches(".*ann +125.50 +EUR +125.50 .*");
                assertThat(told).containsPattern("your maximum +125.50 EUR");
            }
        }
    }

    @Test
    void tellsHowManyUnitsWereBidForAndBought() {
        server.onQuery = (query, answer) -> FakeServer.reply(answer, QueryReply.newBuilder()
                .setStatus(200)
                .setJson(query.getJson().toStringUtf8().contains("bids")
                        ? ByteString.copyFromUtf8("{\"bids\":[{\"bidder\":\"ann\",\"amount\":500,"
                                + "\"at\":\"2026-01-01T00:00:00.000Z\",\"index\":7,"
                                + "\"quantity\":6,\"standing\":true},"
                                + "{\"bidder\":\"bob\",\"amount\":400,"
                                + "\"at\":\"2026-01-01T00:00:01.000Z\",\"index\":8,"
                                + "\"standing\":true}]}")
                        : ByteString.copyFromUtf8("{\"auction\":\"1\",\"name\":\"Oak chairs\","
                                + "\"format\":\"dutch\",\"state\":\"closed\",\"result\":\"sold\","
                                + "\"winner\":\"ann\",\"hammerPrice\":3500,\"currency\":\"EUR\","
                                + "\"awards\":[{\"winner\":\"ann\",\"quantity\":2,"
                                + "\"price\":3500}]}"))
                .build());
        assertThat(gavel("history", "1")).isZero();
        assertThat(out.toString().lines().toList().get(0)).containsSubsequence("AMOUNT",
                "QUANTITY", "STANDS");
        assertThat(out.toString().lines().toList().get(1)).isEqualTo(
                "2026-01-01T00:00:00.000Z  ann     5.00    EUR  6         standing  7");
        assertThat(out.toString().lines().toList().get(2)).as("one unit is not written")
                .contains("bob", "4.00    EUR  1         standing  8");
        assertThat(gavel("result", "1")).isZero();
        assertThat(out.toString()).contains("sold: ann 2 at 35.00 EUR");
    }

    @Test
    void marksBidsThatTakeNoPartInTheHistory() {
        server.onQuery = (query, answer) -> FakeServer.reply(answer, QueryReply.newBuilder()
                .setStatus(200)
                .setJson(ByteString.copyFromUtf8(query.getJson().toStringUtf8().contains("bids")
                        ? "{\"bids\":[{\"bidder\":\"ann\",\"amount\":500,"
                                + "\"at\":\"2026-01-01T00:00:00.000Z\",\"index\":7,"
                                + "\"quantity\":6,\"allOrNothing\":true,\"standing\":true},"
                                + "{\"bidder\":\"bob\",\"amount\":400,"
                                + "\"at\":\"2026-01-01T00:00:01.000Z\",\"index\":8,"
                                + "\"quantity\":2,\"standing\":true}]}"
                        : UNITS))
                .build());
        assertThat(gavel("history", "1")).isZero();
        assertThat(out.toString().lines().toList().get(1)).contains("ann",
                " 6, all or nothing  standing  7");
        assertThat(out.toString().lines().toList().get(2)).contains("bob", " 2 ")
                .doesNotContain("all or nothing");
    }

    @Test
    void watchesUntilTheAuctionIsClosed() {
        server.onWatch = (request, events) -> {
            events.onNext(FakeServer.event("10.0", "bidAccepted", "{\"position\":\"10.0\","
                    + "\"type\":\"bidAccepted\",\"at\":\"2026-01-01T00:00:07.000Z\","
                    + "\"auction\":\"1\",\"bidder\":\"ann\",\"amount\":12550,\"price\":12550,"
                    + "\"leader\":\"ann\",\"minimumNext\":12600}")); // a better maximum of hers
            for (var position : List.of("10.1", "10.2")) {
                events.onNext(FakeServer.event(position, "bidAccepted",
                        "{\"position\":\"" + position
                                + "\",\"type\":\"bidAccepted\",\"at\":\"2026-01-01T00:00:07.000Z\","
                                + "\"auction\":\"1\",\"bidder\":\"bob\",\"amount\":13000,"
                                + "\"price\":13000,\"leader\":\"bob\",\"minimumNext\":13100}"));
            }
            events.onNext(FakeServer.event("11.1", "auctionClosed", "{\"type\":\"auctionClosed\","
                    + "\"auction\":\"1\",\"result\":\"sold\",\"winner\":\"bob\","
                    + "\"hammerPrice\":13000}"));
        };
        assertThat(gavel("watch", "1", "--until-closed")).isZero();
        assertThat(out.toString().lines().toList()).containsExactly(
                "auction 1, Oak table: highest bid 125.50 EUR by ann; ends in 45 s",
                "00:00:07  auction 1  bob bids 130.00; bob leads at 130.00 EUR",
                "auction 1  sold to bob for 130.00 EUR",
                "table: highest bid 125.50 EUR by ann; you did not win");
        assertThat(server.watches.get(0).getAfter()).isEqualTo("10.0");
        assertThat(server.watches.get(0).getAuction()).isEqualTo("1");
    }

    @Test
    void saysOfAPauseWhenItGoesOnByItself() {
        server.onWatch = (request, events) -> {
            for (var at : List.of("2026-01-01T00:00:07.000Z", "2025-12-01T00:00:07.000Z")) {
                var position = at.startsWith("2026") ? "10.1" : "10.2";
                events.onNext(FakeServer.event(position, "auctionPaused",
                        "{\"type\":\"auctionPaused\",\"at\":\"" + at + "\",\"auction\":\"1\","
                                + "\"pausedAt\":\"" + at + "\"}"));
            }
        };
        answerQueries(200, VIEW.replace("\"open\"", "\"paused\",\"maxPauseMillis\":86400000,"
                + "\"pauseEndsAt\":\"2026-01-02T00:00:07.000Z\""));
        assertThat(gavel("watch", "--after", "9.0", "--count", "2")).isZero();
        assertThat(out.toString().lines().toList()).containsExactly(
                "00:00:07  auction 1  paused; goes on by itself by 2026-01-02T00:00:07.000Z at the "
                        + "latest",
                "00:00:07  auction 1  paused"); // an earlier one
    }

    @Test
    void watchesAsJsonLinesWithThePosition() {
        var event = "{\"position\":\"3.1\",\"type\":\"userRegistered\",\"user\":\"ann\"}";
        server.onWatch = (request, events) -> events.onNext(
                FakeServer.event("3.1", "userRegistered", event));
        assertThat(gavel("watch", "--json", "--count", "1", "--after", "2.7")).isZero();
        assertThat(out).hasToString(event + "\n");
        assertThat(server.watches.get(0).getAfter()).isEqualTo("2.7");
    }

    @Test
    void letsARobotBidUpToItsLimitAndSayWhetherItWon() {
        answerQueries(200, VIEW.replace("\"ann\"", "\"bob\""));
        server.onExecute = (command, answer) -> {
            answerQueries(200, VIEW.replace("\"open\"", "\"closed\",\"result\":\"sold\","
                    + "\"winner\":\"ann\",\"hammerPrice\":12600"));
            FakeServer.reply(answer, FakeServer.outcome(FakeServer.success()));
        };
        assertThat(gavel("robot", "--auction", "1", "--limit", "126.00", "--pause", "5ms",
                "--seed", "7")).isZero();
        assertThat(out.toString()).contains("ann bids 126.00: ")
                .endsWith(
                        "ann won for 126.00 EUR\n");
        assertThat(command(0)).isEqualTo("{\"op\":\"bid\",\"auction\":\"1\",\"amount\":12600}");
    }

    @Test
    void letsARobotThatTookBidsBackBidFromTheBestOfThemOn() {
        var sold = VIEW.replace("\"open\"", "\"closed\",\"result\":\"unsold\"");
        for (var bound : List.of(
                List.of("\"minimumNext\":12600,\"yourRetracted\":20000", "200.00", "20000"),
                List.of("\"maximumNext\":9000,\"yourRetracted\":8000", "80.00", "8000"),
                List.of("\"maximumNext\":9000,\"yourRetracted\":9500", "90.00", "9000"))) {
            server.executed.clear();
            server.queries.clear();
            answerQueries(200, VIEW.replace("\"ann\"", "\"bob\"")
                    .replace("\"minimumNext\":12600", bound.getFirst()));
            server.onExecute = (command, answer) -> {
                answerQueries(200, sold);
                FakeServer.reply(answer, FakeServer.outcome(FakeServer.success()));
            };
            assertThat(gavel("robot", "--auction", "1", "--limit", bound.get(1), "--pause", "5ms",
                    "--seed", "7")).isZero();
            assertThat(command(0)).isEqualTo(
                    "{\"op\":\"bid\",\"auction\":\"1\",\"amount\":" + bound.getLast() + "}");
        }
    }

    @Test
    void letsARobotThatIsRefusedBidForAsManyUnitsWhatTheHouseAsksFor() {
        answerQueries(200, UNITS);
        var bids = new AtomicInteger();
        server.onExecute = (command, answer) -> {
            if (bids.incrementAndGet() == 1) {
                FakeServer.reply(answer, FakeServer.outcome("{\"status\":\"fail\","
                        + "\"code\":\"TOO_LOW\",\"message\":\"m\",\"minimumNext\":1000}"));
                return;
            }
            answerQueries(200, UNITS.replace("\"open\"", "\"closed\",\"result\":\"sold\","
                    + "\"awards\":[{\"winner\":\"bob\",\"quantity\":6,\"price\":1200},"
                    + "{\"winner\":\"ann\",\"quantity\":3,\"price\":1000}]"));
            FakeServer.reply(answer, FakeServer.outcome(FakeServer.success()));
        };
        assertThat(gavel("robot", "--auction", "1", "--limit", "10.00", "--pause", "5ms",
                "--seed", "7")).isZero();
        var first = JsonObject.parse(command(0).getBytes(StandardCharsets.UTF_8));
        assertThat(first.number("amount").orElse(0)).as("above its own bid").isBetween(901L, 928L);
        assertThat(first.number("quantity")).hasValue(3);
        assertThat(command(1)).isEqualTo(
                "{\"op\":\"bid\",\"auction\":\"1\",\"amount\":1000,\"quantity\":3}");
        assertThat(out.toString())
                .endsWith("ann won; auction 1, Ten pens: sold: bob 6 at 12.00 EUR,"
                        + " ann 3 at 10.00 EUR\n");
    }

    @Test
    void letsARobotWaitWhoseBidGetsAllItsUnits() {
        var all = UNITS.replace("\"yourQuantity\":3", "\"yourQuantity\":1");
        server.onQuery = (query, answer) -> FakeServer.reply(answer, QueryReply.newBuilder()
                .setStatus(200)
                .setJson(ByteString.copyFromUtf8(server.queries.size() < 6 ? all
                        : all.replace("\"open\"", "\"cancelled\"")))
                .build());
        assertThat(gavel("robot", "--auction", "1", "--pause", "5ms")).isZero();
        assertThat(server.executed).isEmpty();
    }

    @Test
    void stopsARobotThatIsRefusedAgainAndAgain() {
        answerQueries(200, VIEW.replace("\"ann\"", "\"bob\""));
        answerCommands("{\"status\":\"fail\",\"code\":\"SELF_BID\",\"message\":\"m\"}");
        assertThat(gavel("robot", "--auction", "1", "--pause", "2ms")).isEqualTo(1);
        assertThat(server.executed).hasSize(30);
        assertThat(out.toString()).endsWith("ann stops: its bid was refused 30 times alike\n");
    }

    @Test
    void stopsARobotAtItsLimit() {
        answerQueries(200, VIEW.replace("\"ann\"", "\"bob\""));
        assertThat(gavel("robot", "--auction", "1", "--limit", "125.99", "--pause", "5ms",
                "--count", "2")).isZero();
        assertThat(out.toString()).contains("ann-1 stops", "ann-2 stops");
        assertThat(server.executed).isEmpty();
    }

    @Test
    void printsHowTheServersStand() {
        server.onCluster = (request, answer) -> FakeServer.reply(answer, ClusterReply.newBuilder()
                .setLeader(0)
                .setTerm(3)
                .addServers(ServerRow.newBuilder()
                        .setId(0)
                        .setAddress("127.0.0.1:20000")
                        .setUp(true)
                        .setRole("leader")
                        .setDigest("abcdef0123456789")
                        .setReady(true))
                .addServers(ServerRow.newBuilder().setId(1).setAddress("127.0.0.1:20010"))
                .build());
        assertThat(gavel("status")).isZero();
        assertThat(out.toString()).contains("abcdef012345  ", "127.0.0.1:20010  down",
                "server 0 leads in term 3");
        assertThat(gavel("status", "--json")).isZero();
        assertThat(out.toString())
                .contains("{\"leader\":0,\"term\":3,\"houseVersion\":1,\"servers\":[{\"id\":0,")
                .doesNotContain("canRun"); // of a server of before servers told
        server.onCluster = (request, answer) -> FakeServer.reply(answer, ClusterReply.newBuilder()
                .setHouseVersion(2)
                .addServers(ServerRow.newBuilder()
                        .setUp(true)
                        .setVersion("1.0")
                        .setCanRunFrom(1)
                        .setCanRunTo(3))
                .build());
        assertThat(gavel("status", "--json")).isZero();
        assertThat(out.toString()).contains("\"houseVersion\":2", "\"program\":\"1.0\"",
                "\"canRun\":{\"from\":1,\"to\":3}");
        assertThat(gavel("status")).isZero();
        assertThat(out.toString()).contains("the house stands under version 2 of its rules");
        server.onCluster = (request, answer) -> FakeServer.reply(answer,
                ClusterReply.newBuilder().setLeader(-1).build());
        assertThat(gavel("status")).isEqualTo(4);
        assertThat(out.toString()).contains("no leader is known");
        assertThat(gavel("status", "--json")).isEqualTo(4);
    }

    @Test
    void printsAScriptForBash() {
        assertThat(run("completion")).isZero();
        assertThat(out.toString()).contains("complete -F _complete_gavel", "create", "--duration");
    }

    @Test
    void hasHelpWithAnExampleForEveryVerb() {
        for (var verb : CommandTree.names()) {
            out.getBuffer().setLength(0);
            assertThat(run(verb, "--help")).isZero();
            assertThat(out.toString()).as(verb)
                    .startsWith("Usage: gavel " + verb)
                    .contains("Example")
                    .contains("gavel " + verb)
                    .contains("--timeout");
            assertThat(run("--help")).isZero();
            assertThat(out.toString()).contains("  " + verb + " ");
        }
    }

    @Test
    void saysInTheHelpOfEveryVerbWhichOptionsMustBeGiven() {
        var required = new ArrayList<String>();
        requireMarks(CommandTree.whole(new House(new CommonOptions(),
                new Output(new PrintWriter(out), new PrintWriter(err), Look.of(false, Map.of())),
                Map.of())), required);
        assertThat(required).contains("robot --auction", "create --name", "replace --with");
    }

    private static void requireMarks(CommandLine line, List<String> required) {
        for (var option : line.getCommandSpec().options()) {
            var told = String.join(" ", line.getUsageMessage()
                    .lines()
                    .dropWhile(row -> !row.matches(" +(-\\w, )?" + option.longestName() + "\\b.*"))
                    .takeWhile(row -> !row.isBlank() && (row.contains(option.longestName())
                            || !row.matches(" +(-\\w, )?--\\w.*")))
                    .toList());
            assertThat(told.stripTrailing().endsWith("Required."))
                    .as(line.getCommandName() + " " + option.longestName() + ": " + told)
                    .isEqualTo(option.required());
            if (option.required()) {
                required.add(line.getCommandName() + " " + option.longestName());
            }
        }
        line.getSubcommands().values().forEach(below -> requireMarks(below, required));
    }

    @Test
    void printsItsVersion() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).matches("gavel \\d+\\.\\d+\\.\\d+.* \\(Java \\d+\\)\\s*");
    }
}
