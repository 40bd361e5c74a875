package dev.gavel.server.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Asks as no HTTP client would. Texts are Latin-1, so that any byte can be sent. */
final class RawRequests {

    private RawRequests() {}

    /** What came back until the server closed. */
    record Answer(String text) {

        int status() {
            return text.startsWith("HTTP/1.1 ") ? Integer.parseInt(text.substring(9, 12)) : 0;
        }

        String head() {
            var end = text.indexOf("\r\n\r\n");
            return end < 0 ? text : text.substring(0, end);
        }

        String body() {
            var end = text.indexOf("\r\n\r\n");
            return end < 0 ? "" : text.substring(end + 4);
        }

        /** By lower-case name; of several with one name the last. */
        Map<String, String> headers() {
            return head().lines()
                    .skip(1)
                    .map(line -> line.split(": ?", 2))
                    .collect(Collectors.toMap(pair -> pair[0].toLowerCase(Locale.ROOT),
                            pair -> pair.length > 1 ? pair[1] : "", (first, last) -> last));
        }

        Optional<String> header(String name) {
            return Optional.ofNullable(headers().get(name.toLowerCase(Locale.ROOT)));
        }
    }

    /** {@code METHOD target} with headers as lines, on a connection of its own. */
    static Answer ask(int port, String method, String target, List<String> headers, String body) {
        var head = new StringBuilder(method + " " + target
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        headers.forEach(line -> head.append(line).append("\r\n"));
        if (!body.isEmpty()) {
            head.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        return send(port, head + "\r\n" + body);
    }

    /** These bytes, on a connection of their own. */
    static Answer send(int port, String bytes) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            return new Answer(new String(socket.getInputStream().readAllBytes(),
                    StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(bytes.lines().findFirst().orElse(""), e);
        }
    }
}
