package dev.gavel.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.gavel.client.FakeServer;
import dev.gavel.client.JsonObject;
import dev.gavel.wire.v1.ClusterReply;
import dev.gavel.wire.v1.QueryReply;
import dev.gavel.wire.v1.ServerRow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The verbs against a scripted house. */
class CommandLineTest {
    private static final String VIEW = "{\"auction\":\"1\",\"name\":\"Oak table\",\"item\":{"
            + "\"name\":\"table\",\"description\":\"\"},\"seller\":\"sue\",\"format\":\"english\","
            + "\"currency\":\"EUR\",\"state\":\"open\",\"start\":10000,\"price\":12550,"
            + "\"minimumNext\":12600,\"bids\":3,\"leader\":\"ann\",\"endsAt\":"
            + "\"2026-01-01T00:01:00.000Z\",\"remainingMillis\":45000,\"index\":9}";

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
    void refusesServersThatAreNone() {
        assertThat(run("list", "--server", "nowhere")).isEqualTo(2);
        assertThat(err.toString()).contains("\"nowhere\" is no server address");
        assertThat(run("list", "--config", "/nowhere/gavel.conf")).isEqualTo(2);
        assertThat(err.toString()).contains("cannot read the configuration /nowhere/gavel.conf");
    }

    @Test
    void suggestsVerbsAndOptionsThatAreMeant() {
        assertThat(run("bidd")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no verb \"bidd\"; did you mean bid?; verbs: ",
                " list ");
        assertThat(run("bid", "1", "2", "--maxx", "3")).isEqualTo(2);
        assertThat(err.toString())
                .contains("there is no option \"--maxx\"; did you mean --max?; allowed: ");
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
        assertThat(command(0)).isEqualTo("{\"op\":\"create\",\"name\":\"Oak table\","
                + "\"itemName\":\"table\",\"format\":\"english\",\"currency\":\"EUR\","
                + "\"start\":10000,\"durationMillis\":45000,\"grid\":true,"
                + "\"increment\":{\"percent\":5},\"proxy\":\"always\",\"buyNow\":50000,"
                + "\"softClose\":{\"windowMillis\":30000,\"extendMillis\":120000,"
                + "\"mode\":\"add\",\"maxExtensions\":3},\"group\":\"evening\","
                + "\"reserve\":40000,\"reserveMode\":\"jump\",\"belowReserve\":\"offer\","
                + "\"offerMillis\":3600000,\"visibility\":\"invited\",\"invited\":[\"ann\",\"bob\"],"
                + "\"open\":true}");
    }

    @Test
    void createsWhatOtherFormatsNeed() {
        assertThat(gavel("create", "--name", "Tulips", "--format", "dutch", "--currency", "JPY",
                "--start", "500", "--floor", "20", "--step", "10", "--period", "5s", "--quantity",
                "9")).isZero();
        assertThat(command(0)).isEqualTo("{\"op\":\"create\",\"name\":\"Tulips\","
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
    void framesTablesOnATerminal() {
        answerQueries(200, "{\"auctions\":[" + VIEW + "],\"index\":9}");
        CommandTree.run(new String[]{"list", "--server", server.address().toString()},
                new PrintWriter(out, true), new PrintWriter(err, true), true, Map.of());
        assertThat(out.toString()).startsWith("+").contains("| Oak table |");
    }

    @Test
    void showsAnAuction() {
        assertThat(gavel("show", "1")).isZero();
        assertThat(out.toString()).contains("auction 1: Oak table", "  price         125.50 EUR",
                "  minimum next  126.00 EUR", "  left          45 s");
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
    void tellsHowManyUnitsWereBidForAndBought() {
        server.onQuery = (query, answer) -> FakeServer.reply(answer, QueryReply.newBuilder()
                .setStatus(200)
                .setJson(query.getJson().toStringUtf8().contains("bids")
                        ? ByteString.copyFromUtf8("{\"bids\":[{\"bidder\":\"ann\",\"amount\":500,"
                                + "\"at\":\"2026-01-01T00:00:00.000Z\",\"index\":7,"
                                + "\"quantity\":6,\"standing\":true}]}")
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
        assertThat(gavel("result", "1")).isZero();
        assertThat(out.toString()).contains("sold: ann 2 at 35.00 EUR");
    }

    @Test
    void watchesUntilTheAuctionIsClosed() {
        server.onWatch = (request, events) -> {
            events.onNext(FakeServer.event("10.1", "bidAccepted", "{\"position\":\"10.1\","
                    + "\"type\":\"bidAccepted\",\"at\":\"2026-01-01T00:00:07.000Z\","
                    + "\"auction\":\"1\",\"bidder\":\"bob\",\"amount\":13000,\"price\":13000,"
                    + "\"leader\":\"bob\",\"minimumNext\":13100}"));
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
    void printsItsVersion() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).matches("gavel \\d+\\.\\d+\\.\\d+.* \\(Java \\d+\\)\\s*");
    }
}
