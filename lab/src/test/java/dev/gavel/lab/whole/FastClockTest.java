package dev.gavel.lab.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.server.FiveServers;
import dev.gavel.server.TestHouse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

@Tag("slow")
class FastClockTest {

    @TempDir
    private Path records;

    @Test
    void aFastLeaderIsMeasuredByItsPeersAndAnotherLeads() {
        try (var servers = new FiveServers(records)) {
            var auction = servers.leader().openAuction("sue");
            var fast = servers.leader();
            var id = FiveServers.idOf(fast);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> TestHouse.json(fast.get("/v1/cluster"))
                            .findValues("clockOffsetMillis")
                            .size() == 4);

            servers.clock(id).setAheadBy(Duration.ofHours(1));

            var refused = fast.post("/v1/commands", bid(auction, 10000), "Gavel-User", "ann",
                    "Gavel-No-Forward", "true");
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            var outcome = TestHouse.json(refused);
            assertThat(outcome.path("code").asText()).isEqualTo("NOT_NOW");
            assertThat(outcome.path("message").asText())
                    .contains("This server's clock is at least 3600.0 s ahead of 4 of the 5");

            var bid = fast.command("ann", bid(auction, 10000));
            assertThat(bid.path("status").asText()).as(bid.toString()).isEqualTo("success");
            assertThat(Instant.parse(bid.path("at").asText()))
                    .isBefore(Instant.now().plusSeconds(1));
            assertThat(FiveServers.idOf(servers.leader())).isNotEqualTo(id);
            await().untilAsserted(() -> new Entrances(fast.server().address())
                    .assertAgreed("its clock is at least .* ahead of 4 of the 5"));
            servers.clock(id).setAheadBy(Duration.ZERO);
            await().untilAsserted(
                    () -> assertThat(fast.server().notReadyBecause()).isEmpty());
        }
    }

    private static String bid(String auction, int amount) {
        return "{\"op\":\"bid\",\"auction\":\"" + auction + "\",\"amount\":" + amount + "}";
    }
}
