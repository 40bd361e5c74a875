package dev.gavel.lab.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.gavel.cli.verbs.CommandTree;
import dev.gavel.server.TestHouse;
import dev.gavel.server.config.ServerAddress;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * All the ways to learn whether a server is ready. The page's screen House shows the row of {@code /v1/cluster}
 * as it is.
 */
public final class Entrances {

    /** Said where it is. */
    public static final String READY = "ready";

    private static final String NO_WORDS = "0";
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    private final ServerAddress server;

    /** Of this server. */
    public Entrances(ServerAddress server) {
        this.server = server;
    }

    /** The body of what it answers; empty where it does not. */
    public Optional<JsonNode> ask(String path) {
        try {
            return Optional.of(TestHouse.JSON.readTree(text(path)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private String text(String path) throws IOException {
        try {
            return HTTP.send(HttpRequest.newBuilder(URI.create("http://" + server.http() + path))
                    .timeout(ANSWER)
                    .build(), BodyHandlers.ofString()).body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** What each entrance says: {@value #READY}, or why not. */
    public Map<String, String> said() {
        var all = new LinkedHashMap<String, String>();
        var readyz = ask("/readyz").orElse(MissingNode.getInstance());
        all.put("/readyz", word(readyz.path("ready").asBoolean(),
                readyz.path("reason").asText("no answer")));
        all.put("/v1/cluster",
                row(ask("/v1/cluster").orElse(MissingNode.getInstance())));
        all.put("status", status());
        all.put("metrics", isInMetrics() ? READY : NO_WORDS);
        all.put("health", health() == ServingStatus.SERVING ? READY : NO_WORDS);
        return all;
    }

    private String row(JsonNode cluster) {
        for (var one : cluster.path("servers")) {
            if (one.path("id").asInt(-1) == server.id()) {
                return word(one.path("ready").asBoolean(), one.path("notReadyBecause").asText());
            }
        }
        return "no answer";
    }

    private String status() {
        var out = new StringWriter();
        CommandTree.run(new String[]{"status", "--json", "--server", server.client()},
                new PrintWriter(out, true), new PrintWriter(new StringWriter()), false, Map.of());
        try {
            return row(TestHouse.JSON.readTree(out.toString()));
        } catch (IOException e) {
            return "no answer";
        }
    }

    private boolean isInMetrics() {
        try {
            return text("/metrics").contains("\ngavel_ready 1.0");
        } catch (IOException e) {
            return false;
        }
    }

    private ServingStatus health() {
        var channel = NettyChannelBuilder.forTarget(server.client()).usePlaintext().build();
        try {
            return HealthGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(ANSWER.toMillis(), TimeUnit.MILLISECONDS)
                    .check(HealthCheckRequest.getDefaultInstance())
                    .getStatus();
        } catch (StatusRuntimeException e) {
            return ServingStatus.UNKNOWN;
        } finally {
            channel.shutdownNow();
        }
    }

    private static String word(boolean ready, String why) {
        return ready ? READY : why;
    }

    /** All say the same: {@value #READY}, or one sentence in which {@code expected} is found. */
    public void assertAgreed(String expected) {
        var all = said();
        var sentences = all.values()
                .stream()
                .filter(one -> !one.equals(NO_WORDS))
                .distinct()
                .toList();
        assertThat(sentences).as(all.toString()).hasSize(1);
        assertThat(sentences.getFirst()).as(all.toString()).containsPattern(expected);
        assertThat(all.values().stream().distinct().count() == 1).as(all.toString())
                .isEqualTo(expected.equals(READY));
    }
}
