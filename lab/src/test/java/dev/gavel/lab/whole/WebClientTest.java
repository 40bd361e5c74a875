package dev.gavel.lab.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gavel.cli.verbs.CommandTree;
import dev.gavel.client.AuctionClient;
import dev.gavel.client.ClientConfig;
import dev.gavel.client.Commands;
import dev.gavel.client.JsonObject;
import dev.gavel.client.Outcome;
import dev.gavel.client.ServerAddress;
import dev.gavel.sellerrun.Round;
import dev.gavel.sellerrun.SaleHouse;
import dev.gavel.sellerrun.Selling;
import dev.gavel.sellerrun.SellingListener;
import dev.gavel.server.FiveServers;
import dev.gavel.server.TestHouse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/** {@code gavel client --web}: the page from a program of the bidder's own, with five servers and sellers. */
@Tag("slow")
class WebClientTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** In short rounds on a busy machine even who is there may be late. */
    private static final long GRACE = 100;

    @TempDir
    private static Path records;
    @TempDir
    private Path journals;
    private static FiveServers servers;
    private static AuctionClient client;
    private static String addresses = "";
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    private static Running agent;
    private static URI page;

    /** A command line that goes on until it is ended. */
    private record Running(Thread thread, StringWriter out, CompletableFuture<Integer> code) {
        String end() {
            thread.interrupt();
            assertThat(code.orTimeout(30, TimeUnit.SECONDS).join()).as(out::toString).isZero();
            return out.toString();
        }

        URI at() {
            await().atMost(PATIENCE)
                    .until(() -> out.toString().contains("open http://") || code.isDone());
            return URI.create(out.toString().split("open ", 2)[1].split(" ", 2)[0]);
        }
    }

    @BeforeAll
    static void open() {
        servers = new FiveServers(records);
        var all = StreamSupport.stream(servers.all().spliterator(), false)
                .map(house -> house.server().address().client())
                .toList();
        addresses = String.join(",", all);
        client = AuctionClient.connect(ClientConfig
                .of(all.stream().map(ServerAddress::parse).toList())
                .withDeadline(Duration.ofSeconds(3))
                .withWhenNoneListens(Duration.ofMillis(300)));
        agent = gavel("client", "--web", "--listen", "127.0.0.1:0", "--as", "ann");
        page = agent.at();
    }

    @AfterAll
    static void close() {
        agent.end();
        client.close();
        servers.close();
    }

    @BeforeEach
    void houseWithALeader() {
        assertThat(servers.leader()).isNotNull();
    }

    private static Running gavel(String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--server", addresses));
        var out = new StringWriter();
        var printer = new PrintWriter(out, true);
        var code = new CompletableFuture<Integer>();
        var thread = Thread.ofPlatform()
                .daemon()
                .start(() -> code.complete(CommandTree.run(all.toArray(String[]::new), printer,
                        printer, false, Map.of())));
        return new Running(thread, out, code);
    }

    private static HttpResponse<String> send(URI uri, String method, String body,
            String... headers) {
        try {
            var request = HttpRequest.newBuilder(uri)
                    .timeout(PATIENCE)
                    .method(method, BodyPublishers.ofString(body));
            if (headers.length > 0) {
                request.headers(headers);
            }
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(uri + ": " + e, e);
        }
    }

    private static HttpResponse<String> get(String path, String... headers) {
        return send(page.resolve(path), "GET", "", headers);
    }

    private static JsonNode command(String user, String json) throws IOException {
        var answer = send(page.resolve("/v1/commands"), "POST", json, "Gavel-User", user,
                "Content-Type", "application/json", "Idempotency-Key",
                "key-" + System.nanoTime());
        return TestHouse.JSON.readTree(answer.body());
    }

    private static JsonNode seat(String user, String auction) throws IOException {
        return TestHouse.JSON.readTree(
                get("/agent/seats/" + auction, "Gavel-User", user).body()).path("seat");
    }

    private static JsonNode sit(String user, String auction, String what) throws IOException {
        return TestHouse.JSON.readTree(send(page.resolve("/agent/seats/" + auction + what),
                "POST", "", "Gavel-User", user).body());
    }

    @Test
    void servesThePageOfTheServersUnderAStricterPolicy() {
        var server = servers.leader();
        for (var path : List.of("/", "/page/app.js", "/page/style/base.css")) {
            assertThat(get(path).body()).as(path).isEqualTo(server.get(path).body());
        }
        assertThat(get("/").headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'; script-src 'self' 'sha256-")
                .contains("connect-src 'self' ;", "frame-ancestors 'none'")
                .doesNotContain("http:", "unsafe", "*");
        assertThat(server.get("/page/net/served-by.js").body()).contains("agent = null;");
        assertThat(get("/page/net/served-by.js").body()).contains("agent = {\"user\":\"ann\"};");
        assertThat(get("/page/../agent").statusCode()).isIn(400, 404);
    }

    /** As somebody types it who does not know that the page writes its addresses behind a hash. */
    @ParameterizedTest
    @ValueSource(strings = {"/auctions", "/auctions/1", "/auctions/1/", "/mine", "/sell",
            "/sell/new", "/house"})
    void givesABrowserThePageAtEachOfItsAddressesAndAProgramNothing(String path) {
        var answer = get(path, "Accept", "text/html,application/xhtml+xml,*/*;q=0.8");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(get("/").body());
        assertThat(answer.headers().firstValue("Content-Security-Policy"))
                .isEqualTo(get("/").headers().firstValue("Content-Security-Policy"));
        for (var types : List.of("*/*", "application/json", "text/html;q=0, */*")) {
            var none = get(path, "Accept", types);
            assertThat(none.statusCode()).as(types).isEqualTo(404);
            assertThat(TestHouse.json(none).path("code").asText()).isEqualTo("NOT_FOUND");
        }
    }

    @Test
    void passesOnWhatThePageAsksAndGoesOnAtAnotherServer() throws Exception {
        var created = command("sue", "{\"op\":\"create\",\"name\":\"Vase\",\"format\":\"english\","
                + "\"start\":1000,\"open\":true}");
        assertThat(created.path("status").asText()).as(created.toString()).isEqualTo("success");
        var auction = created.path("auction").asText();
        var first = get("/v1/auctions/" + auction);
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(first.headers().firstValue("Gavel-Index")).isPresent();
        var id = Integer.parseInt(first.headers().firstValue("Gavel-Server").orElseThrow());
        assertThat(get("/v1/auctions/none").statusCode()).isEqualTo(400);
        assertThat(get("/servers/" + id + "/readyz").statusCode()).isEqualTo(200);
        assertThat(get("/servers/77/readyz").statusCode()).isEqualTo(503);
        assertThat(get("/servers/" + id + "/page/app.js").statusCode()).isEqualTo(404);

        try (var events = HTTP.send(HttpRequest.newBuilder(page.resolve("/v1/events"))
                .build(), BodyHandlers.ofInputStream()).body()) {
            assertThat(command("ann", "{\"op\":\"bid\",\"auction\":\"" + auction
                    + "\",\"amount\":1000}").path("status").asText()).isEqualTo("success");
            var heard = new StringBuilder();
            while (heard.indexOf("bidAccepted") < 0) {
                var read = events.read();
                assertThat(read).as(heard.toString()).isNotNegative();
                heard.append((char) read);
            }
        }

        servers.stop(servers.at(id));
        try {
            var later = get("/v1/auctions/" + auction);
            assertThat(later.statusCode()).isEqualTo(200);
            assertThat(later.headers().firstValue("Gavel-Server")).isPresent()
                    .isNotEqualTo(first.headers().firstValue("Gavel-Server"));
            assertThat(get("/servers/" + id + "/readyz").statusCode()).isEqualTo(503);
        } finally {
            servers.start(id);
        }
    }

    /** Raw, since a client library would not send these. */
    @ParameterizedTest
    @CsvSource({ // the last column: whether it may read; whether it may act
            "127.0.0.1:PORT, '', true, true", "localhost:PORT, '', true, true",
            "[::1]:PORT, '', true, true",
            "127.0.0.1:PORT, Origin: http://127.0.0.1:PORT, true, true",
            "LOCALHOST:PORT, Origin: http://localhost:PORT, true, true",
            "127.0.0.1:PORT, Sec-Fetch-Site: same-origin, true, true",
            "127.0.0.1:PORT, Sec-Fetch-Site: none, true, true",
            "evil.example:PORT, '', false, false",
            "evil.example:PORT, Origin: http://evil.example:PORT, false, false",
            "127.0.0.1.evil.example:PORT, '', false, false", "127.0.0.1:1, '', false, false",
            "127.0.0.1, '', false, false",
            "127.0.0.1:PORT, Origin: http://evil.example, false, false",
            "127.0.0.1:PORT, Origin: null, false, false",
            "127.0.0.1:PORT, Origin: https://127.0.0.1:PORT, false, false",
            "127.0.0.1:PORT, Origin: http://localhost:PORT, false, false",
            "127.0.0.1:PORT, Origin: http://127.0.0.1:1, false, false",
            "127.0.0.1:PORT, Sec-Fetch-Site: cross-site, false, false",
            "127.0.0.1:PORT, Sec-Fetch-Site: same-site, false, false"})
    void keepsOtherPagesOfTheBrowserAway(String host, String header, boolean reads, boolean acts)
            throws Exception {
        var auction = command("sue", "{\"op\":\"create\",\"name\":\"Jug\",\"format\":\"english\","
                + "\"start\":1000,\"open\":true}").path("auction").asText();
        var bid = "{\"op\":\"bid\",\"auction\":\"" + auction + "\",\"amount\":1000}";

        assertThat(raw("GET", "/v1/auctions/" + auction, host, header, ""))
                .startsWith("HTTP/1.1 " + (reads ? 200 : 403))
                .doesNotContain("Access-Control");
        assertThat(raw("GET", "/agent/seats/" + auction, host, header, ""))
                .startsWith("HTTP/1.1 " + (reads ? 200 : 403));
        for (var server : List.of("", "/servers/0")) {
            assertThat(raw("POST", server + "/v1/commands", host, header, bid))
                    .contains(acts ? "\"index\"" : "FORBIDDEN");
        }
        assertThat(raw("POST", "/agent/seats/" + auction, host, header, ""))
                .contains(acts ? "is run by the house" : "FORBIDDEN");
        var bids = client.query("ann", JsonObject.of("query", "auction")
                .with(
                        "auction", auction))
                .json()
                .number("bids")
                .orElse(0);
        assertThat(bids).isEqualTo(acts ? 1 : 0);
    }

    private static String raw(String method, String path, String host, String header, String body)
            throws IOException {
        var at = page;
        try (var socket = new Socket(at.getHost(), at.getPort())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            var head = method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\n"
                    + (header.isEmpty() ? "" : header + "\r\n") + "Gavel-User: ann\r\n"
                    + "Connection: close\r\nContent-Type: application/json\r\nContent-Length: "
                    + body.length() + "\r\n\r\n" + body;
            socket.getOutputStream()
                    .write(head.replace("PORT", "" + at.getPort())
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void sitsWithTheSellerWhileAllServersAreDown() throws Exception {
        var setup = new Selling.Setup(SaleHouse.of(client, "sue"),
                new ServerAddress("127.0.0.1", 9), journals, Optional.empty(), GRACE);
        var command = Commands.create("Oak table", "Oak table", "clock", 10_000)
                .with("step", 500)
                .with("periodMillis", 150);
        var selling = Selling.create(setup, command, true, new Silent());
        var auction = selling.terms().auction();
        var other = Selling.create(setup, command, true, new Silent());
        assertThat(selling.register().succeeded()).isTrue();
        assertThat(seat("ann", auction).isMissingNode()).isTrue();
        for (var name : List.of("ann", "bob", "cid")) {
            assertThat(sit(name, auction, "").path("status").asText()).isEqualTo("success");
        }
        assertThat(sit("ann", other.terms().auction(), "").path("status").asText())
                .isEqualTo("success");
        assertThat(seat("ann", auction).path("address"))
                .as("the house knows one address of everybody")
                .isEqualTo(seat("ann", other.terms().auction()).path("address"));
        other.close();
        assertThat(sit("cid", auction, "/leave").path("status").asText()).isEqualTo("success");
        assertThat(seat("cid", auction).isMissingNode()).isTrue();
        assertThat(seat("ann", auction).path("state").asText()).isEqualTo("waiting");
        assertThat(sit("ann", "4711", "").path("code").asText()).isEqualTo("UNKNOWN_AUCTION");

        selling.start();
        var unused = run(selling);
        await().atMost(PATIENCE).until(() -> seat("ann", auction).path("round").asInt() >= 2);
        servers.stopAll();
        await().atMost(PATIENCE).until(() -> seat("ann", auction).path("houseAway").asBoolean());
        assertThat(get("/v1/auctions/" + auction).statusCode()).isEqualTo(503);
        assertThat(get("/").statusCode()).isEqualTo(200);
        var downAt = seat("ann", auction);
        assertThat(downAt.path("view").path("name").asText()).isEqualTo("Oak table");
        await().atMost(PATIENCE)
                .until(() -> seat("ann", auction).path("round").asInt() > downAt.path("round")
                        .asInt() + 2);
        selling.close(); // all at once, as if it had been killed
        await().atMost(PATIENCE).until(() -> seat("ann", auction).path("paused").asBoolean());
        servers.startAll();
        try (var elsewhere = Selling.takeUp(setup, "sue", auction, new Silent())) {
            elsewhere.register();
            var result = run(elsewhere);
            await().atMost(PATIENCE).until(() -> !seat("ann", auction).path("paused").asBoolean());
            servers.stopAll();
            assertThat(sit("bob", auction, "/leave").path("message").asText())
                    .contains("The seller is told");
            await().atMost(PATIENCE)
                    .until(() -> seat("ann", auction).path("state").asText().equals("over"));
            var end = seat("ann", auction);
            assertThat(end.path("winner").asText()).isEqualTo("ann");
            assertThat(end.path("price").asLong()).isGreaterThan(11_000);
            await().atMost(PATIENCE)
                    .until(() -> seat("bob", auction).path("winner")
                            .asText()
                            .equals("ann"));
            servers.startAll();
            assertThat(result.get(30, TimeUnit.SECONDS).orElseThrow().succeeded()).isTrue();
            var view = TestHouse.JSON.readTree(get("/v1/auctions/" + auction).body());
            assertThat(view.path("winner").asText()).isEqualTo("ann");
            assertThat(view.path("hammerPrice")).isEqualTo(end.path("price"));
        }
    }

    private static CompletableFuture<Optional<Outcome>> run(Selling selling) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return selling.run();
            } catch (InterruptedException e) {
                return Optional.empty();
            }
        }, task -> Thread.ofPlatform().daemon().start(task));
    }

    @Test
    void saysWhyItCannotListen() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var there = "127.0.0.1:" + taken.getLocalPort();
            assertThat(refusal("client", "--web", "--listen", there))
                    .contains("cannot listen on " + there, "in use", "--listen 127.0.0.1:0");
        }
        assertThat(refusal("client", "--web", "--listen", "0.0.0.0:0")).contains(
                "0.0.0.0 is not this machine's loopback address", "under any name");
        assertThat(refusal("client", "--web", "--listen", "nowhere")).contains("--listen",
                "HOST:PORT");
        assertThat(refusal("client", "--web", "--listen", "no.such.host.invalid:1"))
                .contains("no host no.such.host.invalid");
        assertThat(refusal("client", "--listen", "127.0.0.1:0")).contains("need --web");
        var open = gavel("client", "--web", "--listen", "0.0.0.0:0",
                "--let-anyone-on-the-network-act-under-any-name");
        assertThat(send(open.at().resolve("/v1/cluster"), "GET", "").statusCode()).isEqualTo(200);
        open.end();
    }

    private static String refusal(String... words) {
        var running = gavel(words);
        assertThat(running.code().orTimeout(30, TimeUnit.SECONDS).join())
                .as(running.out()::toString)
                .isEqualTo(2);
        return running.out().toString();
    }

    /** Listens to a seller's program, to no purpose. */
    private static final class Silent implements SellingListener {
        @Override
        public void changed(Round round) {}

        @Override
        public void lost(String buyer, long missed) {}

        @Override
        public void stalled() {}

        @Override
        public void wentOn() {}

        @Override
        public void joined(List<String> buyers) {}

        @Override
        public void houseAway(String why) {}

        @Override
        public void houseBack() {}

        @Override
        public void refused(Outcome why) {}

        @Override
        public void handedIn(Outcome outcome) {}
    }
}
