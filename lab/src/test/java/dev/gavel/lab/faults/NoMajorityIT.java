package dev.gavel.lab.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gavel.cli.servers.DevCluster;
import dev.gavel.cli.verbs.CommandTree;
import dev.gavel.client.AuctionClient;
import dev.gavel.client.ClientConfig;
import dev.gavel.client.JsonObject;
import dev.gavel.client.Outcome;
import dev.gavel.client.ServerAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** Three of five are killed: whoever asks is told so, soon and honestly. */
@Timeout(240)
class NoMajorityIT {

    private static final Duration SOON = Duration.ofSeconds(3);
    private static final Duration LATE = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REGISTER = "{\"op\":\"register\"}";

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void writesAreRefusedInThreeSecondsWhileTheLeaderIsAmongTheTwoThatAreLeft() throws Exception {
        try (var cluster = DevCluster.start(5)) {
            var leader = cluster.leader();
            var left = List.of(leader, (leader + 1) % 5);
            killAllBut(cluster, left);

            // at once: the old leader may still have put it into its log
            var first = within(SOON, () -> post(cluster, leader));
            assertThat(first.path("code").asText()).as(first.toString())
                    .isIn("NO_MAJORITY", "UNKNOWN");
            checkThatAllRefuse(cluster, left);
        }
    }

    @Test
    void writesAreRefusedInThreeSecondsWhenTheLeaderIsKilledToo() throws Exception {
        try (var cluster = DevCluster.start(5)) {
            var leader = cluster.leader();
            var left = List.of((leader + 1) % 5, (leader + 2) % 5);
            killAllBut(cluster, left);

            // at once: it may have been passed on to the leader that died
            var first = within(SOON, () -> post(cluster, left.get(0)));
            assertThat(first.path("code").asText()).as(first.toString())
                    .isIn("NO_MAJORITY", "UNKNOWN");
            checkThatAllRefuse(cluster, left);
            refusedFor("leader", cluster, "transfer", "--timeout", "1s");

            cluster.startServer(leader);
            var again = within(Duration.ofSeconds(10), () -> post(cluster, leader));
            assertThat(again.path("status").asText()).as(again.toString()).isEqualTo("success");
        }
    }

    private void checkThatAllRefuse(DevCluster cluster, List<Integer> left) throws Exception {
        for (var id : left) {
            // the two may have to find each other first: that one is late is also told
            await().atMost(LATE).until(() -> {
                var answer = within(SOON, () -> post(cluster, id));
                assertThat(answer.path("code").asText()).as(answer.toString())
                        .isEqualTo("NO_MAJORITY");
                return answer.path("message").asText().contains("2 of 5 servers");
            });
            var read = within(SOON, () -> get(cluster, id));
            assertThat(read.statusCode()).as(read.body()).isEqualTo(503);
            assertThat(read.headers().firstValue("Retry-After")).isPresent();
        }
        try (var client = AuctionClient.connect(ClientConfig.of(addresses(cluster)))) {
            var outcome = within(SOON,
                    () -> client.execute("ann", JsonObject.of("op", "register")));
            assertThat(outcome.code()).as(outcome.toString()).isEqualTo(Outcome.NO_MAJORITY);
            assertThat(outcome.withoutEffect()).isTrue();
        }
        refusedFor("no majority", cluster, "register", "--as", "ann");
    }

    /** As a verb of the command line, with code 4, in time. */
    private void refusedFor(String reason, DevCluster cluster, String... verb)
            throws Exception {
        var err = new StringWriter();
        var servers = Stream.of("--server", String.join(",",
                addresses(cluster).stream().map(ServerAddress::toString).toList()));
        var words = Stream.concat(Stream.of(verb), servers).toArray(String[]::new);
        var code = within(SOON, () -> CommandTree.run(words, new PrintWriter(new StringWriter()),
                new PrintWriter(err, true), false, Map.of()));
        assertThat(code).as(err.toString()).isEqualTo(4);
        assertThat(err.toString()).contains(reason);
    }

    private static void killAllBut(DevCluster cluster, List<Integer> left) {
        cluster.ids().stream().filter(id -> !left.contains(id)).forEach(cluster::kill);
    }

    private static List<ServerAddress> addresses(DevCluster cluster) {
        return cluster.ids()
                .stream()
                .map(id -> ServerAddress.parse(cluster.address(id).client()))
                .toList();
    }

    private static <T> T within(Duration limit, Callable<T> ask) throws Exception {
        var began = System.nanoTime();
        var answer = ask.call();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).as("%s", answer)
                .isLessThan(limit);
        return answer;
    }

    private JsonNode post(DevCluster cluster, int id) throws Exception {
        var response = http.send(HttpRequest.newBuilder(uri(cluster, id, "/v1/commands"))
                .header("Gavel-User", "ann")
                .POST(HttpRequest.BodyPublishers.ofString(REGISTER))
                .build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            assertThat(response.statusCode()).as(response.body()).isIn(503, 504);
            assertThat(response.headers().firstValue("Retry-After")).isPresent();
        }
        return JSON.readTree(response.body());
    }

    private HttpResponse<String> get(DevCluster cluster, int id) throws Exception {
        return http.send(HttpRequest.newBuilder(uri(cluster, id, "/v1/auctions")).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static URI uri(DevCluster cluster, int id, String path) {
        return URI.create("http://" + cluster.address(id).http() + path);
    }
}
