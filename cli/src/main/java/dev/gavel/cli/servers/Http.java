package dev.gavel.cli.servers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** One request to one server, as anybody's script would make it. */
public final class Http {

    /** Reads what comes back. */
    public static final JsonMapper JSON = new JsonMapper();

    private Http() {}

    /**
     * What came back.
     *
     * @param status HTTP status
     * @param body as JSON, missing where it is none
     */
    public record Response(int status, JsonNode body) {}

    /**
     * Asks once.
     *
     * @param body sent by POST; without one it is a GET
     * @throws IOException when the server does not answer in time
     */
    public static Response ask(String address, String path, Map<String, String> headers,
            Optional<JsonNode> body, Duration patience) throws IOException {
        var connection = (HttpURLConnection) URI.create("http://" + address + path)
                .toURL()
                .openConnection();
        connection.setConnectTimeout(Math.toIntExact(patience.toMillis()));
        connection.setReadTimeout(Math.toIntExact(patience.toMillis()));
        headers.forEach(connection::setRequestProperty);
        if (body.isPresent()) {
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "application/json");
            connection.getOutputStream().write(JSON.writeValueAsBytes(body.get()));
        }
        int status = connection.getResponseCode();
        try (var in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new Response(status, in == null ? MissingNode.getInstance()
                    : parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        }
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
