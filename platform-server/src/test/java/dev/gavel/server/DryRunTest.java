package dev.gavel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.client.AuctionClient;
import dev.gavel.client.ClientConfig;
import dev.gavel.client.Commands;
import dev.gavel.client.Outcome;
import dev.gavel.client.ServerAddress;
import dev.gavel.raft.Partition;
import dev.gavel.server.config.Limits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** Trying, asking why and asking whether, on a server with a real log on disk. */
@Tag("slow")
class DryRunTest {

    @TempDir
    private Path records;
    private TestHouse house;

    @BeforeEach
    void open() throws IOException {
        house = TestHouse.of(PlatformServer.start(
                TestHouse.config(1, Limits.defaults(), records), 0,
                ReplicaStarter.onTheNetwork(new Partition())));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> house.server().notReadyBecause().isEmpty());
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void leavesTheLogAsItWas() throws InterruptedException {
        var draft = house.command("sue", "{\"op\":\"create\",\"name\":\"Oak table\"}")
                .path("auction")
                .asText();
        assertThat(draft).isEqualTo("1");
        var before = house.server().status(); // a house without open auctions writes nothing
        for (var body : List.of("{\"op\":\"open\",\"auction\":\"1\"}", "{\"op\":\"register\"}",
                "{\"op\":\"create\",\"name\":\"x\",\"open\":true}", "{\"op\":\"fly\"}",
                "{\"op\":\"bid\",\"auction\":\"1\",\"amount\":5}", "nonsense")) {
            for (var n = 0; n < 20; n++) {
                var answer = house.post("/v1/commands?dryRun=true", body, "Gavel-User", "sue",
                        "Idempotency-Key", "k" + n);
                assertThat(answer.body()).contains("\"dryRun\":true");
            }
        }
        try (var client = client()) {
            var opened = client.dryRun("sue", Commands.open("1"));
            assertThat(opened.succeeded()).isTrue();
            assertThat(opened.json().text("state")).contains("open");
            assertThat(client.dryRun("zoe", Commands.open("1")).code()).isEqualTo("NOT_OWNER");
        }
        var after = house.server().status();
        assertThat(after.logEndIndex()).isEqualTo(before.logEndIndex());
        assertThat(after.commitIndex()).isEqualTo(before.commitIndex());
        assertThat(after.appliedIndex()).isEqualTo(before.appliedIndex());
        assertThat(after.digest()).isEqualTo(before.digest());
        assertThat(house.get("/v1/requests/k1", "Gavel-User", "sue").statusCode())
                .isEqualTo(404);
        var real = house.post("/v1/commands", "{\"op\":\"open\",\"auction\":\"1\"}", "Gavel-User",
                "sue", "Idempotency-Key", "k1");
        assertThat(real.statusCode()).isEqualTo(200);
        assertThat(house.server().status().appliedIndex()).isGreaterThan(before.appliedIndex());
    }

    @Test
    void hasTheStatusAndTheOutcomeOfTheRealThing() {
        var auction = house.openAuction("sue");
        for (var body : List.of("\"amount\":9999", "\"amount\":12500", "\"amount\":12500",
                "\"amount\":\"much\"", "\"amount\":1,\"colour\":\"red\"")) {
            var command = "{\"op\":\"bid\",\"auction\":\"" + auction + "\"," + body + "}";
            var tried = house.post("/v1/commands?dryRun=true", command, "Gavel-User", "ann");
            var real = house.post("/v1/commands", command, "Gavel-User", "ann");
            assertThat(tried.statusCode()).as(command).isEqualTo(real.statusCode());
            for (var field : List.of("status", "code", "field", "message", "minimumNext", "price",
                    "leading")) {
                assertThat(TestHouse.json(tried).path(field)).as(command + " " + field)
                        .isEqualTo(TestHouse.json(real).path(field));
            }
        }
        assertThat(house.post("/v1/commands?dryRun=true", "{\"op\":\"register\"}").statusCode())
                .isEqualTo(401);
        assertThat(house.post("/v1/commands?dryRun=maybe", "{\"op\":\"register\"}", "Gavel-User",
                "ann").statusCode()).isEqualTo(400);
        assertThat(house.post("/v1/commands?consistency=local", "{\"op\":\"register\"}",
                "Gavel-User", "ann").statusCode()).isEqualTo(400);
        assertThat(house.post("/v1/commands?dryRun=true", "x".repeat(1 << 20), "Gavel-User", "ann")
                .statusCode()).isEqualTo(413);
    }

    @Test
    void doesNotTellHowFarARivalWouldGo() throws InterruptedException {
        var auction = house.openAuction("sue");
        try (var client = client()) {
            client.execute("ann", Commands.bid(auction, 10_000, OptionalLong.of(20_000)));
            for (var amount : List.of(10_100L, 19_999L, 20_001L, 90_000L)) {
                var tried = client.dryRun("bob",
                        Commands.bid(auction, amount, OptionalLong.empty()));
                assertThat(tried.status()).isEqualTo(Outcome.Status.SUCCESS);
                assertThat(tried.json().has("leading")).as(tried.json().toString()).isFalse();
                assertThat(tried.json().texts("withheld")).contains("leading", "price");
                var expected = tried.json().object("expected").orElseThrow();
                assertThat(expected.flag("leading")).isTrue();
                assertThat(expected.number("price")).hasValue(amount);
            }
            assertThat(client.explain("bob", auction).json().toString()).doesNotContain("200.00");
            assertThat(client.explain("ann", auction).json().toString()).contains("200.00");
            assertThat(client.canBid("bob", auction).json().flag("canBid")).isTrue();
            assertThat(client.canBid("sue", auction).json().text("code")).contains("SELF_BID");
        }
    }

    @Test
    void answersAboutWhatIsNotThere() {
        for (var verb : List.of("explain", "can-bid")) {
            assertThat(house.get("/v1/auctions/99/" + verb, "Gavel-User", "ann").statusCode())
                    .isEqualTo(404);
            assertThat(house.get("/v1/auctions/x/" + verb, "Gavel-User", "ann").statusCode())
                    .isEqualTo(400);
        }
        house.openAuction("sue");
        assertThat(house.get("/v1/auctions/1/can-bid").statusCode()).isEqualTo(401);
        assertThat(house.get("/v1/auctions/1/explain").statusCode()).isEqualTo(200);
    }

    private AuctionClient client() {
        return AuctionClient.connect(
                ClientConfig.of(ServerAddress.parseList(house.server().address().client()))
                        .withDeadline(Duration.ofSeconds(30)));
    }
}
