package dev.gavel.auction.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gavel.auction.House;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Snapshots and traces are written out by hand, so that their bytes stay. Here they are held to the declaration:
 * whatever can be said of a new auction is in both, and is read from a snapshot as it was written.
 */
class KeptConditionsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What the rules want besides, for each field that is not taken alone. */
    private static final Map<String, String> BESIDES = Map.of("reserveMode", "'reserve':5000",
            "belowReserve", "'reserve':5000", "offerMillis",
            "'reserve':5000,'belowReserve':'offer'", "buyNowUntil",
            "'buyNow':9000,'reserve':5000", "sellerKey", "'runBy':'seller'", "revealMillis",
            "'commit':true", "grace", "'confirm':'confirm'", "group",
            "'durationMillis':60000,'softClose':{'windowMillis':1000}", "softClose",
            "'durationMillis':60000", "maxExtensions", "'durationMillis':60000");

    /** Values that fit the rest, where the type alone does not tell one. */
    private static final Map<String, String> VALUES = Map.of("currency", "'JPY'", "sellerKey",
            "'6kpsY+KcUgq+9VB7Ey7F+ZVHdq6+vnuSQh7qaRRG0iw='", "start", "2000", "buyNow", "9000",
            "reserve", "5000", "grid", "true", "endsAt", "'2030-01-02T12:00:00.000Z'",
            "retractUntil", "'2030-01-01T12:00:30.000Z'", "softClose", "{'windowMillis':2000}",
            "opensAt", "'2030-01-01T13:00:00.000Z'");

    static Stream<JsonNode> formats() throws IOException {
        return list(JSON.readTree(FormatsWriter.encode()).path("formats"));
    }

    private static Stream<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode value(JsonNode field) {
        var name = field.path("name").asText();
        if (VALUES.containsKey(name)) {
            return json(VALUES.get(name));
        }
        return switch (field.path("type").asText()) {
            case "integer" -> JSON.valueToTree(field.path("least").asLong() + 7);
            case "boolean" -> JSON.valueToTree(true);
            case "choice" -> list(field.path("oneOf"))
                    .filter(one -> !one.equals(field.path("default")) && !one.asText()
                            .equals("invited"))
                    .findFirst()
                    .orElseThrow();
            case "strings" -> json("['ann','bob']");
            case "increment" -> JSON.valueToTree(7);
            default -> JSON.valueToTree("some text");
        };
    }

    /** What a field needs besides, in a command of that kind. */
    private static ObjectNode besides(JsonNode format, String name) {
        var besides = (ObjectNode) json("{" + BESIDES.getOrDefault(name, "") + "}");
        if (falls(format) && besides.has("buyNow")) {
            besides.put("buyNow", 4000);
        }
        return besides;
    }

    private static ObjectNode least(JsonNode format) {
        var command = JSON.createObjectNode()
                .put("op", "create")
                .put("name", "A lot")
                .put("format", format.path("format").asText())
                .put("start", falls(format) ? 10_000 : 1_000);
        list(format.path("conditions")).filter(field -> field.path("required").asBoolean()
                && !field.path("name").asText().equals("start"))
                .forEach(field -> command.set(field.path("name").asText(), field.path("least")));
        return command;
    }

    private static boolean falls(JsonNode format) {
        return format.path("direction").asText().equals("down");
    }

    /** A snapshot, and a trace, in hexadecimal digits. */
    private record Kept(String snapshot, String trace) {}

    private static Kept kept(ObjectNode command) throws IOException {
        var house = new House();
        house.at(0, "sue", "{'op':'register'}");
        var reply = house.at(1, "sue", command.toString());
        assertThat(reply.isSuccess()).as(command + ": " + reply.sentence()).isTrue();
        var snapshot = new ByteArrayOutputStream();
        StateCodec.write(house.state(), snapshot);
        var again = new ByteArrayOutputStream();
        StateCodec.write(StateCodec.read(new ByteArrayInputStream(snapshot.toByteArray())), again);
        assertThat(again.toByteArray()).as(command.toString()).isEqualTo(snapshot.toByteArray());
        var trace = new BinaryWriter();
        TraceCodec.append(trace, Optional.of(reply), house.events());
        return new Kept(HexFormat.of().formatHex(snapshot.toByteArray()),
                HexFormat.of().formatHex(trace.toByteArray()));
    }

    private static void isKept(ObjectNode with, ObjectNode without) throws IOException {
        var said = kept(with);
        var unsaid = kept(without);
        assertThat(said.snapshot()).as("snapshot of " + with).isNotEqualTo(unsaid.snapshot());
        assertThat(said.trace()).as("trace of " + with).isNotEqualTo(unsaid.trace());
    }

    @ParameterizedTest
    @MethodSource("formats")
    void keepsEveryConditionInSnapshotAndTrace(JsonNode format) throws IOException {
        for (var field : format.path("conditions")) {
            var name = field.path("name").asText();
            var without = least(format);
            without.setAll(besides(format, name));
            without.remove(name);
            var with = without.deepCopy();
            with.set(name, value(field));
            if (field.path("required").asBoolean()) {
                without.set(name, least(format).path(name));
            }
            isKept(with, without);
            for (var part : field.path("fields")) {
                var more = with.deepCopy();
                ((ObjectNode) more.path(name)).set(part.path("name").asText(),
                        part.path("type").asText().equals("time")
                                ? json("'2030-01-02T12:00:00.000Z'")
                                : value(part));
                isKept(more, with);
            }
        }
        for (var name : new String[]{"itemName", "itemDescription"}) {
            isKept(least(format).put(name, "another text"), least(format));
        }
        isKept(least(format).put("name", "Another lot"), least(format));
    }

    /** What a snapshot is read to is what was written, as far as a view tells. */
    @ParameterizedTest
    @MethodSource("formats")
    void readsFromASnapshotWhatAViewTells(JsonNode format) throws IOException {
        for (var field : format.path("conditions")) {
            var name = field.path("name").asText();
            var command = least(format);
            command.setAll(besides(format, name));
            command.set(name, value(field));
            var house = new House();
            house.at(0, "sue", "{'op':'register'}");
            assertThat(house.at(1, "sue", command.toString()).isSuccess()).as(command.toString())
                    .isTrue();
            var before = house.ask("sue", "{'query':'auction','auction':'1'}");
            var snapshot = new ByteArrayOutputStream();
            StateCodec.write(house.state(), snapshot);
            house.become(StateCodec.read(new ByteArrayInputStream(snapshot.toByteArray())));
            assertThat(house.ask("sue", "{'query':'auction','auction':'1'}"))
                    .as(command.toString())
                    .isEqualTo(before);
        }
    }
}
