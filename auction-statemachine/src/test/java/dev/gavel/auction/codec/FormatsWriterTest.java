package dev.gavel.auction.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gavel.auction.House;
import dev.gavel.auction.SellerKeys;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Reply;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What is said of formats is what the house takes: no more, no less, and in these bounds. */
class FormatsWriterTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode TOLD = read(FormatsWriter.encode());

    /** Fields without which another would have nothing to be about. */
    private static final Map<String, String> PREREQUISITES = Map.of("reserveMode", "'reserve':500",
            "belowReserve", "'reserve':500", "offerMillis", "'reserve':500", "buyNowUntil",
            "'buyNow':900", "sellerKey", "'runBy':'seller'", "revealMillis",
            "'commit':true");

    private static JsonNode read(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    static Stream<JsonNode> formats() {
        return list(TOLD.path("formats"));
    }

    private static String nameOf(JsonNode format) {
        return format.path("format").asText();
    }

    /** A new auction of that kind which says no more than it must. */
    private static ObjectNode least(JsonNode format) {
        var command = JSON.createObjectNode()
                .put("op", "create")
                .put("name", "A lot")
                .put("format", nameOf(format));
        list(format.path("conditions")).filter(field -> field.path("required").asBoolean())
                .forEach(field -> command.put(field.path("name").asText(),
                        field.path("name").asText().equals("start") ? 1_000
                                : field.path("least").asLong()));
        return command;
    }

    private static ObjectNode leastFor(JsonNode format, String field) {
        var command = least(format);
        var before = PREREQUISITES.get(field);
        if (before != null) {
            command.setAll((ObjectNode) read(("{" + before + "}").replace('\'', '"')
                    .getBytes(StandardCharsets.UTF_8)));
        }
        return command;
    }

    private static Command decoded(JsonNode command) {
        var decoded = MessageCodec
                .decodeCommand(command.toString().getBytes(StandardCharsets.UTF_8));
        return decoded instanceof Command.Later later ? later.command() : decoded;
    }

    private static void isTaken(ObjectNode command) {
        assertThat(decoded(command)).as(command.toString()).isInstanceOf(Command.Create.class);
    }

    /** Refused by decoder and house, by its name. */
    private static void isRefused(ObjectNode command, String field) {
        assertThat(decoded(command)).as(command.toString())
                .isInstanceOfSatisfying(Command.Malformed.class,
                        no -> assertThat(no.field()).isEqualTo(field));
        isRefusedByTheHouse(command, field);
    }

    private static void isRefusedByTheHouse(ObjectNode command, String field) {
        var house = new House();
        house.at(0, "sue", "{'op':'register'}");
        var reply = house.at(1, "sue", command.toString());
        assertThat(reply).isInstanceOf(Reply.Rejected.class);
        assertThat(reply.sentence()).contains(field);
    }

    private static ObjectNode with(ObjectNode command, @Nullable JsonNode within, JsonNode field,
            JsonNode value) {
        var copy = command.deepCopy();
        var name = field.path("name").asText();
        if (within == null) {
            copy.set(name, value);
        } else {
            var object = copy.putObject(within.path("name").asText());
            list(within.path("fields")).filter(one -> one.path("required").asBoolean())
                    .forEach(one -> object.set(one.path("name").asText(), one.path("least")));
            object.set(name, value);
        }
        return copy;
    }

    private static JsonNode node(Object value) {
        return JSON.valueToTree(value);
    }

    /** Values that are just taken. */
    private static List<JsonNode> good(JsonNode field) {
        var name = field.path("name").asText();
        return switch (field.path("type").asText()) {
            case "integer" -> List.of(field.path("least"), field.path("most"));
            case "string" -> switch (name) {
                case "currency" -> List.of(node("EUR"), node("JPY"));
                case "item" -> List.of(node("1"), node("9".repeat(18)));
                case "sellerKey" -> List.of(node(SellerKeys.key(1).base64()));
                default -> List.of(node("x"), node("x".repeat(field.path("charsMax").asInt())));
            };
            case "boolean" -> List.of(node(true), node(false));
            case "time" -> List.of(node("2031-01-01T00:00:00.000Z"));
            case "choice" -> list(field.path("oneOf")).toList();
            case "strings" -> List.of(node(List.of("ann")));
            case "increment" -> {
                var all = new ArrayList<JsonNode>(list(field.path("tables")).toList());
                all.add(field.path("least"));
                all.add(field.path("most"));
                all.add(node(Map.of("percent", 1)));
                all.add(node(Map.of("percent", field.path("percentMost"))));
                all.add(bands(field.path("bandsMost").asInt()));
                yield all;
            }
            default -> throw new AssertionError(field.toString());
        };
    }

    /** Values that are just not taken. */
    private static List<JsonNode> bad(JsonNode field) {
        var name = field.path("name").asText();
        return switch (field.path("type").asText()) {
            case "integer" -> List.of(node(field.path("least").asLong() - 1),
                    node(field.path("most").asLong() + 1), node("1"), node(1.5));
            case "string" -> name.equals("currency") || name.equals("item")
                    || name.equals("sellerKey")
                            ? List.of(node("zz"), node("x".repeat(501)), node(1))
                            : List.of(node("x".repeat(field.path("charsMax").asInt() + 1)),
                                    node(1));
            case "boolean" -> List.of(node("true"), node(1));
            case "time" -> List.of(node("tomorrow"), node(1));
            case "choice" -> List.of(node("zz"), node(true));
            case "strings" -> List.of(node("ann"),
                    node(Stream.generate(() -> "ann")
                            .limit(field.path("entriesMost").asLong() + 1)
                            .toList()));
            case "increment" -> List.of(node("zz"), node(field.path("least").asLong() - 1),
                    node(field.path("most").asLong() + 1), node(List.of()),
                    bands(field.path("bandsMost").asInt() + 1));
            default -> throw new AssertionError(field.toString());
        };
    }

    private static JsonNode bands(int count) {
        var bands = JSON.createArrayNode();
        for (var i = 0; i < count; i++) {
            bands.addArray().add(i).add(1);
        }
        return bands;
    }

    private static void holds(JsonNode format, @Nullable JsonNode within, JsonNode field) {
        var name = field.path("name").asText();
        if (field.path("type").asText().equals("object")) {
            list(field.path("fields")).forEach(part -> holds(format, field, part));
            return;
        }
        var command = leastFor(format, within == null ? name : "");
        var path = (within == null ? "" : within.path("name").asText() + ".") + name;
        good(field).forEach(value -> isTaken(with(command, within, field, value)));
        bad(field).forEach(value -> {
            var wrong = with(command, within, field, value);
            if (name.equals("start") && value.isIntegralNumber() && value.asLong() >= 0
                    && value.asLong() < field.path("least").asLong()) {
                isRefusedByTheHouse(wrong, path); // the rules of its kind bound it, not the decoder
            } else {
                isRefused(wrong, path);
            }
        });
        if (field.has("default")) {
            assertThat(decoded(with(command, within, field, field.path("default"))))
                    .as(format.path("format") + " " + path)
                    .isEqualTo(decoded(within == null ? command
                            : without(with(command, within, field, field.path("default")),
                                    within, name)));
        }
    }

    private static ObjectNode without(ObjectNode command, JsonNode within, String name) {
        ((ObjectNode) command.path(within.path("name").asText())).remove(name);
        return command;
    }

    @ParameterizedTest
    @MethodSource("formats")
    void takesEveryFieldThatIsToldWithinItsBoundsOnly(JsonNode format) {
        isTaken(least(format));
        list(format.path("conditions")).forEach(field -> holds(format, null, field));
        list(TOLD.path("create")).filter(field -> !field.path("name").asText().equals("format"))
                .forEach(field -> holds(format, null, field));
    }

    /** The rules of its kind bound it more narrowly than the decoder. */
    @ParameterizedTest
    @MethodSource("formats")
    void tellsTheLeastStartThatTheRulesTake(JsonNode format) {
        var told = list(format.path("conditions"))
                .filter(field -> field.path("name").asText().equals("start"))
                .findFirst()
                .orElseThrow();
        var house = new House();
        house.at(0, "sue", "{'op':'register'}");
        var least = told.path("least").asLong();
        assertThat(house.at(1, "sue", least(format).put("start", least).toString()).isSuccess())
                .isTrue();
        for (var start = 0L; start < least; start++) {
            var reply = house.at(2, "sue", least(format).put("start", start).toString());
            assertThat(reply.isSuccess()).as(start + "").isFalse();
            assertThat(reply.sentence()).contains("start");
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void tellsTheLongestCurrencyAndKeyThatAreTaken(JsonNode format) {
        list(format.path("conditions")).forEach(field -> {
            switch (field.path("name").asText()) {
                case "currency" -> assertThat(field.path("charsMax").asInt()).isEqualTo(3);
                case "sellerKey" -> {
                    var longest = new byte[44];
                    System.arraycopy(Base64.getDecoder().decode("MCowBQYDK2VwAyEA"), 0, longest, 0,
                            12);
                    var key = Base64.getEncoder().encodeToString(longest);
                    assertThat(field.path("charsMax").asInt()).isEqualTo(key.length());
                    isTaken(leastFor(format, "sellerKey").put("sellerKey", key));
                }
                default -> {
                    // bounded by the decoder
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource("formats")
    void tellsEveryFieldThatTheDecoderKnows(JsonNode format) {
        var told = new TreeSet<String>();
        Stream.concat(list(TOLD.path("create")), list(format.path("conditions")))
                .forEach(field -> told.add(field.path("name").asText()));
        var known = new TreeSet<String>();
        for (var name : CreateFields.names()) {
            var said = decoded(leastFor(format, name).set(name, node("2030")));
            var isUnknown = said instanceof Command.Malformed no
                    && (no.sentence().contains("no such") || no.sentence().contains("Only a "));
            if (!isUnknown) {
                known.add(name);
            }
        }
        known.remove("op");
        // that the house runs it can be said of every kind
        if (!told.contains("runBy")) {
            known.removeAll(List.of("runBy", "sellerKey"));
        }
        assertThat(told).isEqualTo(known);
        isRefused(least(format).put("bogus", 1), "bogus");
    }

    @ParameterizedTest
    @MethodSource("formats")
    void needsWhatIsRequiredAndNothingElse(JsonNode format) {
        var house = new House();
        house.at(0, "sue", "{'op':'register'}");
        assertThat(house.at(1, "sue", least(format).toString()).isSuccess()).isTrue();
        list(format.path("conditions")).filter(field -> field.path("required").asBoolean())
                .map(field -> field.path("name").asText())
                .forEach(name -> {
                    var command = least(format);
                    command.remove(name);
                    var reply = house.at(2, "sue", command.toString());
                    assertThat(reply.isSuccess()).as(command.toString()).isFalse();
                });
        var nameless = least(format);
        nameless.remove("name");
        isRefused(nameless, "name");
    }

    /** A field that a bid cannot have there is refused by its name; of the others the amount may not do. */
    @ParameterizedTest
    @MethodSource("formats")
    void takesTheFieldsOfBidsThatAreTold(JsonNode format) {
        var told = new TreeSet<String>();
        list(format.path("bidFields")).forEach(field -> told.add(field.asText()));
        var taken = new TreeSet<String>();
        for (var field : List.of("amount", "max", "quantity", "round", "allOrNothing", "buy")) {
            var house = opened(format, "bid");
            var value = Map.<String, Object>of("amount", 100_000, "max",
                    falls(format) ? 50_000 : 200_000, "round", 0,
                    "quantity", 1)
                    .getOrDefault(field, true);
            var bid = JSON.createObjectNode()
                    .put("op", "bid")
                    .put("auction", "1")
                    .put("amount", 100_000);
            bid.set(field, node(value));
            var reply = house.at(100, "ann", bid.toString());
            var said = read(MessageCodec.encodeReply(reply, 1, Instant.EPOCH));
            if (!said.path("code").asText().equals("BAD_COMMAND")) {
                taken.add(field);
            } else {
                assertThat(said.path("field").asText()).as(said.toString())
                        .isIn(field, "op");
            }
        }
        assertThat(taken).isEqualTo(told);
    }

    /** One that takes what its kind takes of {@code op}. */
    private static House opened(JsonNode format, String op) {
        var house = new House();
        for (var user : List.of("sue", "ann", "bob")) {
            house.at(0, user, "{'op':'register'}");
        }
        var command = least(format);
        list(format.path("conditions")).map(field -> field.path("name").asText())
                .forEach(name -> {
                    switch (name) {
                        case "buyNow" -> command.put(name, falls(format) ? 10 : 100_000);
                        case "quantity" -> command.put(name, 5);
                        case "start" -> command.put(name, 1_000);
                        case "confirm" -> command.put(name, "confirm");
                        case "retractUntil" -> command.put(name, "2031-01-01T00:00:00.000Z");
                        case "commit" -> command.put(name,
                                op.equals("commit") || op.equals("reveal"));
                        default -> {
                            // as usual
                        }
                    }
                });
        assertThat(house.at(2, "sue", command.toString()).isSuccess()).as(command.toString())
                .isTrue();
        house.at(3, "ann", "{'op':'join','auction':'1'}");
        house.at(3, "bob", "{'op':'join','auction':'1'}");
        assertThat(house.at(4, "sue", "{'op':'open','auction':'1'}").isSuccess()).isTrue();
        return house;
    }

    private static boolean falls(JsonNode format) {
        return format.path("direction").asText().equals("down");
    }

    /** Of a command that its kind does not take each says so, and names none of the others. */
    @ParameterizedTest
    @MethodSource("formats")
    void takesTheCommandsThatAreTold(JsonNode format) {
        var told = new TreeSet<String>();
        list(format.path("ops")).forEach(op -> told.add(op.asText()));
        var taken = new TreeSet<String>();
        for (var line : List.of("bid 'amount':100000", "accept 'quantity':1", "confirm 'round':0",
                "withdraw", "retract 'reason':'a typing error'", "commit 'hash':'"
                        + "0".repeat(64) + "'",
                "reveal 'amount':1,'nonce':'" + "0".repeat(64)
                        + "'")) {
            var words = line.split(" ", 2);
            var house = opened(format, words[0]);
            var reply = house.at(100, "ann", "{'op':'" + words[0] + "','auction':'1'"
                    + (words.length == 1 ? "" : "," + words[1]) + "}");
            var said = read(MessageCodec.encodeReply(reply, 1, Instant.EPOCH));
            if (!said.path("field").asText().equals("op")
                    && !said.path("message").asText().startsWith("Bids in this auction cannot")) {
                taken.add(words[0]);
            }
        }
        assertThat(taken).isEqualTo(told);
    }

    @Test
    void isAsTheRecordsSay() {
        var shapes = new Shapes();
        shapes.check(Records.FORMATS, TOLD);
        assertThat(shapes.faults()).isEmpty();
        assertThat(shapes.seen()).containsAll(Shapes.allOf(Records.FORMATS));
    }
}
