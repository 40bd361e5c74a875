package dev.gavel.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.raft.Partition;
import dev.gavel.server.PlatformServer;
import dev.gavel.server.ReplicaStarter;
import dev.gavel.server.TestHouse;
import dev.gavel.server.config.Access;
import dev.gavel.server.config.Limits;
import dev.gavel.server.config.Mode;
import dev.gavel.server.config.Registration;
import dev.gavel.server.config.ServerAddress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A house that is reached at 127.0.0.1 and as auctions.example. */
class HostNamesTest {

    private static final String BID = "{\"op\":\"register\"}";

    private static TestHouse house;

    @BeforeAll
    static void open(@TempDir Path records) throws IOException {
        var config = TestHouse.config(1, Limits.defaults(), records)
                .withAccess(new Access(Mode.OPEN, Registration.OPEN, List.of("auctions.example")));
        house = TestHouse.of(PlatformServer.start(config, 0,
                ReplicaStarter.onTheNetwork(new Partition())));
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static RawRequests.Answer ask(String method, String target, String host,
            String... headers) {
        var body = method.equals("POST") ? BID : "";
        return RawRequests.send(house.server().address().httpPort(),
                method + " " + target + " HTTP/1.1\r\nHost: " + host
                        + "\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n"
                        + String.join("", List.of(headers)
                                .stream()
                                .map(line -> line + "\r\n")
                                .toList())
                        + "\r\n" + body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /v1/auctions", "GET /v1/events", "GET /", "GET /page/app.js",
            "GET /metrics", "GET /livez", "GET /nothing", "HEAD /v1/auctions",
            "OPTIONS /v1/commands", "POST /v1/commands", "POST /v1/cluster/snapshot"})
    void refusesRequestsThatNameAnotherHost(String line) {
        var words = line.split(" ", 2);
        for (var host : List.of("evil.example", "evil.example:8080", "127.0.0.1.evil.example",
                "localhost.evil.example", "xauctions.example", "127.0.0.1x")) {
            var answer = ask(words[0], words[1], host, "Gavel-User: ann",
                    "Origin: http://" + host);
            assertThat(answer.status()).as(host).isEqualTo(421);
            assertThat(answer.header("Access-Control-Allow-Origin")).as(host).isEmpty();
            if (!words[0].equals("HEAD")) {
                assertThat(answer.body()).contains("\"code\":\"WRONG_HOST\"", "also-known-as");
            }
        }
    }

    @Test
    void refusesAnAddressThatNamesAnotherHostThanTheHeader() {
        assertThat(ask("GET", "http://evil.example/v1/auctions", "localhost").status())
                .isBetween(400, 421);
        assertThat(ask("GET", "http://evil.example/v1/auctions", "evil.example").status())
                .isEqualTo(421);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.1:8080", "localhost", "LocalHost.", "a.localhost",
            "[::1]:8080", "192.0.2.7", "auctions.example", "Auctions.Example.:443", "localhost:",
            "127.0.0.1:", "[::1]:", "auctions.example:", "localhost.:"})
    void takesAddressesNamesOfThisMachineAndTheConfiguredOnes(String host) {
        assertThat(ask("GET", "/v1/auctions", host).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {":", "localhost::", "localhost:x", "localhost:-1", "localhost:99999",
            "local host", "localhost:80:", "[::1", "a,b", "localhost, localhost:"})
    void takesNothingElseForAHost(String host) {
        for (var twice = 0; twice < 2; twice++) {
            assertThat(ask("GET", "/v1/auctions", host).status()).isEqualTo(400);
        }
        assertThat(ask("HEAD", "/v1/auctions", host).body()).isEmpty();
    }

    @Test
    void refusesAnotherHostWithoutAPortBehindItsColon() {
        assertThat(ask("GET", "/v1/auctions", "evil.example:").status()).isEqualTo(421);
    }

    @Test
    void letsAPageActWhereTheHostHasAColonAndNoPort() {
        assertThat(ask("POST", "/v1/commands", "a.localhost:", "Gavel-User: ann",
                "Content-Type: application/json", "Origin: http://a.localhost").status())
                .isEqualTo(200);
    }

    @Test
    void takesARequestWithoutAHostSinceNoBrowserSendsOne() {
        assertThat(RawRequests.send(house.server().address().httpPort(),
                "GET /livez HTTP/1.0\r\n\r\n").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://auctions.example", "http://auctions.example",
            "http://auctions.example:PORT"})
    void letsPagesActThatWereServedUnderAConfiguredName(String origin) {
        var port = house.server().address().httpPort();
        var answer = ask("POST", "/v1/commands", "auctions.example", "Gavel-User: ann",
                "Content-Type: application/json",
                "Origin: " + origin.replace("PORT", Integer.toString(port)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.2", "192.0.2.7:8080", "[::1]:8080", "a.localhost:8080",
            "localhost.:8080", "auctions.example:99"})
    void letsAPageActWhereItWasServed(String host) {
        for (var scheme : List.of("http://", "https://")) {
            assertThat(ask("POST", "/v1/commands", host, "Gavel-User: ann",
                    "Content-Type: application/json", "Origin: " + scheme + host).status())
                    .isEqualTo(200);
        }
        assertThat(ask("POST", "/v1/commands", "127.0.0.1", "Gavel-User: ann",
                "Content-Type: application/json", "Origin: http://" + host).status())
                .as("another's page")
                .isEqualTo(403);
    }

    @Test
    void knowsTheHostsOfTheServersWhoeverTheyAre() {
        var names = new HostNames(
                () -> List.of(new ServerAddress(0, "Gavel-0", 1, 2, 3)), List.of());
        assertThat(names.areOurs("gavel-0")).isTrue();
        assertThat(names.areOurs("gavel-1")).isFalse();
        assertThat(names.areOurs(null)).isTrue();
    }
}
