package dev.gavel.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gavel.server.LogRecorder;
import dev.gavel.server.TestHouse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Every path of the description in spellings that no client should use, and the server stays calm. */
@Tag("slow")
class EverySpellingTest {

    private static final List<String> NOBODY = List.of("Gavel-User: ann");

    private static TestHouse house;
    private static List<String> paths;

    @BeforeAll
    static void open() {
        house = TestHouse.open();
        house.openAuction("sue");
        var all = new TreeSet<String>();
        var openapi = TestHouse.json(house.get("/openapi.json"));
        openapi.path("paths").fieldNames().forEachRemaining(all::add);
        all.add("/");
        all.add("/openapi.json");
        all.add("/page/app.js");
        paths = all.stream()
                .map(path -> path.replace("{auction}", "1").replace("{key}", "k"))
                .toList();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @Test
    void answersOddSpellingsOfEveryPathWithoutABugOrATrace() {
        var spellings = List.<UnaryOperator<String>>of(path -> path + "/",
                path -> path + "//", path -> "/" + path, path -> path.replace("/", "//"),
                path -> path + "/.", path -> path + "/..", path -> path + "/../..",
                path -> "/." + path, path -> "/x/.." + path, path -> "/%2e%2e" + path,
                path -> path + "%2F", path -> path.replace("/", "%2F"), path -> "/%2f" + path,
                path -> path + "/a%2Fb", path -> path + "%5C", path -> path + "\\",
                path -> path + ";a=b", path -> path + "/;", path -> path + "%3B", path -> path
                        + "%00",
                path -> path + "\u0000", path -> path + "%0d%0aX:%20y", path -> path + "%",
                path -> path + "%z", path -> path + "%zz", path -> path + "%25", path -> path
                        + "%c0%80",
                path -> path + "%ff", path -> path + "\u00e9", path -> path + "\u00c3\u00a9",
                path -> path + "%F0%9F%98%80", path -> path + "%ED%A0%80", path -> path + "%u2192",
                path -> path + "/" + "a".repeat(7_000), path -> path + "/x".repeat(3_000),
                path -> path + "?", path -> path + "?=", path -> path + "?&&", path -> path
                        + "?%zz",
                path -> path + "?a=%zz", path -> path + "?q=%ff", path -> path + "?q=%00",
                path -> path + "?q=1&q=2", path -> path + "?q=\u00ff", path -> path
                        + "?consistency=%",
                path -> path + "#x", path -> path + "?a#b", path -> path.toUpperCase(
                        java.util.Locale.ROOT),
                path -> "http://other" + path, path -> "*", path -> "http://[::1" + path,
                path -> path.substring(1));
        try (var log = LogRecorder.begin()) {
            for (var path : paths) {
                for (var spelling : spellings) {
                    var target = spelling.apply(path);
                    for (var method : List.of("GET", "HEAD", "POST", "OPTIONS", "BREW")) {
                        if (!isAStream(method, target)) {
                            isCalm(method, target,
                                    RawRequests.ask(port(), method, target, NOBODY, ""));
                        }
                    }
                }
            }
            assertThat(log.lines()).isEmpty();
        }
    }

    /** The event stream itself has no end to wait for. */
    private static boolean isAStream(String method, String target) {
        return method.equals("GET") && target.matches("(http://other)?/v1/events/?([?#].*)?");
    }

    private static void isCalm(String method, String target, RawRequests.Answer answer) {
        assertThat(answer.status()).as(method + " " + target + " → " + answer.head())
                .matches(status -> (status >= 200 && status < 500) || status == 505);
        if (answer.status() >= 400 && !method.equals("HEAD")) {
            var json = TestHouse.json(answer.body());
            assertThat(answer.header("Content-Type")).as(target).contains("application/json");
            isOneSentence(json);
        }
        // What is not even read as a request with a method is answered in full.
        if (method.equals("HEAD") && answer.status() != 400 && answer.status() != 505) {
            assertThat(answer.body()).as(target).isEmpty();
        }
    }

    private static void isOneSentence(JsonNode outcome) {
        assertThat(outcome.path("status").asText()).isEqualTo("fail");
        assertThat(outcome.path("code").asText()).matches("[A-Z_]+");
        assertThat(outcome.path("message").asText()).endsWith(".")
                .doesNotContain("Exception")
                .doesNotContain("java")
                .doesNotContain("jetty");
    }

    @Test
    void answersWhateverBytesComeWithoutABugOrATrace() {
        var random = new Random(20_261_128);
        try (var log = LogRecorder.begin()) {
            for (var n = 0; n < 400; n++) {
                var target = new StringBuilder(paths.get(random.nextInt(paths.size())));
                for (var changes = 1 + random.nextInt(4); changes > 0; changes--) {
                    var odd = random.nextInt(3) == 0 ? "%" + (char) random.nextInt(1, 256)
                            : Character.toString((char) random.nextInt(0x21, 256));
                    odd = odd.replaceAll("[\r\n]", "x");
                    target.insert(random.nextInt(target.length() + 1), odd);
                }
                if (!isAStream("GET", target.toString())) {
                    isCalm("GET", target.toString(),
                            RawRequests.ask(port(), "GET", target.toString(), NOBODY, ""));
                }
            }
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void takesOneSlashAtTheEndAsNothing() {
        for (var path : paths) {
            if (path.equals("/") || path.equals("/v1/events")) {
                continue;
            }
            assertThat(RawRequests.ask(port(), "GET", path + "/", NOBODY, "").status()).as(path)
                    .isEqualTo(RawRequests.ask(port(), "GET", path, NOBODY, "").status());
        }
        try (var stream = SseReader.open(house, "/v1/events/")) {
            assertThat(stream.awaitPosition()).isNotEmpty();
        }
    }

    @Test
    void findsKeysThatHaveSlashesAndPercentSignsInThem() {
        for (var key : List.of("a/b", "a%b", "a;b", "..", "a+b", "a?b", "%zz")) {
            var body = "{\"op\":\"register\"}";
            house.post("/v1/commands", body, "Gavel-User", "ann", "Idempotency-Key", key);
            var spelled = new ArrayList<String>();
            key.chars().forEach(c -> spelled.add(String.format("%%%02X", c)));

            var found = RawRequests.ask(port(), "GET",
                    "/v1/requests/" + String.join("", spelled), NOBODY, "");

            assertThat(found.status()).as(key).isEqualTo(200);
        }
    }

    @Test
    void namesTheMethodsThatAPathTakes() {
        var openapi = TestHouse.json(house.get("/openapi.json")).path("paths");
        openapi.properties().forEach(entry -> {
            var path = entry.getKey().replace("{auction}", "1").replace("{key}", "k");
            var expected = new TreeSet<String>();
            entry.getValue().fieldNames().forEachRemaining(method -> {
                expected.add(method.toUpperCase(java.util.Locale.ROOT));
                if (method.equals("get")) {
                    expected.add("HEAD");
                }
            });
            for (var method : List.of("OPTIONS", "TRACE", "DELETE", "PUT", "PATCH", "BREW")) {
                var answer = RawRequests.ask(port(), method, path, NOBODY, "");
                assertThat(answer.status()).as(method + " " + path).isEqualTo(405);
                assertThat(answer.header("Allow")).contains(String.join(", ", expected));
                assertThat(TestHouse.json(answer.body()).path("code").asText())
                        .isEqualTo("METHOD_NOT_ALLOWED");
            }
        });
    }

    private static int port() {
        return house.server().address().httpPort();
    }
}
