package dev.gavel.lab.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gavel.auction.message.FeedPosition;
import dev.gavel.cli.verbs.CommandTree;
import dev.gavel.client.AuctionClient;
import dev.gavel.client.ClientConfig;
import dev.gavel.client.EventHandler;
import dev.gavel.client.HouseEvent;
import dev.gavel.client.JsonObject;
import dev.gavel.client.ServerAddress;
import dev.gavel.server.TestHouse;
import dev.gavel.server.config.Limits;
import dev.gavel.server.http.SseReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** What each entrance tells to whom, on a real server over real sockets. */
@Tag("slow")
class VisibilityTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private TestHouse house;

    @BeforeEach
    void open() {
        house = TestHouse.open();
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void tellsStrangersNeitherRoundNorPriceNorParticipantsOfARisingClock() {
        var auction = clock();
        assertThat(typesAfterClose(auction, "/v1/events?auction=" + auction, "zoe"))
                .containsExactly("auctionOpened", "auctionClosed");
        assertThat(typesAfterClose(auction, "/v1/events?auction=" + auction + "&after=0.0", ""))
                .containsExactly("auctionCreated", "auctionOpened", "auctionClosed");
    }

    private String clock() {
        var auction = create("{\"op\":\"create\",\"name\":\"Vase\",\"format\":\"clock\","
                + "\"start\":10000,\"step\":1000,\"periodMillis\":150}");
        for (var bidder : List.of("ann", "bob", "cid")) {
            ok(bidder, "join", auction, "");
        }
        return auction;
    }

    /**
     * Runs the clock to its end and gives what one who watches from before is told.
     *
     * @param who the watcher's name; empty for somebody who gives none
     */
    private List<String> typesAfterClose(String auction, String path, String who) {
        var name = who.isEmpty() ? new String[0] : new String[]{"Gavel-User", who};
        try (var stream = SseReader.open(house, path, name)) {
            stream.awaitPosition();
            if (view(auction, "sue").path("state").asText().equals("draft")) {
                runToItsEnd(auction);
            }
            stream.awaitOfType("auctionClosed", 1);
            return stream.events().stream().map(SseReader.Event::type).toList();
        }
    }

    private void runToItsEnd(String auction) {
        ok("sue", "open", auction, "");
        await().atMost(PATIENCE)
                .until(() -> view(auction, "ann").path("round").asInt() >= 1);
        assertThat(view(auction, "zoe").toString()).doesNotContain("round", "\"price\"",
                "\"participants\":", "ann", "bids", "step", "periodMillis", "remainingMillis");
        ok("ann", "withdraw", auction, "");
        ok("bob", "withdraw", auction, "");
    }

    @Test
    void tellsEverybodyWhoJoinedAllOfARisingClock() {
        var auction = clock();
        var types = typesAfterClose(auction, "/v1/events?auction=" + auction, "cid");
        assertThat(types).startsWith("auctionOpened", "roundStarted", "roundStarted")
                .endsWith("participantWithdrawn", "participantWithdrawn", "auctionClosed");
        assertThat(typesAfterClose(auction, "/v1/events?after=0.0", "sue")).containsSubsequence(
                "participantJoined", "participantJoined", "participantJoined", "roundStarted",
                "participantWithdrawn", "auctionClosed");
        assertThat(typesAfterClose(auction, "/v1/events?after=0.0", "zoe"))
                .containsExactly("adopted", "auctionCreated", "auctionOpened", "auctionClosed");
    }

    @Test
    void filtersOverGrpcAndOnTheCommandLineToo() {
        var auction = clock();
        var seen = new CopyOnWriteArrayList<String>();
        var config = ClientConfig.of(ServerAddress.parseList(address()));
        try (var client = AuctionClient.connect(config);
                var follower = client.follow("zoe", Optional.of(auction),
                        FeedPosition.parse("0.0"), typesInto(seen))) {
            runToItsEnd(auction);
            await().atMost(PATIENCE).until(() -> seen.contains("auctionClosed"));
            assertThat(seen).containsExactly("auctionCreated", "auctionOpened", "auctionClosed");
            assertThat(follower.position()).isPresent();
        }
        assertThat(watched("zoe", auction)).containsExactly("auctionCreated", "auctionOpened",
                "auctionClosed");
        assertThat(watched("ann", auction)).contains("roundStarted", "participantWithdrawn");
    }

    private static EventHandler typesInto(List<String> seen) {
        return new EventHandler() {
            @Override
            public void event(HouseEvent event) {
                seen.add(event.type());
            }

            @Override
            public void reset(FeedPosition position, JsonObject view) {
                seen.add("reset");
            }
        };
    }

    private List<String> watched(String who, String auction) {
        var out = new StringWriter();
        var exit = CommandTree.run(
                new String[]{"watch", auction, "--after", "0.0", "--until-closed", "--json", "--as",
                        who, "--server", address(), "--timeout", "30s"},
                new PrintWriter(out, true), new PrintWriter(new StringWriter(), true), false,
                Map.of());
        assertThat(exit).isZero();
        return out.toString()
                .lines()
                .map(line -> TestHouse.json(line).path("type").asText())
                .toList();
    }

    private String address() {
        return house.server().address().client();
    }

    @Test
    void resumesExactlyWhereSomeEventsAreHidden() {
        var auction = clock();
        runToItsEnd(auction);
        house.command("sue", "{\"op\":\"consign\",\"name\":\"Pin\"}");
        for (var who : List.of("zoe", "ann")) {
            List<SseReader.Event> all;
            try (var stream = SseReader.open(house, "/v1/events?after=0.0", "Gavel-User", who)) {
                await().atMost(PATIENCE)
                        .until(
                                () -> stream.events()
                                        .stream()
                                        .anyMatch(event -> event.json()
                                                .path("name")
                                                .asText()
                                                .equals("Pin")));
                all = stream.events();
            }
            for (var cut = 0; cut < all.size() - 1; cut++) {
                var rest = all.subList(cut + 1, all.size());
                try (var stream = SseReader.open(house, "/v1/events", "Gavel-User", who,
                        "Last-Event-ID", all.get(cut).id())) {
                    await().atMost(PATIENCE).until(() -> stream.events().size() >= rest.size());
                    assertThat(stream.events()).isEqualTo(rest);
                }
            }
        }
    }

    @Test
    void keepsSecretBidsSecretFromSellerRivalsAndEverybody() {
        for (var format : List.of("sealed", "vickrey", "uniform")) {
            var auction = create("{\"op\":\"create\",\"name\":\"Coin\",\"format\":\"" + format
                    + "\",\"start\":100,\"durationMillis\":600000,\"open\":true}");
            var streams = new ArrayList<SseReader>();
            for (var who : List.of("sue", "ann", "zoe")) {
                streams.add(SseReader.open(house, "/v1/events?auction=" + auction + "&after=0.0",
                        "Gavel-User", who));
            }
            streams.forEach(SseReader::awaitPosition);
            ok("ann", "bid", auction, ",\"amount\":5150");
            ok("bob", "bid", auction, ",\"amount\":7170");
            ok("bob", "bid", auction, ",\"amount\":7180");
            ok("bob", "withdraw", auction, "");
            ok("bob", "bid", auction, ",\"amount\":7190");
            for (var who : List.of("sue", "ann", "zoe")) {
                for (var path : List.of("/v1/auctions/" + auction, "/v1/auctions?state=open",
                        "/v1/auctions/" + auction + "/bids",
                        "/v1/auctions/" + auction + "/result")) {
                    var own = who.equals("ann") ? "nothing of bob's" : "5150";
                    assertThat(house.get(path, "Gavel-User", who).body()).as(format + path + who)
                            .doesNotContain("7190", "7180", "bob", "\"bids\":2", "\"bids\":3", own);
                }
            }
            ok("sue", "close", auction, "");
            var ofAnn = List.of("auctionCreated", "auctionOpened", "sealedBidPlaced",
                    "auctionClosed");
            var ofOthers = List.of("auctionCreated", "auctionOpened", "auctionClosed");
            for (var n = 0; n < streams.size(); n++) {
                streams.get(n).awaitOfType("auctionClosed", 1);
                assertThat(streams.get(n).events()).extracting(SseReader.Event::type)
                        .as(format + " watcher " + n)
                        .isEqualTo(n == 1 ? ofAnn : ofOthers);
                streams.get(n).close();
            }
            assertThat(view(auction, "zoe").path("winner").asText()
                    + view(auction, "zoe").path("awards").toString()).contains("bob");
        }
    }

    @Test
    void tellsNobodyButTheInvitedOfAnAuctionByInvitation() {
        var item = house.command("sue", "{\"op\":\"consign\",\"name\":\"Ring\"}")
                .path("item")
                .asText();
        var auction = create("{\"op\":\"create\",\"name\":\"Ring\",\"item\":\"" + item
                + "\",\"start\":100,\"visibility\":\"invited\",\"invited\":[\"ann\"],"
                + "\"durationMillis\":600000,\"open\":true}");
        var path = "/v1/events?auction=" + auction + "&after=0.0";
        assertThat(house.get(path, "Gavel-User", "zoe").statusCode()).isEqualTo(404);
        assertThat(house.get(path).statusCode()).isEqualTo(404);
        try (var ann = SseReader.open(house, path, "Gavel-User", "ann");
                var zoe = SseReader.open(house, "/v1/events?after=0.0", "Gavel-User", "zoe")) {
            ok("ann", "bid", auction, ",\"amount\":500");
            ann.awaitOfType("bidAccepted", 1);
            house.command("sue", "{\"op\":\"consign\",\"name\":\"Pin\"}");
            await().atMost(PATIENCE).until(() -> zoe.events().toString().contains("Pin"));
            assertThat(zoe.events()).extracting(SseReader.Event::type)
                    .containsOnly("adopted", "itemConsigned");
        }
        assertThat(house.get("/v1/items?all=true", "Gavel-User", "zoe").body()).contains("Ring")
                .doesNotContain("\"auction\"");
        assertThat(house.get("/v1/items?all=true", "Gavel-User", "ann").body())
                .contains("\"auction\":\"" + auction + "\"");
        assertThat(house.get("/v1/auctions", "Gavel-User", "zoe").body()).doesNotContain("Ring");
    }

    @Test
    void tellsStrangersThatAnOfferIsOpenButNotOfWhomAndHowMuch() {
        var auction = create("{\"op\":\"create\",\"name\":\"Chair\",\"start\":100,"
                + "\"visibility\":\"participants\",\"reserve\":90000,\"belowReserve\":\"offer\","
                + "\"buyNow\":95000,\"durationMillis\":600000,\"open\":true}");
        ok("ann", "bid", auction, ",\"amount\":3330");
        ok("sue", "close", auction, "");
        var path = "/v1/events?auction=" + auction + "&after=0.0";
        try (var zoe = SseReader.open(house, path, "Gavel-User", "zoe");
                var ann = SseReader.open(house, path, "Gavel-User", "ann")) {
            var told = zoe.awaitOfType("auctionClosed", 1).getFirst();
            assertThat(told.json().path("result").asText()).isEqualTo("pending");
            assertThat(zoe.events().toString()).doesNotContain("3330", "ann", "bidAccepted");
            var whole = ann.awaitOfType("auctionClosed", 1).getFirst();
            assertThat(whole.json().path("price").asLong()).isEqualTo(3330);
            assertThat(whole.id()).isEqualTo(told.id());
        }
        for (var kind : List.of("", "/result", "/bids")) {
            assertThat(house.get("/v1/auctions/" + auction + kind, "Gavel-User", "zoe").body())
                    .doesNotContain("3330", "33.30", "ann");
        }
    }

    @Test
    void resetsStrangersToWhatTheyMaySee() {
        house.close();
        house = TestHouse.open(new Limits(64 << 10, 1 << 20, 4 << 20, 100, 100, 100, 8));
        var auction = clock();
        ok("sue", "open", auction, "");
        await().atMost(PATIENCE).until(() -> view(auction, "ann").path("round").asInt() >= 9);
        for (var path : List.of("/v1/events?after=1.1",
                "/v1/events?after=1.1&auction=" + auction)) {
            try (var zoe = SseReader.open(house, path, "Gavel-User", "zoe");
                    var ann = SseReader.open(house, path, "Gavel-User", "ann")) {
                assertThat(zoe.awaitOfType("reset", 1).getFirst().json().toString())
                        .doesNotContain("\"round\"", "\"price\"", "\"participants\":", "bob");
                assertThat(ann.awaitOfType("reset", 1).getFirst().json().toString())
                        .contains("\"round\"", "\"price\"", "bob");
            }
        }
    }

    @Test
    void keepsAnswersAndCountsFromOthers() {
        var auction = create("{\"op\":\"create\",\"name\":\"Coin\",\"format\":\"sealed\","
                + "\"start\":100,\"durationMillis\":600000,\"open\":true}");
        var bid = "{\"op\":\"bid\",\"auction\":\"" + auction + "\",\"amount\":5150}";
        house.post("/v1/commands", bid, "Gavel-User", "ann", "Idempotency-Key", "secret-1");
        assertThat(house.get("/v1/requests/secret-1", "Gavel-User", "ann").statusCode())
                .isEqualTo(200);
        for (var other : List.of("bob", "sue")) {
            var answer = house.get("/v1/requests/secret-1", "Gavel-User", other);
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).doesNotContain("51.50");
        }
        assertThat(house.get("/metrics").body()).doesNotContain("auction=", "user=", "ann");
    }

    private String create(String json) {
        var outcome = house.command("sue", json);
        assertThat(outcome.path("status").asText()).as(outcome.toString()).isEqualTo("success");
        return outcome.path("auction").asText();
    }

    private void ok(String user, String op, String auction, String more) {
        var outcome = house.command(user,
                "{\"op\":\"" + op + "\",\"auction\":\"" + auction + "\"" + more + "}");
        assertThat(outcome.path("status").asText()).as(outcome.toString()).isEqualTo("success");
    }

    private JsonNode view(String auction, String who) {
        return TestHouse.json(house.get("/v1/auctions/" + auction, "Gavel-User", who));
    }
}
