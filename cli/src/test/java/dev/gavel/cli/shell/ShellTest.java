package dev.gavel.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.gavel.cli.verbs.CommandTree;
import dev.gavel.client.FakeServer;
import dev.gavel.wire.v1.QueryReply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Lines to the shell, against a scripted house. */
class ShellTest {
    private final FakeServer server = new FakeServer();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final java.io.InputStream standardInput = System.in;

    @BeforeEach
    void houseWithOneAuction() {
        server.onQuery = (query, answer) -> {
            var known = query.getJson().toStringUtf8().contains("\"auction\":\"1\"");
            FakeServer.reply(answer, QueryReply.newBuilder()
                    .setStatus(known ? 200 : 404)
                    .setJson(ByteString.copyFromUtf8(known
                            ? "{\"auction\":\"1\",\"name\":\"Oak table\",\"currency\":\"EUR\","
                                    + "\"state\":\"open\",\"price\":12550,\"leader\":\"ann\"}"
                            : "{\"status\":\"fail\",\"code\":\"UNKNOWN_AUCTION\","
                                    + "\"message\":\"There is no such auction.\"}"))
                    .build());
        };
    }

    @AfterEach
    void restore() {
        System.setIn(standardInput);
        server.close();
    }

    private int shell(Map<String, String> environment, String... lines) {
        System.setIn(new ByteArrayInputStream(
                String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
        return CommandTree.run(
                new String[]{"client", "--server", server.address().toString()},
                new PrintWriter(out, true), new PrintWriter(err, true), false, environment);
    }

    private int shellOfAnn(String... lines) {
        return shell(Map.of("GAVEL_USER", "ann"), lines);
    }

    private String command(int number) {
        return server.executed.get(number).getJson().toStringUtf8();
    }

    @Test
    void takesANumberForABidOnTheChosenAuction() {
        assertThat(shellOfAnn("use 1", "125.50", "exit", "130")).isZero();
        assertThat(command(0)).isEqualTo("{\"op\":\"bid\",\"auction\":\"1\",\"amount\":12550}");
        assertThat(server.executed).hasSize(1);
    }

    @Test
    void saysOnlyWhatCanBeTypedHere() {
        for (var line : List.of("bid", "bid 1 x", "create", "members remove", "show 1 2",
                "list --limit x", "members", "start nothing", "bid 1 0", "history 9",
                "bid 9 5")) {
            err.getBuffer().setLength(0);
            shellOfAnn(line);
            assertThat(err.toString()).as(line).isNotBlank();
            assertThat(err.toString().replace("gavel: ", "")).as(line)
                    .doesNotContain("gavel ", "--help");
        }
        assertThat(shellOfAnn("bid")).isEqualTo(2);
        assertThat(err.toString()).contains("Try: help bid");
        shellOfAnn("members remove");
        assertThat(err.toString()).contains("Try: help members remove");
    }

    @Test
    void helpsAsItSaysThatItDoes() {
        assertThat(shellOfAnn("help bid")).isZero();
        assertThat(out.toString()).contains("Usage: gavel bid ");
        assertThat(shellOfAnn("help members remove")).isZero();
        assertThat(out.toString()).contains("Usage: gavel members remove ");
        out.getBuffer().setLength(0);
        out.getBuffer().setLength(0);
        assertThat(shellOfAnn("help bidd")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no verb \"bidd\"; did you mean bid?");
        assertThat(out.toString()).isEmpty();
        assertThat(shellOfAnn("help use")).isZero();
        assertThat(out.toString()).contains("choose auction 1");
    }

    @Test
    void takesALineThatWasCopiedFromElsewhere() {
        shellOfAnn("gavel bid 1 130", "./gavel join 1", "use 1", "gavel 140");
        assertThat(server.executed.stream().map(command -> command.getJson().toStringUtf8()))
                .containsExactly("{\"op\":\"bid\",\"auction\":\"1\",\"amount\":13000}",
                        "{\"op\":\"join\",\"auction\":\"1\"}",
                        "{\"op\":\"bid\",\"auction\":\"1\",\"amount\":14000}");
    }

    @Test
    void saysThatNothingWasBidWhereAWordBeginsAsAnAmount() {
        assertThat(shellOfAnn("use 1", "13O")).isEqualTo(2);
        assertThat(err.toString()).contains("nothing was bid: \"13O\" is no amount");
    }

    @Test
    void takesNoEmptyName() {
        assertThat(shellOfAnn("as \"\"")).isEqualTo(2);
        assertThat(err.toString()).contains("write a name: as ann");
        assertThat(out.toString()).doesNotContain("you are");
    }

    @Test
    void tellsTheResultForWhateverIsNoVerb() {
        assertThat(shellOfAnn("use 1", "how is it going?")).isZero();
        assertThat(out.toString().lines().toList()).containsExactly(
                "auction 1, Oak table: highest bid 125.50 EUR by ann",
                "auction 1, Oak table: highest bid 125.50 EUR by ann");
    }

    @Test
    void putsTheChosenAuctionWhereALineNamesNone() {
        shellOfAnn("use 1", "bid 130 --max 200", "bid 1 140", "join", "withdraw --item 3",
                "retract --reason 'a typo'");
        assertThat(server.executed.stream().map(command -> command.getJson().toStringUtf8()))
                .containsExactly(
                        "{\"op\":\"bid\",\"auction\":\"1\",\"amount\":13000,\"max\":20000}",
                        "{\"op\":\"bid\",\"auction\":\"1\",\"amount\":14000}",
                        "{\"op\":\"join\",\"auction\":\"1\"}",
                        "{\"op\":\"withdrawItem\",\"item\":\"3\"}",
                        "{\"op\":\"retract\",\"auction\":\"1\",\"reason\":\"a typo\"}");
    }

    @Test
    void triesAndAsksOnTheChosenAuction() {
        shellOfAnn("use 1", "dry-run 130", "dry-run bid 140 --max 150", "dry-run join",
                "dry-run bid 1 160", "explain", "can-bid", "commit 5 --dry-run");
        assertThat(server.queries.stream().map(query -> query.getJson().toStringUtf8()))
                .contains("{\"query\":\"explain\",\"auction\":\"1\"}",
                        "{\"query\":\"canBid\",\"auction\":\"1\"}")
                .containsSubsequence(tried("bid", ",\"amount\":13000"),
                        tried("bid", ",\"amount\":14000,\"max\":15000"), tried("join", ""),
                        tried("bid", ",\"amount\":16000"));
        assertThat(server.executed).isEmpty();
    }

    private static String tried(String op, String more) {
        return "{\"query\":\"dryRun\",\"command\":{\"op\":\"" + op + "\",\"auction\":\"1\""
                + more + "}}";
    }

    @Test
    void asksTheUserNameFirstWhereNoneIsGiven() {
        shell(Map.of(), "bob", "join 1", "as cid", "join 1");
        assertThat(server.executed.get(0).getUser()).isEqualTo("bob");
        assertThat(server.executed.get(1).getUser()).isEqualTo("cid");
    }

    @Test
    void choosesNoAuctionThatDoesNotExist() {
        assertThat(shellOfAnn("use 9", "130")).isEqualTo(2);
        assertThat(err.toString()).contains("There is no such auction.");
        assertThat(server.executed).isEmpty();
    }

    @Test
    void goesOnAfterMistakes() {
        assertThat(shellOfAnn("", "frobnicate", "say \"it", "bid 1", "bid 1 x", "join 1")).isZero();
        assertThat(err.toString()).contains("there is no verb \"frobnicate\"",
                "the quote \" is not closed",
                "missing: AMOUNT", "\"x\" is no amount");
        assertThat(command(0)).isEqualTo("{\"op\":\"join\",\"auction\":\"1\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"140,50|14050", "€150|15000", "1.234,50|123450",
            "1,234.50|123450", "EUR150|15000", "1,234|123400"})
    void takesANumberForABidHoweverItIsMarked(String line, String amount) {
        assertThat(shellOfAnn("use 1", "\"" + line + "\"")).as(err.toString()).isZero();
        assertThat(command(0)).contains("\"op\":\"bid\"", "\"amount\":" + amount);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"+150|write 150", "1e3|write 1000",
            "150 EUR|write 150", "1 234|write 1234", "1,2,3|write digits", "-5|write digits",
            "150,-|write 150"})
    void saysThatNothingWasBidWhereANumberIsNoAmount(String line, String hint) {
        assertThat(shellOfAnn("use 1", line)).isEqualTo(2);
        assertThat(err.toString()).contains("nothing was bid").contains(hint);
        assertThat(out.toString()).contains("auction 1, Oak table");
        assertThat(server.executed).isEmpty();
    }

    @Test
    void takesOptionsBehindANumber() {
        assertThat(shellOfAnn("use 1", "130 --max 200")).isZero();
        assertThat(command(0)).contains("\"amount\":13000,\"max\":20000");
    }

    @Test
    void saysThatNothingWasDoneWhereAVerbIsMisspelt() {
        assertThat(shellOfAnn("use 1", "bidd 130")).isEqualTo(2);
        assertThat(err.toString()).contains("nothing was done: there is no verb \"bidd\"; did you"
                + " mean bid?");
        assertThat(server.executed).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"110", "what", "140,50", "lst"})
    void leadsOnWhereNoAuctionIsChosen(String line) {
        assertThat(shellOfAnn(line)).isEqualTo(2);
        assertThat(err.toString()).contains("no auction is chosen: use ID", "list shows them");
        assertThat(server.executed).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"use 5", "list", "bid 1 5", "Ann Lee"})
    void takesNoVerbAndNothingWithBlanksForTheUserName(String line) {
        assertThat(shell(Map.of(), line, "join 1")).isEqualTo(2);
        assertThat(err.toString()).contains("user name").contains(line);
        assertThat(server.executed).isEmpty();
    }

    @Test
    void explainsItself() {
        assertThat(shellOfAnn("help", "info", "use 1", "info", "help bid")).isZero();
        assertThat(out.toString()).contains("choose auction 1",
                "you are ann; no auction is chosen: use ID", "you are ann; auction 1 is chosen",
                "Usage: gavel bid");
    }

    @Test
    void cutsALineIntoWords() {
        assertThat(Words.of("  bid 1  \"a b\"'c d' e\\ f '' ")).containsExactly("bid", "1",
                "a bc d",
                "e f", "");
        assertThatThrownBy(() -> Words.of("a 'b")).hasMessage("the quote ' is not closed");
    }
}
