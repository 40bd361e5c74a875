package dev.gavel.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.server.TestHouse;
import dev.gavel.server.config.Limits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/** What no HTTP client would send. */
class RawHttpTest {

    private static TestHouse house;

    @BeforeAll
    static void open() {
        house = TestHouse.open(
                new Limits(64 << 10, 1 << 20, 4 << 20, 12_000, 10_000, 2_000, 100_000));
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"BLAH", "GET /%%% HTTP/1.1|Host: localhost", "GET / HTTP/1.1",
            "GET /../../etc/passwd HTTP/1.1|Host: localhost",
            "POST /v1/commands HTTP/1.1|Host: localhost|Content-Length: 5|Transfer-Encoding: chunked"})
    void answersWhatIsNoRequestWithAnOutcome(String head) throws IOException {
        var response = ask(head.replace("|", "\r\n") + "\r\n\r\n");

        assertThat(response).startsWith("HTTP/1.1 400");
        assertThat(body(response)).contains("\"code\":\"BAD_COMMAND\"");
    }

    @Test
    void refusesHeadersThatAreTooLong() throws IOException {
        var response = ask(
                "GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + "a".repeat(20_000) + "\r\n\r\n");

        assertThat(response).startsWith("HTTP/1.1 431");
        assertThat(body(response)).contains("TOO_LARGE");
    }

    @Test
    void answersATooLongBodyBeforeItHasCome() throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream()
                    .write(("POST /v1/commands HTTP/1.1\r\nHost: localhost\r\n"
                            + "Gavel-User: ann\r\nContent-Length: 10000000\r\n\r\n{")
                            .getBytes(StandardCharsets.US_ASCII));
            var start = new String(socket.getInputStream().readNBytes(12),
                    StandardCharsets.US_ASCII);

            assertThat(start).isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    void cutsOffAWatcherThatDoesNotReadAndServesTheOthers() throws IOException {
        var auction = house.openAuction("sue");
        var sockets = new ArrayList<Socket>();
        for (var n = 0; n < 20; n++) {
            var socket = new Socket();
            socket.setReceiveBufferSize(2_048);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(),
                    port()));
            socket.getOutputStream()
                    .write(("GET /v1/events?auction=" + auction
                            + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            sockets.add(socket);
        }
        await().until(() -> watchers() == 20);
        try (var reader = SseReader.open(house, "/v1/events?auction=" + auction)) {
            reader.awaitPosition();
            var amount = 10_000;
            while (watchers() > 1 && amount < 60_000) {
                for (var n = 0; n < 500; n++) {
                    house.server()
                            .replica()
                            .submit(new Request(
                                    new RequestId.ByKey("slow-" + amount), "ann" + amount % 2,
                                    Bytes.utf8("{\"op\":\"bid\",\"auction\":\"" + auction
                                            + "\",\"amount\":" + amount + "}")))
                            .join();
                    amount++;
                }
            }
            assertThat(watchers()).isEqualTo(1);
            reader.awaitOfType("bidAccepted", amount - 10_000);
        }
        for (var socket : sockets) {
            socket.close();
        }
    }

    private static int watchers() {
        return (int) Double.parseDouble(house.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("gavel_watchers "))
                .findFirst()
                .orElseThrow()
                .substring("gavel_watchers ".length()));
    }

    private static String ask(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static String body(String response) {
        return response.substring(response.indexOf("\r\n\r\n"));
    }

    private static int port() {
        return house.server().address().httpPort();
    }
}
