package dev.gavel.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.server.TestHouse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;

class HttpTest {

    private static TestHouse house;

    @BeforeAll
    static void open() {
        house = TestHouse.open();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @Test
    void acceptsABidAndShowsItEverywhere() {
        var auction = house.openAuction("sue");

        var response = bid("ann", auction, 12500);

        assertThat(response.statusCode()).isEqualTo(200);
        var outcome = TestHouse.json(response);
        assertThat(outcome.path("status").asText()).isEqualTo("success");
        assertThat(outcome.path("leading").asBoolean()).isTrue();
        assertThat(response.headers().firstValue("Gavel-Index")).contains(
                outcome.path("index").asText());
        assertThat(response.headers().firstValue("Idempotency-Key")).isPresent();
        var view = TestHouse.json(house.get("/v1/auctions/" + auction));
        assertThat(view.path("leader").asText()).isEqualTo("ann");
        assertThat(view.path("price").asLong()).isEqualTo(12500);
        var bids = TestHouse.json(house.get("/v1/auctions/" + auction + "/bids")).path("bids");
        assertThat(bids).hasSize(1);
        assertThat(bids.get(0).path("bidder").asText()).isEqualTo("ann");
        assertThat(TestHouse.json(house.get("/v1/auctions?state=open&limit=500"))
                .path("auctions")).anyMatch(row -> row.path("auction").asText().equals(auction));
    }

    @Test
    void refusesByARuleWith409AndSaysWhatWouldDo() {
        var auction = house.openAuction("sue");
        bid("ann", auction, 12500);

        var response = bid("bob", auction, 12500);

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(TestHouse.json(response).path("code").asText()).isEqualTo("TOO_LOW");
        assertThat(TestHouse.json(response).path("minimumNext").asLong()).isGreaterThan(12500);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ann | {"op":"bid","auction":"999999","amount":1}    | 404 | UNKNOWN_AUCTION
            ann | {"op":"bid","auction":"1","amount":           | 400 | BAD_COMMAND
            ann | {"op":"bid","auction":"1","amount":-5}        | 400 | BAD_COMMAND
            ann | {"op":"bid","auction":"1","amount":"lots"}    | 400 | BAD_COMMAND
            ann | {"op":"bid","auction":"1","amount":99999999999999999999999} | 400 | BAD_COMMAND
            ann | {"op":"bid","auction":"1","amount":1.5}       | 400 | BAD_COMMAND
            ann | {"op":"fly"}                                  | 400 | BAD_COMMAND
            ann | {"op":"register","nickname":"x"}              | 400 | BAD_COMMAND
            ann | []                                            | 400 | BAD_COMMAND
            ann | null                                          | 400 | BAD_COMMAND
            ann | ''                                            | 400 | BAD_COMMAND
            ''  | {"op":"register"}                             | 401 | UNAUTHENTICATED
            ' x'| {"op":"fly"}                                  | 400 | BAD_COMMAND
            """)
    void answersGarbageWithASentenceAndTheRightStatus(String user, String body, int status,
            String code) {
        var headers = user.isEmpty() ? new String[0] : new String[]{"Gavel-User", user};

        var response = house.post("/v1/commands", body, headers);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        var outcome = TestHouse.json(response);
        assertThat(outcome.path("status").asText()).isEqualTo("fail");
        assertThat(outcome.path("code").asText()).isEqualTo(code);
        assertThat(outcome.path("message").asText()).isNotBlank();
    }

    @Test
    void refusesDeepNesting() {
        var response = house.post("/v1/commands",
                "{\"op\":" + "[".repeat(30_000) + "]".repeat(30_000) + "}", "Gavel-User", "ann");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(TestHouse.json(response).path("code").asText()).isEqualTo("BAD_COMMAND");
    }

    @Test
    void refusesABodyOfTenMegabytesAndGoesOn() {
        var response = house.post("/v1/commands", "x".repeat(10 << 20), "Gavel-User", "ann");

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(TestHouse.json(response).path("code").asText()).isEqualTo("TOO_LARGE");
        assertThat(house.get("/livez").statusCode()).isEqualTo(200);
    }

    @Test
    void refusesABodyWithoutALengthAtTheLimit() {
        var endless = BodyPublishers.ofByteArrays(
                java.util.Collections.nCopies(2_000, new byte[1 << 10]));

        var response = house.send(
                house.request("/v1/commands", "Gavel-User", "ann").POST(endless).build());

        assertThat(response.statusCode()).isEqualTo(413);
    }

    @Test
    void refusesWhatIsNotJson() {
        var response = house.post("/v1/commands", "<op>bid</op>", "Gavel-User", "ann",
                "Content-Type", "text/xml");

        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(TestHouse.json(response).path("message").asText()).contains("text/xml");
    }

    @Test
    void refusesATokenInOpenMode() {
        var response = house.post("/v1/commands", "{\"op\":\"register\"}", "Authorization",
                "Bearer abc", "Gavel-User", "ann");

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(TestHouse.json(response).path("message").asText()).contains("Gavel-User");
    }

    @Test
    void answersUnknownPathsAndMethodsWithOutcomes() {
        var path = house.get("/v1/nothing");
        assertThat(path.statusCode()).isEqualTo(404);
        assertThat(TestHouse.json(path).path("code").asText()).isEqualTo("NOT_FOUND");
        assertThat(path.headers().firstValue("Gavel-Index")).isPresent();

        var method = house.send(house.request("/v1/commands").DELETE().build());
        assertThat(method.statusCode()).isEqualTo(405);
        assertThat(TestHouse.json(method).path("code").asText()).isEqualTo("METHOD_NOT_ALLOWED");
        assertThat(method.headers().firstValue("Allow")).hasValueSatisfying(
                allowed -> assertThat(allowed).contains("POST"));
    }

    @ParameterizedTest
    @CsvSource({"/v1/auctions?colour=red, colour", "/v1/auctions?limit=many, limit",
            "/v1/auctions?state=asleep, state", "/v1/auctions?consistency=maybe, consistency",
            "/v1/auctions/zero, auction", "/v1/events?after=x, after",
            "/v1/events?auction=x, auction", "/v1/events?colour=red, colour",
            "/livez?colour=red, colour", "/metrics?colour=red, colour",
            "/v1/cluster?colour=red, colour"})
    void refusesParametersItDoesNotKnow(String path, String named) {
        var response = house.get(path);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(TestHouse.json(response).path("message").asText()).isNotBlank();
        assertThat(response.body()).contains(named);
    }

    @Test
    void answers404ForWhatIsNotThere() {
        assertThat(house.get("/v1/auctions/987654").statusCode()).isEqualTo(404);
        assertThat(house.get("/v1/events?auction=987654").statusCode()).isEqualTo(404);
        assertThat(house.get("/v1/requests/never", "Gavel-User", "ann").statusCode())
                .isEqualTo(404);
    }

    @Test
    void givesARepeatTheFirstAnswerAndRefusesAnAlteredOne() {
        var auction = house.openAuction("sue");
        var body = "{\"op\":\"bid\",\"auction\":\"" + auction + "\",\"amount\":10000}";

        var first = house.post("/v1/commands", body, "Gavel-User", "ann", "Idempotency-Key", "k1");
        var repeat = house.post("/v1/commands", body, "Gavel-User", "ann", "Idempotency-Key", "k1");
        var altered = house.post("/v1/commands", body.replace("10000", "10001"), "Gavel-User",
                "ann", "Idempotency-Key", "k1");
        var asked = house.get("/v1/requests/k1", "Gavel-User", "ann");

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(repeat.body()).isEqualTo(first.body());
        assertThat(asked.body()).isEqualTo(first.body());
        assertThat(altered.statusCode()).isEqualTo(400);
        assertThat(TestHouse.json(altered).path("message").asText()).contains("k1");
        var view = TestHouse.json(house.get("/v1/auctions/" + auction));
        assertThat(view.path("bids").asInt()).isEqualTo(1);
    }

    @Test
    void tellsHealthClusterAndMetrics() {
        assertThat(house.get("/livez").statusCode()).isEqualTo(200);
        assertThat(house.get("/healthz").statusCode()).isEqualTo(200);
        var ready = house.get("/readyz?verbose");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(TestHouse.json(ready).path("role").asText()).isEqualTo("leader");
        var cluster = TestHouse.json(house.get("/v1/cluster"));
        assertThat(cluster.path("leader").asInt()).isZero();
        assertThat(cluster.path("servers")).hasSize(1);
        assertThat(cluster.path("servers").get(0).path("up").asBoolean()).isTrue();
        house.command("ann", "{\"op\":\"register\"}");
        assertThat(house.get("/metrics").body()).contains("gavel_commands_total{code=\"success\"}",
                "gavel_is_leader 1.0", "gavel_applied_index", "jvm_memory_used_bytes");
        assertThat(TestHouse.json(house.get("/openapi.json")).path("openapi").asText())
                .startsWith("3.");
        assertThat(house.get("/").body()).contains("Gavel");
    }

    @Test
    void letsOperatorsAskForASnapshot() {
        house.command("ann", "{\"op\":\"register\"}");

        var response = house.post("/v1/cluster/snapshot", "");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(TestHouse.json(response).path("index").asLong()).isPositive();
        assertThat(house.post("/v1/cluster/transfer", "{\"to\":\"x\"}").statusCode())
                .isEqualTo(400);
        assertThat(house.post("/v1/cluster/transfer", "{\"to\":7}").statusCode()).isEqualTo(409);
    }

    @Test
    void letsPagesOfThisHouseReadAndOthersNotAct() {
        var ours = "http://localhost:" + house.server().address().httpPort();
        var read = house.get("/v1/auctions", "Origin", ours);
        assertThat(read.headers().firstValue("Access-Control-Allow-Origin")).contains(ours);

        var foreign = house.post("/v1/commands", "{\"op\":\"register\"}", "Gavel-User", "ann",
                "Origin", "http://evil.example");
        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(foreign.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();

        var plain = house.send(house.request("/v1/commands")
                .method("OPTIONS", BodyPublishers.noBody())
                .build());
        assertThat(plain.statusCode()).isEqualTo(405);
        var preflight = house.send(house.request("/v1/commands", "Origin", ours)
                .method("OPTIONS", BodyPublishers.noBody())
                .build());
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers"))
                .hasValueSatisfying(headers -> assertThat(headers).contains("Gavel-User"));
    }

    @Test
    void takesNamesBeyondAscii() {
        var auction = house.openAuction("sue");

        assertThat(bid("UTF-8''Zo%C3%AB", auction, 12500).statusCode()).isEqualTo(200);

        assertThat(TestHouse.json(house.get("/v1/auctions/" + auction)).path("leader").asText())
                .isEqualTo("Zoë");
    }

    private static HttpResponse<String> bid(String user, String auction, long amount) {
        return house.post("/v1/commands",
                "{\"op\":\"bid\",\"auction\":\"" + auction + "\",\"amount\":" + amount + "}",
                "Gavel-User", user);
    }
}
