package dev.gavel.lab.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gavel.auction.message.FeedPosition;
import dev.gavel.cli.verbs.CommandTree;
import dev.gavel.client.AuctionClient;
import dev.gavel.client.ClientConfig;
import dev.gavel.client.Commands;
import dev.gavel.client.EventHandler;
import dev.gavel.client.HouseEvent;
import dev.gavel.client.JsonObject;
import dev.gavel.client.Outcome;
import dev.gavel.client.ServerAddress;
import dev.gavel.sellerrun.Buying;
import dev.gavel.sellerrun.BuyingListener;
import dev.gavel.sellerrun.Round;
import dev.gavel.sellerrun.SaleHouse;
import dev.gavel.sellerrun.Selling;
import dev.gavel.sellerrun.SellingListener;
import dev.gavel.server.FiveServers;
import dev.gavel.server.PpapdBuyer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Auctions that run in their seller's program, with five servers that come and go. */
@Tag("slow")
class SellerRunTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** In short rounds on a busy machine even who is there may be late. */
    private static final long GRACE = 100;

    @TempDir
    private static Path records;
    @TempDir
    private Path journals;
    private static FiveServers servers;
    private static AuctionClient client;

    @BeforeAll
    static void open() {
        servers = new FiveServers(records);
        client = AuctionClient.connect(ClientConfig.of(addresses())
                .withDeadline(Duration.ofSeconds(3))
                .withWhenNoneListens(Duration.ofMillis(300)));
    }

    @AfterAll
    static void close() {
        client.close();
        servers.close();
    }

    @BeforeEach
    void houseWithALeader() {
        assertThat(servers.leader()).isNotNull();
    }

    private static List<ServerAddress> addresses() {
        return StreamSupport.stream(servers.all().spliterator(), false)
                .map(house -> ServerAddress.parse(house.server().address().client()))
                .toList();
    }

    private static SaleHouse houseOf(String user) {
        return SaleHouse.of(client, user);
    }

    private Selling.Setup setup() {
        return new Selling.Setup(houseOf("sue"), new ServerAddress("127.0.0.1", 9), journals,
                Optional.empty(), GRACE);
    }

    private Selling create(SellingListener listener) throws Exception {
        var command = Commands.create("Oak table", "Oak table", "clock", 10_000)
                .with("step", 500)
                .with("periodMillis", 150);
        var selling = Selling.create(setup(), command, true, listener);
        assertThat(selling.register().succeeded()).isTrue();
        return selling;
    }

    private static Buying join(String user, String auction, BuyingListener listener)
            throws Exception {
        return Buying.join(houseOf(user), user, auction, new ServerAddress("127.0.0.1", 9),
                Optional.empty(), listener);
    }

    private static CompletableFuture<Optional<Outcome>> run(Selling selling) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return selling.run();
            } catch (InterruptedException e) {
                return Optional.empty();
            }
        }, task -> Thread.ofPlatform().daemon().start(task));
    }

    private static JsonObject view(String user, String auction) throws InterruptedException {
        return client.query(user, JsonObject.of("query", "auction").with("auction", auction))
                .json();
    }

    private static void mustDo(String user, JsonObject command) throws InterruptedException {
        var outcome = client.execute(user, command);
        assertThat(outcome.succeeded()).as(outcome.toString()).isTrue();
    }

    @Test
    void goesOnWhileAllServersAreDownAndHandsTheResultInOnce() throws Exception {
        var sue = new Log();
        var ann = new Log();
        var bob = new Log();
        try (var selling = create(sue); var pat = new PpapdBuyer()) {
            var auction = selling.terms().auction();
            mustDo("pat", Commands.register().with("address", pat.address()));
            mustDo("pat", Commands.join(auction));
            try (var annSits = join("ann", auction, ann); var bobSits = join("bob", auction, bob)) {
                selling.start();
                var result = run(selling);
                await().atMost(PATIENCE).until(() -> ann.round() >= 2 && pat.round() >= 2);
                assertThat(view("ann", auction).number("round").orElse(-1)).isNotNegative();
                assertThat(PpapdBuyer.withdraw(selling.address(), auction, "ann").getSuccess())
                        .as("somebody else says that ann leaves")
                        .isFalse();

                servers.stopAll();
                var downAt = sue.round();
                await().atMost(PATIENCE).until(() -> sue.has("away") && ann.has("away"));
                await().atMost(PATIENCE).until(() -> ann.round() >= downAt + 3);
                assertThat(PpapdBuyer.withdraw(selling.address(), auction, "pat").getSuccess())
                        .isTrue();
                assertThat(bobSits.leave()).isEmpty();
                var end = annSits.end(PATIENCE).orElseThrow();
                assertThat(end.winner()).contains("ann");
                assertThat(bobSits.end(PATIENCE)).contains(end);
                await().atMost(PATIENCE).until(() -> !pat.finished.isEmpty());
                assertThat(pat.finished.getFirst().getWinnerUsername()).isEqualTo("ann");
                assertThat(pat.finished.getFirst().getPrice()).isEqualTo(end.price());
                assertThat(result).isNotDone();

                servers.startAll();
                var outcome = result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).orElseThrow();
                assertThat(outcome.succeeded()).as(outcome.toString()).isTrue();
                var stands = view("zoe", auction);
                assertThat(stands.text("state")).contains("closed");
                assertThat(stands.text("winner")).contains("ann");
                assertThat(stands.number("hammerPrice")).hasValue(end.price());
                assertThat(closings(auction)).isEqualTo(1);
                var signed = client.query("ann",
                        JsonObject.of("query", "rounds").with("auction", auction))
                        .json()
                        .objects("rounds");
                assertThat(signed.getLast().texts("out")).containsExactly("bob", "pat");
            }
        }
    }

    @Test
    void goesOnFromAnotherAddressAfterTheSellerWasLost() throws Exception {
        var ann = new Log();
        var bob = new Log();
        var sue = new Log();
        var selling = create(sue);
        var auction = selling.terms().auction();
        try (var annSits = join("ann", auction, ann); var bobSits = join("bob", auction, bob)) {
            selling.start();
            var unused = run(selling);
            await().atMost(PATIENCE).until(() -> ann.round() >= 2);
            var first = selling.address();
            selling.close(); // all at once, as if it had been killed
            await().atMost(PATIENCE).until(() -> ann.has("paused") && bob.has("paused"));
            assertThat(annSits.isPaused() && bobSits.isPaused()).isTrue();
            var last = sue.rounds.getLast();
            assertThatThrownBy(() -> Selling.takeUp(setup(), "eve", auction, new Log()))
                    .hasMessageContaining("sue's, not eve's");
            try (var elsewhere = Selling.takeUp(setup(), "sue", auction, sue)) {
                assertThat(elsewhere.address()).isNotEqualTo(first);
                assertThat(elsewhere.hasBegun()).isTrue();
                elsewhere.register();
                sue.rounds.clear();
                var result = run(elsewhere);
                await().atMost(PATIENCE).until(() -> sue.round() > last.round());
                assertThat(sue.rounds.getFirst().round())
                        .isBetween(last.round(), last.round() + 1);
                await().atMost(PATIENCE).until(() -> ann.has("back") && bob.has("back"));
                assertThat(annSits.leave()).isEmpty();
                assertThat(annSits.end(PATIENCE).orElseThrow().winner()).contains("bob");
                assertThat(result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        .orElseThrow()
                        .succeeded()).isTrue();
                assertThat(view("zoe", auction).text("winner")).contains("bob");
            }
        }
    }

    @Test
    void goesOnWithoutASignedJournalOnlyWhereNothingIsSigned() throws Exception {
        for (var isSigned : List.of(true, false)) {
            var command = Commands.create("Vase", "Vase", "clock", 100)
                    .with("step", 5)
                    .with("periodMillis", 150);
            var selling = Selling.create(setup(), command, isSigned, new Log());
            var auction = selling.terms().auction();
            mustDo("ann", Commands.join(auction));
            mustDo("bob", Commands.join(auction));
            selling.start();
            var unused = run(selling);
            await().atMost(PATIENCE)
                    .until(() -> view("ann", auction).has("updatedAt"));
            selling.close();
            var elsewhere = new Selling.Setup(houseOf("sue"), new ServerAddress("127.0.0.1", 9),
                    journals.resolve("elsewhere"), Optional.empty(), GRACE);
            if (isSigned) {
                assertThatThrownBy(() -> Selling.takeUp(elsewhere, "sue", auction, new Log()))
                        .hasMessageContaining("copy the journal");
            } else {
                try (var taken = Selling.takeUp(elsewhere, "sue", auction, new Log())) {
                    assertThat(taken.hasBegun()).isTrue();
                }
            }
            mustDo("sue", JsonObject.of("op", "cancel").with("auction", auction));
        }
    }

    @Test
    void sellsAndBuysOnTheCommandLine() throws Exception {
        var typed = System.in;
        System.setIn(InputStream.nullInputStream());
        try {
            var sue = new StringWriter();
            var sold = gavel(sue, "sue", "sell", "--name", "Clock", "--start", "10.00", "--step",
                    "1.00", "--period", "200ms", "--grace", "100", "--start-when", "2",
                    "--journal", journals.toString());
            await().atMost(PATIENCE).until(() -> sue.toString().contains("gavel buy"));
            var auction = sue.toString().split("gavel buy ", 2)[1].split(" ", 2)[0];
            var ann = new StringWriter();
            var bob = new StringWriter();
            var annBuys = gavel(ann, "ann", "buy", auction);
            var bobBuys = gavel(bob, "bob", "buy", auction, "--out-at", "12.00");
            for (var ended : List.of(sold, annBuys, bobBuys)) {
                assertThat(ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .as(sue + "\n" + ann + "\n" + bob)
                        .isZero();
            }
            assertThat(sue.toString()).contains("joined: ann, bob",
                    "round 0: 10.00, active: ann, bob", "sold to ann for ",
                    "the house has the result");
            assertThat(ann.toString()).contains(", active: ann, bob", "sold to ann for ",
                    ": you won");
            // that he is out may be told by the result alone, which comes as soon as he is
            assertThat(bob.toString()).contains("sold to ann for ");
            assertThat(gavel(new StringWriter(), "sue", "sell", auction).get()).isEqualTo(1);
            assertThat(gavel(new StringWriter(), "ann", "buy", "4711").get()).isEqualTo(1);
            assertThat(gavel(new StringWriter(), "sue", "sell", "--name", "x").get())
                    .isEqualTo(2);
            assertThat(gavel(new StringWriter(), "ann", "buy", "1", "--listen", "nowhere").get())
                    .isEqualTo(2);
            var nobodyStarts = new StringWriter();
            assertThat(gavel(nobodyStarts, "sue", "sell", "--name", "Lone urn", "--start", "1",
                    "--step", "1", "--period", "1s", "--journal", journals.toString()).get())
                    .isEqualTo(2);
            assertThat(nobodyStarts.toString()).contains("nobody can press Enter here");
            var listed = new StringWriter();
            gavel(listed, "sue", "list", "--text", "Lone urn").get();
            assertThat(listed.toString()).as("nothing was created").doesNotContain("Lone urn");
        } finally {
            System.setIn(typed);
        }
    }

    @Test
    void saysOnceThatNobodyHasJoinedWhenItIsTimeToStart() throws Exception {
        var typed = System.in;
        System.setIn(InputStream.nullInputStream());
        try {
            var said = "nobody has joined yet: the auction starts as soon as somebody does";
            var sue = new StringWriter();
            var sold = gavel(sue, "sue", "sell", "--name", "Urn", "--start", "10.00", "--step",
                    "1.00", "--period", "200ms", "--start-after", "100ms", "--journal",
                    journals.toString());
            await().atMost(PATIENCE).until(() -> sue.toString().contains(said));
            var auction = sue.toString().split("gavel buy ", 2)[1].split(" ", 2)[0];
            var ann = new StringWriter();
            var bought = gavel(ann, "ann", "buy", auction);
            for (var ended : List.of(sold, bought)) {
                assertThat(ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .as(sue + "\n" + ann)
                        .isZero();
            }
            assertThat(sue.toString().split(said, -1)).hasSize(2);
        } finally {
            System.setIn(typed);
        }
    }

    @Test
    void takesPartWhereASellerOfPpapdRunsTheAuction() throws Exception {
        var created = client.execute("pete", Commands.create("Jug", "Jug", "clock", 1_000)
                .with("step", 100)
                .with("periodMillis", 150)
                .with("runBy", "seller"));
        var auction = created.json().text("auction").orElseThrow();
        var ann = new Log();
        var heard = new CopyOnWriteArrayList<String>();
        try (var port = PpapdBuyer.seller(heard); var sits = join("ann", auction, ann)) {
            mustDo("pete", Commands.register().with("address", port.address()));
            mustDo("bob", Commands.join(auction));
            mustDo("pete", Commands.open(auction));
            for (var round : List.of(0, 2, 1)) {
                PpapdBuyer.announce(sits.address(), auction, round, 1_000 + 100 * round);
            }
            assertThat(ann.rounds).extracting(Round::round).containsExactly(0L, 2L);
            assertThat(sits.leave()).isEmpty();
            await().atMost(PATIENCE).until(() -> ann.has("left"));
            assertThat(heard).containsExactly("ann leaves " + auction);
            PpapdBuyer.finish(sits.address(), auction, "bob", 1_200);
            assertThat(sits.end(PATIENCE).orElseThrow().winner()).contains("bob");
        }
    }

    private static CompletableFuture<Integer> gavel(StringWriter out, String user,
            String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--as", user, "--server",
                addresses().stream().map(Object::toString).collect(Collectors.joining(","))));
        var printer = new PrintWriter(out, true);
        return CompletableFuture.supplyAsync(
                () -> CommandTree.run(all.toArray(String[]::new), printer, printer, false,
                        Map.of()),
                task -> Thread.ofPlatform().daemon().start(task));
    }

    private static long closings(String auction) {
        var events = new CopyOnWriteArrayList<String>();
        try (var follower = client.follow("zoe", Optional.of(auction), FeedPosition.parse("0.0"),
                new EventHandler() {
                    @Override
                    public void event(HouseEvent event) {
                        events.add(event.type());
                    }

                    @Override
                    public void reset(FeedPosition position, JsonObject view) {}
                })) {
            await().atMost(PATIENCE)
                    .until(() -> events.contains("auctionClosed")
                            && follower.position().isPresent());
        }
        return events.stream().filter("auctionClosed"::equals).count();
    }

    /** What one program told. */
    private static final class Log implements SellingListener, BuyingListener {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final List<Round> rounds = new CopyOnWriteArrayList<>();

        private long round() {
            return rounds.isEmpty() ? -1 : rounds.get(rounds.size() - 1).round();
        }

        private boolean has(String line) {
            return lines.contains(line);
        }

        @Override
        public void changed(Round round) {
            rounds.add(round);
        }

        @Override
        public void lost(String buyer, long missed) {
            lines.add("lost " + buyer);
        }

        @Override
        public void stalled() {
            lines.add("stalled");
        }

        @Override
        public void wentOn() {
            lines.add("back");
        }

        @Override
        public void joined(List<String> buyers) {
            lines.add("joined " + buyers);
        }

        @Override
        public void houseAway(String why) {
            lines.add("away");
        }

        @Override
        public void houseBack() {
            lines.add("house back");
        }

        @Override
        public void refused(Outcome why) {
            lines.add("refused " + why);
        }

        @Override
        public void handedIn(Outcome outcome) {
            lines.add("handed in");
        }

        @Override
        public void begun() {
            lines.add("begun");
        }

        @Override
        public void paused() {
            lines.add("paused");
        }

        @Override
        public void left() {
            lines.add("left");
        }

        @Override
        public void stays(String why) {
            lines.add("stays: " + why);
        }

        @Override
        public void leavingLater() {
            lines.add("later");
        }

        @Override
        public void over(Round round) {
            lines.add("over");
        }
    }
}
