package dev.gavel.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.server.LogRecorder;
import dev.gavel.server.TestHouse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;

/** Headers, parameters and bodies that are not as they should be. */
class RequestShapesTest {

    private static final String REGISTER = "{\"op\":\"register\"}";

    private static TestHouse house;

    @BeforeAll
    static void open() {
        house = TestHouse.open();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/auctions?q=%zz", "/v1/auctions?q=%", "/v1/auctions?q=%f",
            "/v1/auctions?q=a%ff", "/v1/auctions?q=%c0%80", "/v1/auctions?q=%ed%a0%80",
            "/v1/auctions?q=%u2192", "/v1/auctions?limit=1&q=%zz&state=open",
            "/v1/auctions?q=\u00ff\u00fe", "/v1/auctions?q=a&q=b", "/v1/auctions?q=a&q=%zz",
            "/?q=%zz", "/page/app.js?q=%zz", "/v1/events?q=%zz", "/v1/events/?q=%zz",
            "/v1/cluster?q=%zz", "/v1/requests/k?q=%zz"})
    void namesAParameterThatCannotBeRead(String target) {
        var answer = ask("GET", target);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(message(answer)).startsWith("q: ");
    }

    @Test
    void refusesEveryParameterOfEveryPathThatHasNoValue() {
        var described = TestHouse.json(house.get("/openapi.json"));
        var asked = new TreeSet<String>();
        described.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(
                                operation -> {
                                    for (var each : operation.getValue().path("parameters")) {
                                        var parameter = each.has("$ref")
                                                ? described
                                                        .at(each.path("$ref").asText().substring(1))
                                                : each;
                                        if (parameter.path("in").asText().equals("query")
                                                && !parameter.path("name")
                                                        .asText()
                                                        .equals("verbose")) {
                                            asked.add(operation.getKey() + " " + path.getKey() + " "
                                                    + parameter.path("name").asText());
                                        }
                                    }
                                }));

        assertThat(asked).contains("get /v1/events after", "get /v1/events auction",
                "get /v1/auctions q", "post /v1/commands dryRun",
                "get /v1/requests/{key} consistency");
        for (var one : asked) {
            var words = one.split(" ", 3);
            for (var value : List.of("", "=")) {
                var answer = RawRequests.ask(port(), words[0].toUpperCase(Locale.ROOT),
                        words[1].replaceAll("\\{.*}", "1") + "?" + words[2] + value,
                        List.of("Gavel-User: ann"), words[0].equals("post") ? REGISTER : "");

                assertThat(answer.status()).as(one + value).isEqualTo(400);
                assertThat(message(answer)).as(one + value)
                        .isEqualTo(words[2] + ": has no value; give it one, or leave the parameter"
                                + " out.");
            }
        }
        assertThat(ask("GET", "/readyz?verbose=").status()).isEqualTo(200);
        assertThat(ask("GET", "/livez?verbose").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/auctions/%zz", "/v1/auctions/1%", "/v1/auctions/%ff",
            "/v1/requests/%zz", "/v1/requests/a%ff", "/page/%zz"})
    void namesAPathThatCannotBeRead(String target) {
        var answer = ask("GET", target);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(message(answer)).contains("percent escape", "path");
    }

    @Test
    void readsParametersTheSameWhateverTheHeadersSay() {
        house.openAuction("sue");
        var headers = List.of("Content-Type: text/html; charset=utf-16");

        var answer = RawRequests.ask(port(), "GET", "/v1/auctions?q=nowhere", headers, "");

        assertThat(TestHouse.json(answer.body()).path("auctions")).isEmpty();
        assertThat(RawRequests.ask(port(), "GET", "/v1/auctions?limit=x",
                List.of("Content-Type: x; charset=none"), "").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"gzip", "deflate", "br", "'gzip, gzip'", "x-unknown", "zstd"})
    void namesAnEncodingThatItDoesNotTake(String encoding) throws IOException {
        for (var path : List.of("/v1/commands", "/v1/cluster/transfer", "/v1/cluster/snapshot")) {
            var answer = post(path, zipped(), "Content-Encoding: " + encoding);

            assertThat(answer.status()).as(answer.text()).isEqualTo(415);
            assertThat(message(answer)).startsWith("Content-Encoding: ").contains(encoding);
        }
    }

    private static String zipped() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(REGISTER.getBytes(StandardCharsets.UTF_8));
        }
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource({"application/json; charset=latin1, latin1",
            "application/json;charset=\"UTF-16\", utf-16",
            "application/json; charset=, charset", "application/json; charset=x-none, x-none",
            "text/plain, text/plain", "multipart/form-data; boundary=x, multipart/form-data",
            "application/xml, application/xml", "application/jsonx, application/jsonx"})
    void namesATypeThatItDoesNotTake(String type, String named) {
        var answer = post("/v1/commands", REGISTER, "Content-Type: " + type);

        assertThat(answer.status()).as(answer.text()).isEqualTo(415);
        assertThat(message(answer)).startsWith("Content-Type: ").contains(named);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json; charset=utf-8",
            "application/json; charset=\"UTF-8\"", "APPLICATION/JSON", "application/vnd.x+json",
            "application/x-www-form-urlencoded"})
    void takesJson(String type) {
        assertThat(post("/v1/commands", REGISTER, "Content-Type: " + type).status())
                .isEqualTo(200);
        assertThat(post("/v1/commands", REGISTER, "Content-Encoding: identity").status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-8"})
    void refusesOtherUnicodeAndByteOrderMarks(String charset) {
        var bytes = ("\ufeff" + REGISTER).getBytes(Charset.forName(charset));

        var answer = post("/v1/commands", new String(bytes, StandardCharsets.ISO_8859_1));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(TestHouse.json(answer.body()).path("code").asText()).isEqualTo("BAD_COMMAND");
    }

    @Test
    void takesABodyInChunks() {
        var answer = RawRequests.send(port(), String.join("\r\n", "POST /v1/commands HTTP/1.1",
                "Host: localhost", "Connection: close", "Gavel-User: ann",
                "Transfer-Encoding: chunked",
                "", "8", "{\"op\":\"r", "9", "egister\"}", "0", "", ""));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Transfer-Encoding: gzip, chunked", "Transfer-Encoding: gzip",
            "Transfer-Encoding: chunked\r\nContent-Length: 3", "Content-Length: x",
            "Content-Length: -1", "Content-Length: 1\r\nContent-Length: 2",
            "Content-Length: 99999999999999999999", "Expect: 200-ok", "Host: y", "Host: [::1",
            "X\u0001: y", "X: \u0000", "X : y", " X: y", "X", ": y"})
    void answersHeadersThatCannotBeWithAnOutcome(String line) {
        try (var log = LogRecorder.begin()) {
            var answer = RawRequests.send(port(),
                    "POST /v1/commands HTTP/1.1\r\nHost: localhost\r\n"
                            + "Connection: close\r\nGavel-User: ann\r\n" + line + "\r\n\r\n{}");

            assertThat(answer.status()).as(answer.text()).isBetween(400, 505);
            assertThat(message(answer)).endsWith(".").doesNotContain("Exception");
            assertThat(log.lines()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"BLAH", "GET", "GET /", "GET / HTTP/1.0 x", "GET / HTTP/9.9", "/ GET",
            "GET  / HTTP/1.1", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
            "GET / HTTP/1.1\r\nHost: localhost\r\nX: \u0001",
            "OPTIONS * HTTP/1.1\r\nHost: localhost"})
    void answersFirstLinesThatCannotBeWithAnOutcome(String line) {
        try (var log = LogRecorder.begin()) {
            var answer = RawRequests.send(port(), line + "\r\nConnection: close\r\n\r\n");

            if (!line.equals("GET /") && !line.equals("GET")) {
                assertThat(answer.status()).as(answer.text()).isBetween(400, 505);
                assertThat(message(answer)).endsWith(".").doesNotContain("Exception");
            }
            assertThat(log.lines()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD / HTTP/9.9", "HEAD / HTTP/1.0 x", "HEAD  / HTTP/1.1",
            "\r\n\r\nHEAD / HTTP/9.9", "HEAD / HTTP/1.1\r\nHost: localhost\r\nX: \u0001",
            "HEAD / HTTP/1.1\r\nHost: localhost\r\nX : y", "HEAD / HTTP/1.1\r\nHost: [::1",
            "HEAD /v1/auctions?q=%zz HTTP/1.1\r\nHost: localhost",
            "HEAD x HTTP/1.1\r\nHost: localhost"})
    void sendsNoBodyAfterAHeadThatCannotBeRead(String line) {
        var answer = RawRequests.send(port(), line + "\r\nConnection: close\r\n\r\n");

        assertThat(answer.status()).as(answer.text()).isBetween(400, 505);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void sendsNoBodyAfterAHeadThatCannotBeReadBehindARequestThatCan() {
        var answer = RawRequests.send(port(),
                String.join("\r\n", "GET /livez HTTP/1.1", "Host: localhost",
                        "", "HEAD / HTTP/9.9", "", ""));

        assertThat(answer.text()).containsOnlyOnce("{\"").contains("HTTP/1.1 200 ");
        assertThat(RawRequests
                .send(port(), String.join("\r\n", "HEAD /livez HTTP/1.1", "Host: localhost",
                        "", "GET / HTTP/9.9", "", ""))
                .text()).containsOnlyOnce("{\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECT example.org:443", "CONNECT /", "CONNECT /v1/auctions",
            "CONNECT *", "CONNECT http://example.org/"})
    void closesAConnectionThatWasToBeATunnel(String line) {
        // without "Connection: close": the answer ends since the server closes
        var answer = RawRequests.send(port(), line + " HTTP/1.1\r\nHost: localhost\r\n\r\n");

        assertThat(answer.status()).as(answer.text()).isBetween(400, 405);
        assertThat(answer.headers().get("connection")).as(answer.text()).isEqualTo("close");
        assertThat(message(answer)).endsWith(".");
    }

    @ParameterizedTest
    @CsvSource({"POST, /", "POST, /auctions/1", "PUT, /v1/auctions/1", "DELETE, /v1/auctions/1",
            "PATCH, /v1/items", "POST, /v1/auctions/1/bids", "POST, /page/app.js",
            "POST, /v1/events"})
    void saysWhereWhatIsToBeDoneGoes(String method, String path) {
        var answer = RawRequests.ask(port(), method, path, List.of("Gavel-User: ann"), "{}");

        assertThat(answer.status()).as(answer.text()).isEqualTo(405);
        assertThat(answer.headers().get("allow")).isEqualTo("GET, HEAD");
        assertThat(message(answer)).contains("GET, HEAD", "POST /v1/commands");
    }

    @Test
    void namesAKeyThatIsNone() {
        for (var key : List.of("", "a b", "\u00e9", "k".repeat(129), "k".repeat(10 << 10))) {
            var answer = post("/v1/commands", REGISTER, "Idempotency-Key: " + key);

            assertThat(answer.status()).as(answer.head()).isEqualTo(400);
            assertThat(message(answer)).startsWith("Idempotency-Key: ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Idempotency-Key: k", "Gavel-User: ann", "Content-Type: text/json",
            "Last-Event-ID: 1.1", "Authorization: x", "Gavel-No-Forward: true"})
    void namesAHeaderThatIsGivenTwice(String line) {
        var answer = post("/v1/commands", REGISTER, line, line);

        assertThat(answer.status()).as(answer.head()).isEqualTo(400);
        assertThat(message(answer))
                .isEqualTo(line.substring(0, line.indexOf(':')) + ": given more than once.");
    }

    @Test
    void namesAUserThatIsNone() {
        for (var user : List.of("", " ", "Zo\u00eb", "UTF-8''%zz", "UTF-8''Zo%EB", "UTF-8''%00",
                "UTF-8''", "a\tb", "x".repeat(65), "utf-8''ann", "Utf-8''ann", "UTF-8'en'ann",
                "utf-8'de-AT'ann", "UTF8''ann", "utf-16''ann", "ISO-8859-1''ann",
                "us-ascii''ann", "windows-1252'en'ann")) {
            for (var path : List.of("/v1/auctions", "/v1/events", "/v1/requests/k")) {
                var answer = RawRequests.ask(port(), "GET", path,
                        List.of("Gavel-User: " + user), "");

                assertThat(answer.status()).as(user + answer.head()).isEqualTo(400);
                assertThat(message(answer)).startsWith("Gavel-User: ");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"o'brien'x", "utf-8", "UTF-8'ann", "ann''b", "d''Arc"})
    void takesNamesThatOnlyLookABitLikeEncodedOnes(String user) {
        assertThat(RawRequests.ask(port(), "GET", "/v1/auctions", List.of("Gavel-User: " + user),
                "").status()).isEqualTo(200);
    }

    @Test
    void takesANameAsPlainUtf8() {
        var utf8 = new String("Zo\u00eb".getBytes(StandardCharsets.UTF_8),
                StandardCharsets.ISO_8859_1);

        var answer = RawRequests.ask(port(), "POST", "/v1/commands",
                List.of("Gavel-User: " + utf8, "Content-Type: application/json"), REGISTER);

        assertThat(TestHouse.json(answer.body()).path("user").asText()).isEqualTo(utf8);
    }

    @Test
    void tellsWhoSpeaksHttp2WhereTheClientPortIs() {
        var answer = RawRequests.send(port(), "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

        assertThat(answer.text()).contains(house.server().address().client());
    }

    @Test
    void tellsWhoSpeaksHttp1ToTheClientPortWhereTheHttpPortIs() {
        for (var line : List.of("GET / HTTP/1.1", "POST /v1/commands HTTP/1.1", "hello")) {
            var answer = RawRequests.send(house.server().address().clientPort(),
                    line + "\r\nHost: localhost\r\n\r\n");

            assertThat(answer.status()).isEqualTo(400);
            assertThat(message(answer)).contains(house.server().address().http());
        }
    }

    private static RawRequests.Answer ask(String method, String target) {
        return RawRequests.ask(port(), method, target, List.of("Gavel-User: ann"), "");
    }

    private static RawRequests.Answer post(String path, String body, String... headers) {
        var lines = new java.util.ArrayList<>(List.of(headers));
        if (lines.stream().noneMatch(line -> line.startsWith("Gavel-User"))) {
            lines.add("Gavel-User: ann");
        }
        return RawRequests.ask(port(), "POST", path, lines, body);
    }

    private static String message(RawRequests.Answer answer) {
        var outcome = TestHouse.json(answer.body());
        assertThat(outcome.path("status").asText()).as(answer.text()).isNotEmpty();
        assertThat(outcome.path("code").asText()).isNotEmpty();
        return outcome.path("message").asText();
    }

    private static int port() {
        return house.server().address().httpPort();
    }
}
