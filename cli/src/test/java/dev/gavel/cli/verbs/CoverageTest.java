package dev.gavel.cli.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.gavel.auction.codec.CreateFields;
import dev.gavel.auction.codec.MessageCodec;
import dev.gavel.auction.message.Command;
import dev.gavel.client.FakeServer;
import dev.gavel.client.JsonObject;
import dev.gavel.client.SecretBid;
import dev.gavel.wire.v1.QueryReply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** All that the house takes can be said on the command line, and is taken as it was said. */
class CoverageTest {

    private static final Set<String> OPS = Set.of("register", "consign", "withdrawItem", "create",
            "open", "pause", "resume", "close", "cancel", "join", "leave", "withdraw", "bid",
            "accept", "confirm", "retract", "commit", "reveal", "acceptOffer", "refuseOffer",
            "update");

    private final FakeServer server = new FakeServer();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String format = "english";

    @BeforeEach
    void answer() {
        server.onQuery = (query, answer) -> FakeServer.reply(answer, QueryReply.newBuilder()
                .setStatus(200)
                .setJson(ByteString.copyFromUtf8("{\"auction\":\"1\",\"currency\":\"EUR\","
                        + "\"format\":\"" + format + "\"}"))
                .build());
        server.onExecute = (command, answer) -> FakeServer.reply(answer,
                FakeServer.outcome(FakeServer.success()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private int gavel(String line) {
        var words = new ArrayList<>(Arrays.asList(line.split(" ")));
        words.addAll(List.of("--server", server.address().toString(), "--as", "ann"));
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return CommandTree.run(words.toArray(String[]::new), new PrintWriter(out, true),
                new PrintWriter(err, true), false, Map.of());
    }

    /** The command that {@code line} gives, which the house must understand. */
    private JsonObject said(String line) {
        assertThat(gavel(line)).as(line + ": " + err).isZero();
        var json = server.executed.get(server.executed.size() - 1).getJson().toByteArray();
        assertThat(MessageCodec.decodeCommand(json)).as(line)
                .isNotInstanceOf(Command.Malformed.class);
        return JsonObject.parse(json);
    }

    @Test
    void hasAVerbForEveryCommand() {
        var ops = new TreeSet<String>();
        for (var line : List.of("register --address 127.0.0.1:5000", "consign Chair",
                "withdraw --item 3", "create --name x", "open 1", "pause 1", "resume 1", "close 1",
                "cancel 1", "join 1 --round 0", "leave 1 --round 0", "withdraw 1", "bid 1 5",
                "confirm 1 0", "retract 1 --reason r", "commit 1 5",
                "reveal 1 5 --nonce " + "0".repeat(64), "accept 1", "refuse 1",
                "update 1 --round 5 --price 1.50 --out bob,cid --winner ann")) {
            ops.add(said(line).text("op").orElse(""));
        }
        format = "dutch";
        var accept = said("accept 1 --quantity 2 --round 3");
        assertThat(accept).hasToString(
                "{\"op\":\"accept\",\"auction\":\"1\",\"round\":3,\"quantity\":2}");
        ops.add(accept.text("op").orElse(""));
        assertThat(ops).isEqualTo(new TreeSet<>(OPS));
    }

    @Test
    void takesEveryFieldOfCreate() {
        var fields = new TreeSet<String>();
        for (var line : List.of(
                "--format english --start 1 --duration 45s --increment 5% --grid --reserve 400 "
                        + "--reserve-mode jump --below-reserve offer --offer-for 1h --proxy always "
                        + "--buy-now 500 --buy-now-until reserveMet --soft-close 30s+2m "
                        + "--soft-close-trigger lead --soft-close-mode add --max-extensions 3 "
                        + "--hard-end 2030-01-31T20:00:00Z --group evening --retract-until "
                        + "2030-01-31T17:30:00Z --outage-grace 5s --max-pause 1h --item 3 --unique --open",
                "--format clock --start 1 --period 10s --step 1 --confirm confirm --grace 1 "
                        + "--visibility participants --invite ann,bob --run-by house",
                "--format clock --start 1 --period 10s --step 1 --run-by seller --seller-key "
                        + "6kpsY+KcUgq+9VB7Ey7F+ZVHdq6+vnuSQh7qaRRG0iw=",
                "--format dutch --currency JPY --start 500 --floor 20 --step 10 --period 5s "
                        + "--quantity 9 --item-name Tulips --item-description red",
                "--format sealed --commit --reveal 10m --ends-at 2030-01-31T18:00:00Z",
                "--format vickrey --opens-at 2030-01-31T17:00:00Z --duration 1h --reserve 5",
                "--format reverse --start 900 --increment 0:5,100:10",
                "--format uniform --quantity 100 --margin proRata",
                "--format yankee --quantity 10 --increment 0.50 --soft-close 30s")) {
            fields.addAll(said("create --name x " + line).names());
        }
        assertThat(fields).isEqualTo(new TreeSet<>(CreateFields.names()));
    }

    @Test
    void takesTheLongestPauseAsATimeOrNone() {
        assertThat(said("create --name x --max-pause 1h30m").number("maxPauseMillis"))
                .hasValue(5_400_000);
        assertThat(said("create --name x --max-pause 0").number("maxPauseMillis")).hasValue(0);
        assertThat(said("create --name x").has("maxPauseMillis")).isFalse();
        assertThat(gavel("create --name x --max-pause long")).isEqualTo(2);
    }

    @Test
    void saysWhatTakingBidsBackMeansBeforeAndAfterIt() {
        assertThat(gavel("retract --help")).isZero();
        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains("must then be at least the highest bid or maximum that you took back");
        var view = "{\"auction\":\"1\",\"currency\":\"EUR\",\"format\":\"english\","
                + "\"retractionBinds\":true";
        answering(view + "}");
        assertThat(gavel("retract 1 --reason typo --dry-run")).as(err.toString()).isZero();
        assertThat(out.toString()).startsWith("dry run: ")
                .contains("after you take bids back, your next bid must be at least the highest of"
                        + " them.");
        assertThat(server.executed).isEmpty();
        answering(view + ",\"yourRetracted\":20000}");
        said("retract 1 --reason typo");
        assertThat(out.toString()).contains(
                "You took back 200.00 EUR: your next bid, or its maximum, must be at least that.");
    }

    /** Answers every query like that, and says of every trial that all is fine. */
    private void answering(String view) {
        server.onQuery = (query, answer) -> FakeServer.reply(answer, QueryReply.newBuilder()
                .setStatus(200)
                .setJson(ByteString.copyFromUtf8(query.getJson().toStringUtf8().contains("dryRun")
                        ? "{\"status\":\"success\",\"code\":\"OK\",\"message\":\"Fine.\","
                                + "\"dryRun\":true}"
                        : view))
                .build());
    }

    @Test
    void explainsEveryOptionOfCreateByAnExampleAndEveryFormatByALine() {
        assertThat(gavel("create --help")).isZero();
        var help = out.toString();
        for (var kind : List.of("english", "clock", "dutch", "sealed", "vickrey", "reverse",
                "uniform", "yankee")) {
            assertThat(help).contains("--format " + kind + " --start");
        }
        for (var option : List.of("--start", "--duration", "--ends-at", "--opens-at",
                "--increment", "--buy-now", "--retract-until", "--soft-close", "--max-extensions",
                "--hard-end", "--group", "--outage-grace", "--max-pause", "--reserve",
                "--offer-for", "--period",
                "--step", "--floor", "--quantity", "--grace", "--reveal", "--invite")) {
            var from = help.indexOf("  " + option + "=");
            assertThat(from).as(option).isPositive();
            assertThat(help.substring(from, Math.min(help.length(), from + 400))
                    .replaceAll("\\s+", " ")).as(option)
                    .containsAnyOf("such as", "an amount");
        }
    }

    /** The seven examples of the help, word for word. */
    @Test
    void hasExamplesThatWork() {
        assertThat(gavel("create --help")).isZero();
        var examples = out.toString()
                .replaceAll("\\\\\\s+", "")
                .lines()
                .map(String::strip)
                .filter(line -> line.matches("(\\w+ +)?--format .*"))
                .map(line -> line.replaceFirst("^\\w+ +", "").replaceAll(" +", " "))
                .filter(line -> line.startsWith("--format ") && line.contains("--start"))
                .toList();
        assertThat(examples).hasSize(8);
        examples.forEach(example -> said("create --name x " + example));
    }

    @Test
    void printsTheNonceWithoutWhichASecretBidCannotBeOpened() {
        assertThat(gavel("commit 1 125.50")).isZero();
        var nonce = out.toString()
                .lines()
                .filter(line -> line.startsWith("nonce "))
                .findFirst()
                .orElseThrow()
                .substring(6);
        var sent = JsonObject.parse(server.executed.get(0).getJson().toByteArray());
        assertThat(sent.text("hash"))
                .contains(new SecretBid("1", "ann", 12_550, nonce).hash());
        assertThat(out.toString()).contains("gavel reveal 1 125.50 --nonce " + nonce);
        var opened = said("reveal 1 125.50 --nonce " + nonce);
        assertThat(opened.number("amount")).hasValue(12_550);
        assertThat(opened.text("nonce")).contains(nonce);
        assertThat(gavel("commit 1 5 --json")).isZero();
        assertThat(JsonObject.parse(out.toString().strip().getBytes(StandardCharsets.UTF_8))
                .text("nonce")).isPresent();
        for (var wrong : List.of("commit 1", "commit 1 5 --hash x", "commit 1 5 --nonce 7",
                "reveal 1 5", "reveal 1 5 --nonce zz")) {
            assertThat(gavel(wrong)).as(wrong).isEqualTo(2);
        }
    }

    @Test
    void triesEveryWritingVerbWithoutDoingIt() {
        answering("{\"auction\":\"1\",\"currency\":\"EUR\",\"format\":\"english\"}");
        for (var line : List.of("register", "consign Chair", "create --name x", "open 1", "join 1",
                "bid 1 5", "withdraw 1", "retract 1 --reason r", "commit 1 5", "accept 1")) {
            assertThat(gavel(line + " --dry-run")).as(line).isZero();
            assertThat(out.toString()).startsWith("dry run: Fine.");
            assertThat(gavel("dry-run " + line)).as(line).isZero();
            assertThat(out.toString()).startsWith("dry run: Fine.");
        }
        assertThat(server.executed).isEmpty();
        for (var line : List.of("dry-run list", "dry-run robot --auction 1", "dry-run transfer 1",
                "dry-run", "dry-run frobnicate", "transfer 1 --dry-run", "robot --auction 1 "
                        + "--dry-run")) {
            assertThat(gavel(line)).as(line).isEqualTo(2);
        }
    }
}
