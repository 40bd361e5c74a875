package dev.gavel.lab.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.auction.message.FeedPosition;
import dev.gavel.cli.verbs.CommandTree;
import dev.gavel.client.AuctionClient;
import dev.gavel.client.ClientConfig;
import dev.gavel.client.EventHandler;
import dev.gavel.client.HouseEvent;
import dev.gavel.client.JsonObject;
import dev.gavel.client.ServerAddress;
import dev.gavel.server.FiveServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;

/** The command line and the library against five servers, one of which stops. */
@Tag("slow")
class CommandLineOnFiveServersTest {

    @TempDir
    private static Path records;
    private static FiveServers servers;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void open() {
        servers = new FiveServers(records);
    }

    @AfterAll
    static void close() {
        servers.close();
    }

    private static String addresses() {
        return String.join(",", StreamSupport.stream(servers.all().spliterator(), false)
                .map(house -> house.server().address().client())
                .toList());
    }

    private int gavel(String user, String server, String... args) {
        var all = new ArrayList<>(Arrays.asList(args));
        all.addAll(List.of("--server", server, "--as", user, "--timeout", "30s"));
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return CommandTree.run(all.toArray(String[]::new), new PrintWriter(out, true),
                new PrintWriter(err, true), false, Map.of());
    }

    private JsonObject json() {
        return JsonObject.parse(out.toString().strip().getBytes(StandardCharsets.UTF_8));
    }

    private String openAuction(String duration) {
        assertThat(gavel("sue", addresses(), "create", "--name", "Oak table", "--start", "100.00",
                "--duration", duration, "--open", "--json")).as(err.toString()).isZero();
        return json().text("auction").orElseThrow();
    }

    @Test
    void sellsAtAnySingleServer() {
        var auction = openAuction("1h");
        var follower = servers.follower(1).server().address().client();
        assertThat(gavel("ann", follower, "bid", auction, "125.50")).isZero();
        assertThat(out.toString()).startsWith("accepted: you lead at 125.50 EUR; next bid from ");
        assertThat(gavel("bob", follower, "bid", auction, "125.50")).isEqualTo(1);
        assertThat(err.toString()).contains("TOO_LOW");
        assertThat(gavel("sue", follower, "bid", auction, "200")).isEqualTo(1);
        assertThat(err.toString()).contains("SELF_BID");
        assertThat(gavel("bob", follower, "close", auction)).isEqualTo(1);
        assertThat(err.toString()).contains("NOT_OWNER");
        assertThat(gavel("sue", follower, "close", auction)).isZero();
        assertThat(gavel("eve", follower, "result", auction)).isZero();
        assertThat(out).hasToString(
                "auction " + auction + ", Oak table: sold to ann for 125.50 EUR\n");
        assertThat(gavel("eve", follower, "history", auction, "--json")).isZero();
        assertThat(json().objects("bids")).hasSize(1);
        assertThat(gavel("eve", follower, "watch", auction, "--after", "0.0", "--until-closed",
                "--json")).isZero();
        assertThat(out.toString()
                .lines()
                .map(line -> JsonObject.parse(line.getBytes(StandardCharsets.UTF_8)))
                .map(event -> event.text("type").orElse("")))
                .containsSubsequence("auctionCreated", "auctionOpened", "bidAccepted",
                        "auctionClosed");
    }

    @Test
    void tellsStrangersAndThoseWhoJoinedTheirPartAtEveryServer() {
        assertThat(gavel("sue", addresses(), "create", "--name", "Vase", "--format", "clock",
                "--start", "100.00", "--step", "10.00", "--period", "1h", "--json")).isZero();
        var auction = json().text("auction").orElseThrow();
        for (var bidder : List.of("ann", "bob", "cid")) {
            assertThat(gavel(bidder, addresses(), "join", auction)).isZero();
        }
        assertThat(gavel("sue", addresses(), "open", auction)).isZero();
        assertThat(gavel("cid", addresses(), "can-bid", auction)).isZero();
        assertThat(gavel("zoe", addresses(), "can-bid", auction)).isEqualTo(1);
        assertThat(out.toString()).startsWith("no: You have not joined. (NOT_JOINED)");
        assertThat(gavel("ann", addresses(), "dry-run", "withdraw", auction)).isZero();
        assertThat(out).hasToString("dry run: You are out, for good.\n");
        assertThat(gavel("ann", addresses(), "withdraw", auction)).isZero();
        assertThat(gavel("bob", addresses(), "withdraw", auction)).isZero();
        for (var house : servers.all()) {
            var server = house.server().address().client();
            assertThat(typesSeenBy("zoe", server, auction)).as(server)
                    .containsExactly("auctionCreated", "auctionOpened", "auctionClosed");
            assertThat(typesSeenBy("cid", server, auction)).as(server)
                    .containsSubsequence("auctionOpened", "roundStarted", "participantWithdrawn",
                            "participantWithdrawn", "auctionClosed");
            assertThat(gavel("zoe", server, "explain", auction)).isZero();
            assertThat(out.toString()).endsWith("Sold to cid for 100.00 EUR.\n");
        }
    }

    private List<String> typesSeenBy(String who, String server, String auction) {
        assertThat(gavel(who, server, "watch", auction, "--after", "0.0", "--until-closed",
                "--json")).as(err.toString()).isZero();
        return out.toString()
                .lines()
                .map(line -> JsonObject.parse(line.getBytes(StandardCharsets.UTF_8)))
                .map(event -> event.text("type").orElse(""))
                .toList();
    }

    @Test
    void refusesWhatIsNoAuction() {
        assertThat(gavel("ann", addresses(), "bid", "4711", "5")).isEqualTo(1);
        assertThat(err.toString()).contains("UNKNOWN_AUCTION");
        assertThat(gavel("ann", addresses(), "result", "xyz")).isEqualTo(2);
        assertThat(gavel("ann", addresses(), "create", "--name", "x", "--format", "auctionish"))
                .isEqualTo(2);
    }

    @Test
    void handsLeadershipOverAndShowsIt() {
        var to = Integer.toString(FiveServers.idOf(servers.follower(0)));
        assertThat(gavel("root", addresses(), "transfer", to)).as(err.toString()).isZero();
        assertThat(out).hasToString("server " + to + " leads now\n");
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(gavel("root", addresses(), "status", "--json")).isZero();
            assertThat(json().number("leader")).hasValue(Integer.parseInt(to));
            // each server looks at the others once a second
            assertThat(json().objects("servers")).allMatch(row -> row.flag("up"));
        });
    }

    @Test
    void losesNoCommandAndNoEventWhenTheLeaderStops() {
        var auction = openAuction("1h");
        var config = ClientConfig.of(ServerAddress.parseList(addresses()))
                .withDeadline(Duration.ofSeconds(30));
        var amounts = new CopyOnWriteArrayList<Long>();
        try (var house = AuctionClient.connect(config);
                var follower = house.follow("eve", Optional.of(auction),
                        FeedPosition.parse("0.0"), amountsInto(amounts));
                var stream = house.openStream()) {
            var accepted = new AtomicInteger();
            var answered = new AtomicInteger();
            var bids = 2_000;
            for (var i = 0; i < bids; i++) {
                if (i == bids / 2) {
                    servers.stop(servers.leader());
                }
                var bid = JsonObject.of("op", "bid")
                        .with("auction", auction)
                        .with("amount", 10_000 + i)
                        .toBytes();
                var user = "bidder-" + i % 2;
                stream.offer(user.getBytes(StandardCharsets.UTF_8), bid, i,
                        (tag, array, offset, length) -> {
                            var outcome = dev.gavel.client.Outcome.parse(array, offset, length);
                            accepted.addAndGet(outcome.succeeded() ? 1 : 0);
                            answered.incrementAndGet();
                        });
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> answered.get() == bids);
            await().atMost(Duration.ofSeconds(60)).until(() -> amounts.size() >= accepted.get());
            assertThat(accepted).hasPositiveValue();
            assertThat(amounts).hasSize(accepted.get()).isSorted().doesNotHaveDuplicates();
            assertThat(follower.position()).isPresent();
        }
    }

    private static EventHandler amountsInto(List<Long> amounts) {
        return new EventHandler() {
            @Override
            public void event(HouseEvent event) {
                if (event.type().equals("bidAccepted")) {
                    amounts.add(event.json().number("amount").orElseThrow());
                }
            }

            @Override
            public void reset(FeedPosition position, JsonObject view) {
                amounts.clear(); // would be seen in the count
            }
        };
    }
}
