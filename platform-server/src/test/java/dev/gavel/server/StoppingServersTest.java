package dev.gavel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.server.http.SseReader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;

@Tag("slow")
class StoppingServersTest {

    @TempDir
    private Path records;

    @Test
    void goesOnWhileALeaderStopsAndSaysHonestlyWhenAMajorityIsGone() {
        try (var servers = new FiveServers(records)) {
            var auction = servers.leader().openAuction("sue");
            var leader = servers.leader();
            var stays = servers.follower(0);
            try (var watching = SseReader.open(leader, "/v1/events")) {
                watching.awaitPosition();
                servers.stop(leader);
                watching.awaitEnd(Duration.ofSeconds(5));
            }

            var bid = stays.command("ann", "{\"op\":\"bid\",\"auction\":\"" + auction
                    + "\",\"amount\":10000}");
            assertThat(bid.path("status").asText()).as(bid.toString()).isEqualTo("success");
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(
                            () -> assertThat(TestHouse.json(stays.get("/v1/cluster"))
                                    .path("servers")
                                    .findValuesAsText("up")).containsOnlyOnce("false"));

            String[] asBob = {"Gavel-User", "bob", "Idempotency-Key", "bob-1"};
            assertThat(stays.post("/v1/commands", "{\"op\":\"register\"}", asBob).statusCode())
                    .isEqualTo(200);
            for (var n = 0; n < 2; n++) {
                servers.stop(FiveServers.idOf(servers.leader()) == FiveServers.idOf(stays)
                        ? servers.follower(0)
                        : servers.leader());
            }
            var write = stays.post("/v1/commands", "{\"op\":\"register\"}", "Gavel-User", "bob");
            assertThat(write.statusCode()).as(write.body()).isIn(503, 504);
            assertThat(write.headers().firstValue("Retry-After")).isPresent();
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                var refused = stays.post("/v1/commands", "{\"op\":\"register\"}", "Gavel-User",
                        "bob");
                assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
                assertThat(TestHouse.json(refused).path("code").asText())
                        .isEqualTo("NO_MAJORITY");
                assertThat(TestHouse.json(refused).path("message").asText())
                        .contains("2 of 5 servers")
                        .endsWith("This try did nothing; ask again.");
            });
            assertThat(TestHouse.json(stays.post("/v1/commands", "{\"op\":\"register\"}", asBob))
                    .path("message")
                    .asText()).as("it was done before")
                    .contains("2 of 5 servers")
                    .endsWith("An earlier try under the same key may have had its effect: ask again"
                            + " with that key.");
            assertThat(stays.get("/v1/auctions/" + auction).statusCode()).isEqualTo(503);
            var local = stays.get("/v1/auctions/" + auction + "?consistency=local");
            assertThat(local.statusCode()).isEqualTo(200);
            assertThat(TestHouse.json(local).path("leader").asText()).isEqualTo("ann");
            assertThat(stays.get("/readyz").statusCode()).isEqualTo(503);
            assertThat(stays.get("/livez").statusCode()).isEqualTo(200);
        }
    }
}
