package dev.gavel.auction.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gavel.auction.AuctionMachine;
import dev.gavel.auction.Outcome;
import dev.gavel.auction.SellerKeys;
import dev.gavel.auction.codec.MessageCodec;
import dev.gavel.auction.codec.Records;
import dev.gavel.auction.format.secret.Commitments;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.message.FeedEvent;
import dev.gavel.auction.message.FeedPosition;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.HouseVersion;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.query.Queries;
import dev.gavel.auction.schema.Shape;
import dev.gavel.auction.state.HouseState;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Plays one scenario, line by line: {@code at TIME  STEP -> WHAT FOLLOWS}.
 *
 * <p>A step is {@code pulse}, {@code outage} (no entry was logged since the step before),
 * {@code WHO bids AMOUNT [max AMOUNT] on ID}, {@code WHO sees ID FIELD…}, {@code WHO sees bids of ID},
 * {@code WHO sees rounds of ID}, {@code WHO sees user NAME}, {@code WHO sends JSON} for a command byte by byte, {@code gap STEP} for
 * one that is the first entry after an outage, or {@code WHO OP NAME=VALUE…} for any command. A line
 * {@code registration closed} begins with a house that only lets in who registered. Values: {@code 12.50} is an amount, {@code 45s} a
 * duration, {@code 12:05:00} a time of that day, {@code NONCE(n)} and {@code HASH(auction|bidder|amount|n)} what
 * commitments need, {@code KEY(n)} the public key of a seller's program and {@code SIGNED(n|auction|round:who,who|…)}
 * rounds under it, each with who is out by then, the rest as in JSON with single quotes; a bare word is a text. Between steps the house gets its heartbeats.
 */
final class ScenarioPlayer {

    private static final String DAY = "2030-01-01T";
    private static final Pattern LINE = Pattern.compile("at (\\S+)  +(.*?)(?: +->.*)?");
    private static final Pattern BID = Pattern
            .compile("(\\S+) bids (\\S+)(?: max (\\S+))? on (\\S+)(.*)");
    private static final Pattern SEES_BIDS = Pattern.compile("(\\S+) sees bids of (\\S+)");
    private static final Pattern SEES_ROUNDS = Pattern.compile("(\\S+) sees rounds of (\\S+)");
    private static final Pattern SEES = Pattern.compile("(\\S+) sees (\\S+) (.+)");
    private static final Pattern SENDS = Pattern.compile("(\\S+) sends (.+)");
    private static final Pattern SEES_USER = Pattern.compile("(\\S+) sees user (\\S+)");
    private static final Pattern COMMAND = Pattern.compile("(\\S+) (\\w+)( .*)?");
    private static final Pattern FIELD = Pattern.compile(
            " +(\\w+)=('[^']*'|\\{[^}]*\\}|\\[(?:[^\\[\\]]|\\[[^\\]]*\\])*\\]|[^ ]+)");
    private static final Pattern HASH = Pattern.compile("HASH\\((.*)\\|(.*)\\|(.*)\\|(.*)\\)");
    private static final Pattern SIGNED = Pattern
            .compile("SIGNED\\((\\d+)\\|(\\d+)((?:\\|\\d+:[a-z,]*)+)\\)");
    private static final Set<String> PLAIN = Set.of("status", "code", "message", "index", "at",
            "position", "type");
    private static final Set<String> TOLD_BY_REPLY = Set.of("bidAccepted", "userRegistered",
            "auctionCreated", "itemConsigned", "itemWithdrawn", "participantJoined",
            "participantLeft", "sealedBidPlaced", "sealedBidWithdrawn", "commitmentPosted",
            "commitmentOpened", "roundConfirmed", "unitsTaken", "unitsBid");
    private static final List<String> HOW_IT_STANDS = List.of("price", "minimumNext", "maximumNext",
            "leader", "endsAt");
    private static final String GAP = "gap ";
    private static final int STEP_WIDTH = 50;

    private final ObjectMapper mapper = new ObjectMapper();
    private final int version;
    private final BiConsumer<Shape, JsonNode> heard;
    private HouseState house;
    private long index;

    /** In a house of {@code version}. */
    ScenarioPlayer(int version) {
        this(version, (shape, json) -> {});
    }

    /** As the other; {@code heard} is told of every outcome and event, and of which record it is. */
    ScenarioPlayer(int version, BiConsumer<Shape, JsonNode> heard) {
        this.version = version;
        this.heard = heard;
        this.house = HouseState.empty(version, true);
    }

    /** The line as it should read. */
    String play(String line) {
        if (line.equals("registration closed")) {
            house = HouseState.empty(version, false);
        }
        var match = LINE.matcher(line);
        if (line.isBlank() || line.startsWith("#") || !match.matches()) {
            return line;
        }
        var now = millis(match.group(1));
        var step = match.group(2).stripTrailing();
        var earlier = new ArrayList<Event>();
        if (!step.equals("outage") && !step.startsWith(GAP)) {
            beat(now, earlier);
        }
        var follows = step(step.startsWith(GAP) ? step.substring(GAP.length()) : step, now,
                earlier);
        var left = "at " + match.group(1) + "  " + step;
        return left + " ".repeat(Math.max(1, STEP_WIDTH - left.length())) + "-> " + follows;
    }

    private void beat(long now, List<Event> events) {
        while (house.openAuctions() > 0 && house.timeMillis() + 1000 < now) {
            var outcome = AuctionMachine.advance(house, house.timeMillis() + 1000);
            house = outcome.after();
            events.addAll(outcome.events());
        }
    }

    private String step(String step, long now, List<Event> earlier) {
        if (step.equals("pulse") || step.equals("outage")) {
            var outcome = AuctionMachine.advance(house, Instant.ofEpochMilli(now));
            earlier.addAll(outcome.events());
            house = outcome.after();
            return earlier.isEmpty() ? "nothing" : told(earlier, Set.of());
        }
        var seesBids = SEES_BIDS.matcher(step);
        if (seesBids.matches()) {
            return bids(seesBids.group(1), seesBids.group(2));
        }
        var seesRounds = SEES_ROUNDS.matcher(step);
        if (seesRounds.matches()) {
            return rounds(seesRounds.group(1), seesRounds.group(2));
        }
        var seesUser = SEES_USER.matcher(step);
        if (seesUser.matches()) {
            var user = ask(seesUser.group(1),
                    "{\"query\":\"user\",\"name\":\"" + seesUser.group(2) + "\"}");
            return user.has("code") && !user.get("code").asText().equals("OK")
                    ? user.get("code").asText()
                    : "a user";
        }
        var sends = SENDS.matcher(step);
        if (sends.matches()) {
            return send(sends.group(1), sends.group(2), now, earlier);
        }
        var sees = SEES.matcher(step);
        if (sees.matches()) {
            return fields(sees.group(1), sees.group(2), sees.group(3).split(" +"));
        }
        var bid = BID.matcher(step);
        if (bid.matches()) {
            var max = bid.group(3) == null ? "" : ",\"max\":" + value(bid.group(3));
            return send(bid.group(1), "{\"op\":\"bid\",\"auction\":\"" + bid.group(4)
                    + "\",\"amount\":" + value(bid.group(2)) + max + more(bid.group(5)) + "}",
                    now, earlier);
        }
        var command = COMMAND.matcher(step);
        if (!command.matches()) {
            throw new IllegalArgumentException("no step: " + step);
        }
        return send(command.group(1),
                "{\"op\":\"" + command.group(2) + "\"" + more(command.group(3)) + "}", now,
                earlier);
    }

    private String more(String fields) {
        var out = new StringBuilder();
        var field = FIELD.matcher(fields == null ? "" : fields);
        while (field.find()) {
            var id = field.group(1).equals("auction") || field.group(1).equals("item");
            out.append(",\"")
                    .append(field.group(1))
                    .append("\":")
                    .append(
                            id ? "\"" + field.group(2) + "\""
                                    : field.group(2).startsWith("SIGNED(")
                                            ? signed(field.group(2))
                                            : value(field.group(2)));
        }
        return out.toString();
    }

    private static String value(String text) {
        var hash = HASH.matcher(text);
        if (hash.matches()) {
            return '"' + Commitments.hash(AuctionId.parse(hash.group(1)).orElseThrow(),
                    new UserName(hash.group(2)), Long.parseLong(hash.group(3)),
                    nonce(hash.group(4))) + '"';
        }
        if (text.startsWith("KEY(")) {
            return '"' + SellerKeys.key(Integer.parseInt(text.substring(4, text.length() - 1)))
                    .base64() + '"';
        }
        if (text.startsWith("NONCE(")) {
            return '"' + nonce(text.substring(6, text.length() - 1)) + '"';
        }
        if (text.matches("-?\\d+\\.\\d\\d")) {
            return text.replace(".", "").replaceFirst("^(-?)0+(?=\\d)", "$1");
        }
        if (text.matches("\\d+ms")) {
            return text.substring(0, text.length() - 2);
        }
        if (text.matches("\\d+s")) {
            return text.substring(0, text.length() - 1) + "000";
        }
        if (text.matches("\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?")) {
            return "\"" + DAY + text + "Z\"";
        }
        if (text.startsWith("{") || text.startsWith("[")) {
            var out = text.replace('\'', '"');
            out = Pattern.compile("\\b\\d\\d:\\d\\d:\\d\\d\\b")
                    .matcher(out)
                    .replaceAll(m -> "\"" + DAY + m.group() + "Z\"");
            return Pattern.compile("\\b(\\d+)\\.(\\d\\d)\\b")
                    .matcher(out)
                    .replaceAll(m -> Long.toString(Long.parseLong(m.group(1) + m.group(2))));
        }
        if (text.startsWith("'")) {
            return text.replace('\'', '"');
        }
        return text.matches("-?\\d+|true|false|null") ? text : "\"" + text + "\"";
    }

    /** What the program of key n signed of an auction: rounds, each with who is out by then. */
    private String signed(String text) {
        var match = SIGNED.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException("nothing signed: " + text);
        }
        var key = Integer.parseInt(match.group(1));
        var auction = house.auction(AuctionId.parse(match.group(2)).orElseThrow()).orElseThrow();
        var rounds = new ArrayList<String>();
        for (var part : match.group(3).substring(1).split("\\|", -1)) {
            var round = Integer.parseInt(part.substring(0, part.indexOf(':')));
            var names = part.substring(part.indexOf(':') + 1);
            var out = names.isEmpty() ? List.<UserName>of()
                    : Stream.of(names.split(",", -1)).map(UserName::new).toList();
            var at = house.timeMillis();
            var price = auction.risingPrice(round);
            rounds.add("{\"round\":" + round + ",\"price\":" + price + ",\"at\":\""
                    + Times.format(at) + "\",\"out\":["
                    + (names.isEmpty() ? "" : "\"" + names.replace(",", "\",\"") + "\"")
                    + "],\"signature\":\""
                    + SellerKeys.sign(key, auction.id(), round, price, at, out) + "\"}");
        }
        return "[" + String.join(",", rounds) + "]";
    }

    private static String nonce(String number) {
        return "0".repeat(64 - number.length()) + number;
    }

    private String send(String who, String json, long now, List<Event> earlier) {
        var command = MessageCodec.decodeCommand(json.getBytes(StandardCharsets.UTF_8));
        Outcome outcome = AuctionMachine.apply(house, command,
                who.equals("nobody") ? "" : who.equals("house") ? HouseVersion.PROGRAM : who,
                now, ++index);
        house = outcome.after();
        earlier.addAll(outcome.events());
        var node = node(MessageCodec.encodeReply(outcome.reply().orElseThrow(), index,
                Instant.ofEpochMilli(now)));
        heard.accept(Records.OUTCOME, node.deepCopy());
        if (command instanceof Command.Join && outcome.reply().orElseThrow().isSuccess()
                && node instanceof ObjectNode joined) {
            joined.remove(HOW_IT_STANDS); // the same at every joining: JoinAnswerTest
        }
        var words = new ArrayList<String>();
        words.add(node.get("status").asText());
        if (words.get(0).equals("fail")) {
            words.add(node.get("code").asText());
        }
        details(node, words);
        var told = told(earlier, TOLD_BY_REPLY);
        return String.join(" ", words) + (told.isEmpty() ? "" : "; " + told);
    }

    private String told(List<Event> events, Set<String> without) {
        var all = new ArrayList<String>();
        for (var event : events) {
            var node = node(MessageCodec.encodeEvent(new FeedEvent(new FeedPosition(index, 0),
                    Instant.ofEpochMilli(house.timeMillis()), event)));
            heard.accept(Records.EVENT, node);
            if (!without.contains(node.get("type").asText())) {
                var words = new ArrayList<String>();
                words.add(node.get("type").asText());
                details(node, words);
                all.add(String.join(" ", words));
            }
        }
        return String.join("; ", all);
    }

    private static void details(JsonNode node, List<String> words) {
        node.properties().forEach(field -> {
            if (!PLAIN.contains(field.getKey())) {
                words.add(field.getKey() + "=" + shown(field.getValue()));
            }
        });
    }

    private static String shown(JsonNode value) {
        var text = value.isTextual() ? value.asText() : value.toString().replace('"', '\'');
        return text.startsWith(DAY)
                ? text.substring(DAY.length(), text.length() - 1).replaceFirst("\\.000$", "")
                : text;
    }

    private String bids(String who, String auction) {
        var rows = new ArrayList<String>();
        for (var bid : ask(who, "{\"query\":\"bids\",\"auction\":\"" + auction + "\"}")
                .get("bids")) {
            rows.add(bid.get("bidder").asText() + " " + bid.get("amount").asText()
                    + (bid.has("quantity") ? " x" + bid.get("quantity") : "")
                    + (bid.has("allOrNothing") ? " allOrNothing" : "")
                    + (bid.has("automatic") ? " automatic" : "")
                    + (bid.get("standing").asBoolean() ? " standing" : "")
                    + (bid.has("retracted") ? " retracted" : ""));
        }
        return rows.isEmpty() ? "none" : String.join("; ", rows);
    }

    private String rounds(String who, String auction) {
        var rows = new ArrayList<String>();
        for (var round : ask(who, "{\"query\":\"rounds\",\"auction\":\"" + auction + "\"}")
                .get("rounds")) {
            rows.add(round.get("round") + " at " + round.get("price") + " out "
                    + shown(round.get("out")));
        }
        return rows.isEmpty() ? "none" : String.join("; ", rows);
    }

    private String fields(String who, String auction, String[] names) {
        var node = ask(who, "{\"query\":\"result\",\"auction\":\"" + auction + "\"}");
        if (node.has("status")) {
            return node.get("code").asText();
        }
        var words = new ArrayList<String>();
        for (var name : names) {
            words.add(name + "=" + (node.has(name) ? shown(node.get(name)) : "(absent)"));
        }
        return String.join(" ", words);
    }

    /** How the house stands now. */
    HouseState house() {
        return house;
    }

    /** What {@code who} is answered. */
    JsonNode ask(String who, String json) {
        var query = MessageCodec.decodeQuery(json.getBytes(StandardCharsets.UTF_8));
        return node(Queries.answer(house, query,
                who.equals("nobody") ? Optional.empty() : UserName.parse(who), index,
                Instant.ofEpochMilli(house.timeMillis())).json());
    }

    private JsonNode node(byte[] json) {
        try {
            return mapper.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long millis(String time) {
        return Instant.parse(DAY + time + "Z").toEpochMilli();
    }
}
