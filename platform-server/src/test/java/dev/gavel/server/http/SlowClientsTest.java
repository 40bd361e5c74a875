package dev.gavel.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.server.PlatformServer;
import dev.gavel.server.ReplicaStarter;
import dev.gavel.server.TestHouse;
import dev.gavel.server.config.ConnectionLimits;
import dev.gavel.server.config.Limits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Clients that take their time, or too much of the server. */
@Tag("slow")
class SlowClientsTest {

    private static final int PER_ADDRESS = 60;
    private static final ConnectionLimits LIMITS = new ConnectionLimits(PER_ADDRESS,
            Duration.ofSeconds(2), Duration.ofMillis(1_200), Duration.ofMillis(1_500), 1_000,
            Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofSeconds(5), 100, 50);

    private static final String POST = String.join("\r\n", "POST /v1/commands HTTP/1.1",
            "Host: localhost", "Gavel-User: ann", "Content-Length: 1000", "", "");

    private TestHouse house;
    private final List<Socket> sockets = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        var config = TestHouse.config(1, Limits.defaults(), Path.of("unused"))
                .withConnections(LIMITS);
        house = TestHouse.of(PlatformServer.start(config, 0, ReplicaStarter.inMemory()));
    }

    @AfterEach
    void close() throws IOException {
        for (var socket : sockets) {
            socket.close();
        }
        house.close();
    }

    @Test
    void cutsOffThoseWhoseHeadersTrickleAndServesTheOthers() throws IOException {
        for (var n = 0; n < 50; n++) {
            write(connect(), "GET /livez HTTP/1.1\r\nHost: localhost\r\n");
        }

        await().atMost(Duration.ofSeconds(10)).until(() -> {
            for (var socket : sockets) {
                tryToWrite(socket, "X-More: y\r\n");
            }
            return sockets.stream().allMatch(SlowClientsTest::isCutOff);
        });
        assertThat(house.get("/livez").statusCode()).isEqualTo(200);
    }

    @Test
    void cutsOffASecondRequestWhoseHeadTrickles() throws IOException {
        var socket = connect();
        write(socket, "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n");
        await().until(() -> socket.getInputStream().available() > 0);
        socket.getInputStream().skipNBytes(socket.getInputStream().available());

        await().atMost(Duration.ofSeconds(10)).until(() -> {
            tryToWrite(socket, "G");
            return isCutOff(socket);
        });
    }

    @Test
    void tellsThoseWhoseBodyTricklesThatItCameTooSlowly() throws IOException {
        var socket = connect();
        write(socket, POST);

        await().atMost(Duration.ofSeconds(10)).until(() -> {
            tryToWrite(socket, " ");
            return socket.getInputStream().available() > 0;
        });
        var answer = answer(socket);
        assertThat(answer.status()).isEqualTo(408);
        assertThat(TestHouse.json(answer.body()).path("code").asText()).isEqualTo("TOO_SLOW");
    }

    @Test
    void tellsThoseWhoseBodyStopsThatItCameTooSlowly() throws IOException {
        var socket = connect();
        write(socket, POST + "{");

        var answer = answer(socket);

        assertThat(answer.status()).as(answer.text()).isEqualTo(408);
    }

    @Test
    void keepsAnEventStreamAndAnIdleConnectionThatIsUsedInTime() throws IOException {
        var idle = connect();
        try (var stream = SseReader.open(house, "/v1/events")) {
            stream.awaitPosition();
            var until = System.nanoTime() + Duration.ofSeconds(3).toNanos();
            await().atMost(Duration.ofSeconds(10))
                    .pollInterval(Duration.ofMillis(700))
                    .until(() -> {
                        write(idle, "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n");
                        return System.nanoTime() > until;
                    });
            house.command("ann", "{\"op\":\"register\"}");
            house.command("ann", "{\"op\":\"consign\",\"name\":\"Ring\"}");

            stream.awaitOfType("itemConsigned", 1);
        }
        assertThat(isCutOff(idle)).isFalse();
    }

    @Test
    void closesAConnectionThatIsSilentForLongerThanItMay() throws IOException {
        var socket = connect();
        var began = System.nanoTime();

        await().atMost(Duration.ofSeconds(10)).until(() -> isCutOff(socket));

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(
                Duration.ofMillis(1_500));
    }

    @Test
    void takesOnlySoManyConnectionsFromOneAddress() throws IOException {
        house.get("/livez");
        var refused = 0;
        for (var n = 0; n < PER_ADDRESS + 20; n++) {
            var socket = connect();
            write(socket, "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n");
            var first = status(socket);
            refused += first == 429 || first == 0 ? 1 : 0;
        }

        assertThat(refused).isBetween(20, 25);
        for (var socket : sockets) {
            socket.close();
        }
        await().ignoreExceptions()
                .until(() -> RawRequests.send(port(),
                        "GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                        .status() == 200);
    }

    /** Up to the end of the body, since bytes that come too late make the system reset the rest. */
    private static RawRequests.Answer answer(Socket socket) throws IOException {
        var text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0 || !text.toString().endsWith("}")) {
            var one = socket.getInputStream().read();
            if (one < 0) {
                break;
            }
            text.append((char) one);
        }
        return new RawRequests.Answer(text.toString());
    }

    private static int status(Socket socket) {
        try {
            var line = new String(socket.getInputStream().readNBytes(12),
                    StandardCharsets.US_ASCII);
            return line.length() < 12 ? 0 : Integer.parseInt(line.substring(9));
        } catch (IOException e) {
            return 0;
        }
    }

    private Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port());
        socket.setSoTimeout(10_000);
        sockets.add(socket);
        return socket;
    }

    private int port() {
        return house.server().address().httpPort();
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void tryToWrite(Socket socket, String text) {
        try {
            write(socket, text);
        } catch (IOException cutOff) {
            // Which is what is waited for.
        }
    }

    private static boolean isCutOff(Socket socket) {
        try {
            socket.setSoTimeout(1);
            var all = socket.getInputStream();
            while (all.available() > 0) {
                all.skipNBytes(all.available());
            }
            return all.read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (SocketException cutOff) {
            return true;
        } catch (IOException e) {
            return true;
        }
    }
}
