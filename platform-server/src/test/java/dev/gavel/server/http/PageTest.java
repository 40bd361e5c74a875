package dev.gavel.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.server.TestHouse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

class PageTest {

    private static final Path FILES = Path.of("src/main/resources/dev/gavel/server/page");
    private static final Pattern REFERENCE = Pattern
            .compile("(?:from |import |src=|href=|\":)['\"]([^'\"]+\\.(?:js|css|svg))['\"]");
    private static final int FIRST_PAINT_BYTES = 200_000;

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
    void servesThePageUnderAStrictPolicy() {
        var page = house.get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type").orElseThrow())
                .matches("text/html; ?charset=utf-8");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        var policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
        assertThat(policy).startsWith("default-src 'none'; script-src 'self' 'sha256-")
                .contains("http://127.0.0.1:" + house.uri("/").getPort(), "base-uri 'none'")
                .doesNotContain("unsafe", "*", "[");
    }

    @Test
    void sendsCompressedBytesToWhoeverTakesThem() {
        var plain = house.get("/page/app.js");
        var zipped = bytes("/page/app.js", "Accept-Encoding", "br, gzip");

        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(plain.headers().firstValue("Content-Type").orElseThrow())
                .matches("text/javascript; ?charset=utf-8");
        assertThat(zipped.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(unzip(zipped.body())).isEqualTo(plain.body());
        assertThat(bytes("/page/app.js", "Accept-Encoding", "gzip;q=0").headers()
                .firstValue("Content-Encoding")).isEmpty();
    }

    @Test
    void sendsNothingAgainThatTheBrowserHas() {
        var tag = house.get("/page/app.js").headers().firstValue("ETag").orElseThrow();

        var again = house.get("/page/app.js", "If-None-Match", tag);

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(house.get("/page/app.js", "If-None-Match", "\"other\"").statusCode())
                .isEqualTo(200);
    }

    /** So that it can be opened again while its server is down; no other file has such a say. */
    @Test
    void letsOneFileKeepTheStartPage() {
        assertThat(house.get("/page/net/page-keeper.js")
                .headers()
                .firstValue("Service-Worker-Allowed")).contains("/");
        assertThat(house.get("/page/app.js").headers().firstValue("Service-Worker-Allowed"))
                .isEmpty();
    }

    /** As somebody types it who does not know that the page writes its addresses behind a hash. */
    @ParameterizedTest
    @ValueSource(strings = {"/auctions", "/auctions/1", "/auctions/1/", "/mine", "/sell",
            "/sell/new", "/house"})
    void givesABrowserThePageAtEachOfItsAddressesAndAProgramNothing(String path) {
        var page = house.get(path, "Accept", "text/html,application/xhtml+xml,*/*;q=0.8");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).isEqualTo(house.get("/").body());
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .isEqualTo(house.get("/").headers().firstValue("Content-Security-Policy"));
        for (var types : new String[]{"*/*", "application/json", "text/html;q=0, */*"}) {
            var none = house.get(path, "Accept", types);
            assertThat(none.statusCode()).as(types).isEqualTo(404);
            assertThat(TestHouse.json(none).path("code").asText()).isEqualTo("NOT_FOUND");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/page/nothing.js", "/page/../http/openapi.json",
            "/page/%2e%2e/http/openapi.json", "/page/style/", "/page/a//b.js", "/page/app.class"})
    void hasNothingBesidesItsFiles(String path) {
        assertThat(house.get(path).statusCode()).isIn(400, 404);
    }

    /** What a browser must fetch before anything is seen: all that the start page leads to. */
    @Test
    void staysSmallAndNamesOnlyFilesThatExist() throws IOException {
        var seen = new HashSet<String>();
        collect(FILES.resolve("index.html"), seen);

        long sum = 0;
        for (var name : seen) {
            var answer = bytes("/page/" + name, "Accept-Encoding", "gzip");
            assertThat(answer.statusCode()).as(name).isEqualTo(200);
            sum += answer.body().length;
        }
        assertThat(seen).contains("app.js", "formats/dutch/panel.js", "vendor/preact.js");
        assertThat(sum).isLessThan(FIRST_PAINT_BYTES);
        try (var all = Files.walk(FILES)) {
            assertThat(all.filter(Files::isRegularFile)
                    .map(file -> FILES.relativize(file).toString())
                    .filter(name -> name.endsWith(".js") && !name.startsWith("net/feed-worker")
                            && !name.startsWith("net/page-keeper"))
                    .filter(name -> !seen.contains(name))).as("files nobody asks for").isEmpty();
        }
    }

    private static void collect(Path file, Set<String> seen) throws IOException {
        var matcher = REFERENCE.matcher(Files.readString(file));
        while (matcher.find()) {
            var found = matcher.group(1);
            var target = found.startsWith("/page/") ? FILES.resolve(found.substring(6))
                    : file.resolveSibling(found).normalize();
            if (seen.add(FILES.relativize(target).toString()) && found.endsWith(".js")) {
                collect(target, seen);
            }
        }
    }

    private static HttpResponse<byte[]> bytes(String path, String... headers) {
        try {
            return house.http()
                    .send(house.request(path, headers).GET().build(),
                            BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String unzip(byte[] body) {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
