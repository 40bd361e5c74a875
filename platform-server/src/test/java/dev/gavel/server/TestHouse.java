package dev.gavel.server;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gavel.server.config.Bounds;
import dev.gavel.server.config.Limits;
import dev.gavel.server.config.Mode;
import dev.gavel.server.config.Registration;
import dev.gavel.server.config.ServerAddress;
import dev.gavel.server.config.ServerConfig;
import dev.gavel.server.process.Ports;
import org.slf4j.bridge.SLF4JBridgeHandler;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;

/** A house of one server, in memory, on real ports; and someone who asks it over HTTP. */
public final class TestHouse implements AutoCloseable {

    /** Reads what comes back. */
    public static final ObjectMapper JSON = new ObjectMapper();

    private final PlatformServer server;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    static {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    private TestHouse(PlatformServer server) {
        this.server = server;
    }

    /** Opens one with the usual limits. */
    public static TestHouse open() {
        return open(Limits.defaults());
    }

    /** Opens one with these limits. */
    public static TestHouse open(Limits limits) {
        return open(limits, Clock.systemUTC());
    }

    /** As the others, by that clock. */
    public static TestHouse open(Limits limits, Clock clock) {
        try {
            var config = config(1, limits, Path.of("unused"));
            var house = of(PlatformServer.start(config, 0, ReplicaStarter.inMemory(), clock));
            await().until(() -> house.server().notReadyBecause().isEmpty());
            return house;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Someone who asks this server. */
    public static TestHouse of(PlatformServer server) {
        return new TestHouse(server);
    }

    /** A configuration with free ports. */
    public static ServerConfig config(int servers, Limits limits, Path records) {
        var list = new ArrayList<ServerAddress>();
        for (var id = 0; id < servers; id++) {
            var ports = Ports.free(3); // also while nobody listens there, they are lent to no caller
            list.add(new ServerAddress(id, "127.0.0.1", ports.get(0), ports.get(1), ports.get(2)));
        }
        return new ServerConfig(Path.of("test.conf"), "test", Mode.OPEN, Registration.OPEN, records,
                list).withBounds(Bounds.of(limits));
    }

    /** The server. */
    public PlatformServer server() {
        return server;
    }

    /** Its address for HTTP. */
    public URI uri(String path) {
        return URI.create("http://" + server.address().http() + path);
    }

    /** {@code GET path}, with headers by name and value. */
    public HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers).GET().build());
    }

    /** {@code POST path}. */
    public HttpResponse<String> post(String path, String body, String... headers) {
        return send(request(path, headers).POST(BodyPublishers.ofString(body)).build());
    }

    /** A command of {@code user}; the outcome. */
    public JsonNode command(String user, String json) {
        return json(post("/v1/commands", json, "Gavel-User", user));
    }

    /** An open English auction of {@code seller} from 100.00; its id. */
    public String openAuction(String seller) {
        var outcome = command(seller, """
                {"op":"create","name":"Oak table","itemName":"Oak table","format":"english",
                 "start":10000,"durationMillis":600000,"open":true}""");
        if (!outcome.path("status").asText().equals("success")) {
            throw new AssertionError(outcome.toString());
        }
        return outcome.path("auction").asText();
    }

    /** A request to be finished. */
    public HttpRequest.Builder request(String path, String... headers) {
        var request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request;
    }

    /** Sends it. */
    public HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Its HTTP client. */
    public HttpClient http() {
        return http;
    }

    /** The body as JSON. */
    public static JsonNode json(HttpResponse<String> response) {
        return json(response.body());
    }

    /** The text as JSON. */
    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }

    @Override
    public void close() {
        server.close();
        http.close();
    }
}
