package dev.gavel.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.raft.Partition;
import dev.gavel.server.PlatformServer;
import dev.gavel.server.ReplicaStarter;
import dev.gavel.server.TestHouse;
import dev.gavel.server.config.Limits;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code HEAD} says what {@code GET} would, without the body, on every path of the description. */
@Tag("slow")
class HeadTest {

    /** What tells of the moment. */
    private static final List<String> OF_THE_MOMENT = List.of("date", "connection",
            "transfer-encoding", "content-length");

    @Test
    void saysOfEveryPathWhatGetSays() {
        try (var house = TestHouse.open()) {
            house.openAuction("sue");
            saysOfEveryPathWhatGetSays(house);
        }
    }

    @Test
    void saysOfEveryPathWhatGetSaysWhereThereIsNoMajority(@TempDir Path records)
            throws IOException {
        var config = TestHouse.config(3, Limits.defaults(), records);
        try (var house = TestHouse.of(
                PlatformServer.start(config, 0, ReplicaStarter.onTheNetwork(new Partition())))) {
            saysOfEveryPathWhatGetSays(house);
            assertThat(ask(house, "HEAD", "/readyz").status()).isEqualTo(503);
            var transfer = ask(house, "POST", "/v1/cluster/transfer");
            assertThat(transfer.status()).as(transfer.text()).isEqualTo(503);
            assertThat(transfer.header("Retry-After")).isPresent();
            assertThat(ask(house, "HEAD", "/v1/auctions").status()).isEqualTo(503);
        }
    }

    private static void saysOfEveryPathWhatGetSays(TestHouse house) {
        var openapi = TestHouse.json(house.get("/openapi.json"));
        var paths = new TreeMap<String, Boolean>();
        openapi.path("paths")
                .properties()
                .forEach(entry -> paths.put(entry.getKey(), entry.getValue().has("get")));
        paths.put("/", true);
        paths.put("/openapi.json", true);
        paths.put("/page/app.js", true);
        paths.put("/v1/auctions/98765", true);
        paths.put("/v1/auctions?limit=x", true);
        paths.put("/v1/events?after=x", true);
        paths.put("/nothing", true);
        paths.forEach((path, isRead) -> {
            var target = path.replace("{auction}", "1").replace("{key}", "k");
            var head = ask(house, "HEAD", target);
            if (!isRead) {
                assertThat(head.status()).as(target).isEqualTo(405);
            } else {
                var get = target.equals("/v1/events") ? startOfAStream(house, target)
                        : ask(house, "GET", target);
                assertThat(head.status()).as(target).isEqualTo(get.status());
                assertThat(withoutTheMoment(head)).as(target).isEqualTo(withoutTheMoment(get));
            }
            assertThat(head.body()).as(target).isEmpty();
        });
    }

    private static Map<String, String> withoutTheMoment(RawRequests.Answer answer) {
        var headers = new TreeMap<>(answer.headers());
        OF_THE_MOMENT.forEach(headers::remove);
        return headers;
    }

    private static RawRequests.Answer ask(TestHouse house, String method, String target) {
        return RawRequests.ask(house.server().address().httpPort(), method, target,
                List.of("Gavel-User: ann"), "");
    }

    private static RawRequests.Answer startOfAStream(TestHouse house, String target) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(),
                house.server().address().httpPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new RawRequests.Answer(head(socket.getInputStream()));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        return head.toString();
    }
}
