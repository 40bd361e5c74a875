package dev.gavel.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gavel.auction.codec.CreateFields;
import dev.gavel.auction.codec.FormatsWriter;
import dev.gavel.auction.codec.MessageCodec;
import dev.gavel.auction.message.Command;
import dev.gavel.server.Described;
import dev.gavel.server.TestHouse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** The description that programs read: what it promises is taken, and every path is there. */
@Tag("slow")
class OpenApiTest {

    private static final List<String> FORMATS = List.of("english", "clock", "dutch", "sealed",
            "vickrey", "reverse", "uniform", "yankee");

    private static TestHouse house;
    private static Described described;
    private static JsonNode openapi;

    @BeforeAll
    static void open() {
        house = TestHouse.open();
        described = new Described(house);
        openapi = described.openapi();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @Test
    void describesEveryCommandAndNothingElse() {
        var ops = new TreeSet<String>();
        openapi.at("/components/schemas/Command/discriminator/mapping")
                .properties()
                .forEach(entry -> {
                    ops.add(entry.getKey());
                    var schema = openapi.at(entry.getValue().asText().substring(1));
                    var example = (ObjectNode) schema.path("examples").get(0);
                    assertThat(decoded(example)).as(example.toString())
                            .isNotInstanceOf(Command.Malformed.class);
                    schema.path("required")
                            .forEach(name -> assertThat(
                                    decoded(example.deepCopy().without(name.asText())))
                                    .as(entry.getKey() + " needs " + name)
                                    .isInstanceOf(Command.Malformed.class));
                    schema.path("properties")
                            .properties()
                            .forEach(field -> isTaken(example, field.getKey(), field.getValue()));
                    assertThat(schema.path("additionalProperties").asBoolean(true)).isFalse();
                });
        // Neither Malformed nor Later
        assertThat(ops).hasSize(Command.class.getPermittedSubclasses().length - 2);
    }

    @Test
    void describesEveryFieldOfCreate() {
        var described = new TreeSet<String>();
        openapi.at("/components/schemas/CreateCommand/properties")
                .fieldNames()
                .forEachRemaining(described::add);
        assertThat(described).isEqualTo(new TreeSet<>(CreateFields.names()));
    }

    /** That the house knows the field, in this command or in one of another format. */
    private static void isTaken(ObjectNode example, String field, JsonNode schema) {
        var saidOfEach = FORMATS.stream().map(format -> {
            var command = example.deepCopy();
            command.set(field, sample(schema));
            if (command.path("op").asText().equals("create") && !field.equals("format")) {
                command.put("format", format);
                command.remove(List.of("durationMillis"));
                command.set(field, sample(schema));
            }
            return decoded(command) instanceof Command.Malformed no ? no.sentence() : "fine";
        }).toList();
        assertThat(saidOfEach).as(field).anyMatch(said -> !said.contains("no such"));
    }

    private static JsonNode sample(JsonNode schema) {
        var made = TestHouse.JSON.createArrayNode();
        if (schema.has("const")) {
            return schema.path("const");
        }
        if (schema.has("enum")) {
            return schema.path("enum").get(0);
        }
        switch (schema.path("type").asText("integer")) {
            case "string" -> made.add(schema.path("format").asText().equals("date-time")
                    ? "2099-01-01T00:00:00.000Z"
                    : schema.has("pattern") ? "0".repeat(64) : "1");
            case "boolean" -> made.add(true);
            case "array" -> made.addArray().add("ann");
            case "object" -> {
                var object = made.addObject();
                schema.path("properties")
                        .properties()
                        .forEach(part -> object.set(part.getKey(), sample(part.getValue())));
            }
            default -> made.add(Math.max(1, schema.path("minimum").asLong(1)));
        }
        return made.get(0);
    }

    private static Command decoded(JsonNode json) {
        var command = MessageCodec.decodeCommand(json.toString().getBytes(StandardCharsets.UTF_8));
        return command instanceof Command.Later later ? later.command() : command;
    }

    /** What each path takes is what is described: a method that none takes is answered with those it does. */
    @Test
    void describesEveryMethodOfEveryPath() {
        openapi.path("paths").properties().forEach(entry -> {
            var methods = new TreeSet<String>();
            entry.getValue()
                    .fieldNames()
                    .forEachRemaining(
                            method -> methods.add(method.toUpperCase(Locale.ROOT)));
            if (methods.contains("GET")) {
                methods.add("HEAD");
            }
            var path = entry.getKey().replace("{auction}", "1").replace("{key}", "k");
            var refused = RawRequests.ask(house.server().address().httpPort(), "DELETE", path,
                    List.of("Gavel-User: ann"), "");
            assertThat(refused.status()).as(path).isEqualTo(405);
            assertThat(List.of(refused.header("Allow").orElse("").split(", ")))
                    .as(path)
                    .containsExactlyElementsOf(methods);
        });
    }

    /** How servers stand is told by no record of the house; its answers are held to the description here. */
    @Test
    void describesEveryFieldOfTheAnswersAboutServers() {
        for (var path : List.of("/v1/cluster", "/v1/cluster/upgrade", "/v1/cluster/elections",
                "/livez", "/healthz", "/readyz", "/v1/formats")) {
            described.answer(path, TestHouse.json(house.get(path)));
        }
        described.answer("/readyz", TestHouse.json(house.get("/readyz?verbose")));
    }

    @Test
    void tellsOfFormatsWithoutACallerAndWithAnIndex() {
        var answer = house.get("/v1/formats");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Gavel-Index")).isPresent();
        assertThat(answer.body()).isEqualTo(new String(FormatsWriter.encode(),
                StandardCharsets.UTF_8));
        assertThat(house.get("/v1/formats?format=dutch").statusCode()).isEqualTo(400);
    }

    @Test
    void describesEveryPathThatIsThere() {
        house.openAuction("sue");
        house.post("/v1/commands", "{\"op\":\"register\"}", "Gavel-User", "ann",
                "Idempotency-Key", "k");
        var paths = new TreeSet<String>();
        openapi.path("paths").properties().forEach(entry -> {
            paths.add(entry.getKey());
            if (entry.getValue().has("get") && !entry.getKey().equals("/v1/events")) {
                var path = entry.getKey().replace("{auction}", "1").replace("{key}", "k");
                assertThat(house.get(path, "Gavel-User", "ann").statusCode()).as(path)
                        .isEqualTo(200);
            }
        });
        assertThat(paths).contains("/v1/commands", "/v1/auctions", "/v1/auctions/{auction}",
                "/v1/auctions/{auction}/bids", "/v1/auctions/{auction}/rounds",
                "/v1/auctions/{auction}/result",
                "/v1/auctions/{auction}/explain", "/v1/auctions/{auction}/can-bid", "/v1/items",
                "/v1/requests/{key}", "/v1/events", "/v1/cluster", "/livez", "/readyz",
                "/metrics", "/v1/formats", "/openapi.json");
    }

    /** A field of an answer that is not described fails here, whatever the format and the state. */
    @ParameterizedTest
    @ValueSource(strings = {"'format':'english','start':100,'increment':'ebay-uk','reserve':900,"
            + "'reserveMode':'jump','belowReserve':'offer','buyNow':5000,"
            + "'retractUntil':'2099-01-01T00:00:00.000Z','softClose':{'windowMillis':10000,"
            + "'maxExtensions':3,'hardEnd':'2099-01-01T00:00:00.000Z'},'group':'tables',"
            + "'durationMillis':3600000,'invited':['ann','bob']",
            "'format':'reverse','start':900,'increment':[[0,5],[100,10]],'proxy':'always'",
            "'format':'clock','start':100,'step':10,'periodMillis':3600000,'confirm':'confirm',"
                    + "'grace':2",
            "'format':'clock','start':100,'step':10,'periodMillis':3600000,'runBy':'seller'",
            "'format':'dutch','start':900,'step':10,'floor':100,'periodMillis':3600000,"
                    + "'quantity':3",
            "'format':'sealed','start':100,'commit':true,'revealMillis':2000,'reserve':200",
            "'format':'vickrey','start':100,'reserve':900,'belowReserve':'offer'",
            "'format':'uniform','start':100,'quantity':5,'margin':'proRata'",
            "'format':'yankee','start':100,'quantity':2,'increment':10,'group':'pens'"})
    void describesEveryFieldOfEveryAnswerInEveryState(String conditions) {
        var kind = conditions.replaceFirst("^'format':'(\\w+)'.*", "$1");
        var create = "{'op':'create','name':'A lot'," + conditions;
        var scheduled = conditions.contains("seller") ? said("sue", create + "}")
                : said("sue", create + ",'opensAt':'2099-01-01T00:00:00.000Z'}");
        isDescribed(scheduled.path("auction").asText(), kind);
        var cancelled = said("sue", create + "}").path("auction").asText();
        said("sue", "{'op':'cancel','auction':'" + cancelled + "'}");
        isDescribed(cancelled, kind);
        var id = said("sue", create + "}").path("auction").asText();
        var states = new TreeSet<String>();
        states.add(isDescribed(id, kind));
        for (var step : List.of("ann join", "bob join", "sue open", "ann confirm ,'round':0",
                "ann bid ,'amount':700,'max':800", "ann bid ,'amount':700", "bob bid ,'amount':720",
                "bob bid ,'amount':710,'quantity':2", "bob accept ,'round':0",
                "cid bid ,'amount':1", "ann commit ,'hash':'" + "0".repeat(64) + "'",
                "bob retract ,'reason':'a typing error'", "sue pause", "ann bid ,'amount':1",
                "sue resume", "sue update ,'round':1,'price':110,'participants':{'bob':false}",
                "sue close", "ann reveal ,'amount':700,'nonce':'" + "1".repeat(64) + "'",
                "sue close", "ann bid ,'amount':700")) {
            var words = step.split(" ", 3);
            said(words[0], "{'op':'" + words[1] + "','auction':'" + id + "'"
                    + (words.length == 3 ? words[2] : "") + "}");
            states.add(isDescribed(id, kind));
        }
        // Openings end by the clock.
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            states.add(isDescribed(id, kind));
            return states.contains("closed");
        });
        assertThat(states).as(conditions).contains("draft", "open", "closed");
    }

    /** All that can be asked of it and of those of its kind, by its seller, its bidders and outsiders; its state. */
    private static String isDescribed(String id, String kind) {
        for (var who : List.of("sue", "ann", "bob", "zoe")) {
            for (var what : List.of("", "/bids", "/rounds", "/result", "/explain", "/can-bid")) {
                described.answer("/v1/auctions/{auction}" + what, TestHouse
                        .json(house.get("/v1/auctions/" + id + what, "Gavel-User", who)));
            }
            described.answer("/v1/auctions",
                    TestHouse.json(house.get("/v1/auctions?format=" + kind, "Gavel-User", who)));
        }
        return TestHouse.json(house.get("/v1/auctions/" + id, "Gavel-User", "sue"))
                .path("state")
                .asText();
    }

    private static JsonNode said(String by, String command) {
        var outcome = house.command(by, command.replace('\'', '"'));
        described.schema("Outcome", outcome);
        return outcome;
    }

    @Test
    void pointsNowhereThatIsNotThere() {
        openapi.findValuesAsText("$ref")
                .forEach(ref -> assertThat(openapi.at(ref.substring(1)).isMissingNode()).as(ref)
                        .isFalse());
    }
}
