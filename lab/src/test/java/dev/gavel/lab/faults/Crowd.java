package dev.gavel.lab.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gavel.cli.servers.DevCluster;
import dev.gavel.client.AuctionClient;
import dev.gavel.client.ClientConfig;
import dev.gavel.client.Commands;
import dev.gavel.client.JsonObject;
import dev.gavel.client.Outcome;
import dev.gavel.client.ServerAddress;
import dev.gavel.lab.faults.Linearizability.Operation;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;

/** People who bid on one auction of a real cluster, and what they were told. */
final class Crowd implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration THINK = Duration.ofMillis(5);

    private final Duration think;
    private final DevCluster cluster;
    private final AuctionClient client;
    private final String auction;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final List<Thread> people = new ArrayList<>();
    private final AtomicBoolean going = new AtomicBoolean(true);
    private final AtomicLong nextAmount = new AtomicLong();
    private final List<Operation> history = new ArrayList<>();
    /** Amount to bidder of what was acknowledged, and of what nobody can tell. */
    private final Map<Long, String> accepted = new ConcurrentHashMap<>();
    private final Map<Long, String> unknown = new ConcurrentHashMap<>();
    private long heardLast = System.nanoTime();
    private long longestSilence;

    Crowd(DevCluster cluster, Duration auctionLasts) throws InterruptedException {
        this(cluster, auctionLasts, THINK);
    }

    /** People who wait for so long between what they do. */
    Crowd(DevCluster cluster, Duration auctionLasts, Duration think) throws InterruptedException {
        this.cluster = cluster;
        this.think = think;
        this.client = AuctionClient.connect(ClientConfig.of(cluster.ids()
                .stream()
                .map(id -> new ServerAddress(cluster.address(id).host(),
                        cluster.address(id).clientPort()))
                .toList()).withDeadline(Duration.ofSeconds(20)));
        var made = client.execute("sue", Commands.create("Oak table", "table", "english", 1)
                .with("open", true)
                .with("proxy", "never") // each bid stands at its own amount, also a leader's
                .with("durationMillis", auctionLasts.toMillis()));
        assertThat(made.succeeded()).as(made.message()).isTrue();
        this.auction = made.json().text("auction").orElseThrow();
    }

    String auction() {
        return auction;
    }

    AuctionClient client() {
        return client;
    }

    /** Lets {@code bidders} bid one more each time, and as many onlookers read the price. */
    Crowd start(int bidders, int onlookers) {
        for (var i = 0; i < bidders; i++) {
            var name = "bidder" + i;
            people.add(Thread.ofPlatform().name(name).start(() -> bidOn(name)));
        }
        for (var i = 0; i < onlookers; i++) {
            people.add(Thread.ofPlatform().name("onlooker" + i).start(this::look));
        }
        return this;
    }

    /** Lets somebody bid likewise, through another client: it is told the bidder's name and the bid. */
    Crowd join(String name, BiFunction<String, JsonObject, Outcome> through) {
        people.add(Thread.ofPlatform().name(name).start(() -> bidOn(name, through)));
        return this;
    }

    private void bidOn(String name) {
        bidOn(name, this::throughOurClient);
    }

    private void bidOn(String name, BiFunction<String, JsonObject, Outcome> through) {
        while (going.get()) {
            bid(name, nextAmount.incrementAndGet(), through);
            think();
        }
    }

    private Outcome throughOurClient(String name, JsonObject bid) {
        return client.executeAsync(name, bid).join();
    }

    /** One bid, noted down. */
    Outcome bid(String name, long amount) {
        return bid(name, amount, this::throughOurClient);
    }

    private Outcome bid(String name, long amount, BiFunction<String, JsonObject, Outcome> through) {
        var start = System.nanoTime();
        var outcome = through.apply(name, Commands.bid(auction, amount, OptionalLong.empty()));
        var end = System.nanoTime();
        Optional<Boolean> told = switch (outcome.status()) {
            case SUCCESS -> Optional.of(true);
            case FAIL -> Optional.of(false);
            case EXCEPTION -> Optional.empty();
        };
        if (told.isEmpty()) {
            unknown.put(amount, name);
        } else if (told.get()) {
            accepted.put(amount, name);
            heard(end);
        }
        note(new Operation.Bid(start, told.isEmpty() ? Linearizability.OPEN : end, amount, told));
        return outcome;
    }

    private void look() {
        while (going.get()) {
            var start = System.nanoTime();
            var answer = client.queryAsync("", JsonObject.of("query", "auction")
                    .with("auction", auction)).join();
            if (answer.found()) {
                var bids = answer.json().number("bids").orElse(0);
                note(new Operation.Look(start, System.nanoTime(),
                        bids == 0 ? OptionalLong.empty() : answer.json().number("price")));
            }
            think();
        }
    }

    /** Without it six people keep two cores busy, and servers come back the slower for it. */
    private void think() {
        LockSupport.parkNanos(think.toNanos());
    }

    private synchronized void note(Operation operation) {
        history.add(operation);
    }

    private synchronized List<Operation> history() {
        return List.copyOf(history);
    }

    private synchronized void heard(long now) {
        longestSilence = Math.max(longestSilence, now - heardLast);
        heardLast = Math.max(heardLast, now);
    }

    /** The longest time in which no bid was acknowledged, since this was asked last. */
    synchronized Duration silence() {
        var longest = Math.max(longestSilence, System.nanoTime() - heardLast);
        longestSilence = 0;
        heardLast = System.nanoTime();
        return Duration.ofNanos(longest);
    }

    int acknowledged() {
        return accepted.size();
    }

    /** Waits until {@code more} bids were acknowledged from now on. */
    void awaitAcknowledged(int more) {
        var target = acknowledged() + more;
        await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged() >= target);
    }

    /** Lets them finish what they are at. */
    Crowd stop() throws InterruptedException {
        going.set(false);
        for (var one : people) {
            one.join(60_000);
            assertThat(one.isAlive()).as(one.getName() + " is still waiting").isFalse();
        }
        return this;
    }

    /**
     * Every acknowledged bid is in the history of every server, none is there twice, none that was
     * refused, all servers agree, and the whole is linearizable.
     */
    void checkNothingLostAndNothingDoubled() {
        checkBids();
        assertThat(Linearizability.holds(history())).as("linearizable").isTrue();
    }

    /** The same, but for the order of all that was done: of a long history that takes too much memory. */
    void checkBids() {
        var digests = new ArrayList<String>();
        awaitStep();
        for (var id : cluster.ids()) {
            var bids = new ConcurrentHashMap<Long, String>();
            for (var bid : bids(id)) {
                var before = bids.put(bid.path("amount").asLong(), bid.path("bidder").asText());
                assertThat(before).as("a bid is there twice: " + bid).isNull();
            }
            assertThat(bids).containsAllEntriesOf(accepted);
            assertThat(bids.keySet()).allMatch(
                    amount -> accepted.containsKey(amount) || unknown.containsKey(amount));
            digests.add(bids.toString());
        }
        assertThat(digests.stream().distinct()).hasSize(1);
    }

    /** Waits until all servers have applied the same entries, and compares their digests. */
    void awaitStep() {
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            var rows = cluster.rows();
            return rows.size() == cluster.ids().size()
                    && rows.stream().map(row -> row.log().digestIndex()).distinct().count() == 1;
        });
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(cluster.rows()
                        .stream()
                        .map(row -> row.log().digestIndex() + " " + row.log().digest())
                        .distinct()).hasSize(1));
    }

    /** The history of bids as one server has it. */
    List<JsonNode> bids(int id) {
        var bids = new ArrayList<JsonNode>();
        var after = "";
        while (true) {
            var page = get(id, "/v1/auctions/" + auction + "/bids?limit=500&consistency=local"
                    + (after.isEmpty() ? "" : "&after=" + after));
            page.path("bids").forEach(bids::add);
            after = page.path("next").asText("");
            if (after.isEmpty()) {
                return bids;
            }
        }
    }

    /** The auction as one server tells it, once it can: during an election it cannot. */
    JsonNode view(int id) {
        return onceItKnows(() -> get(id, "/v1/auctions/" + auction));
    }

    /**
     * The body of the answer to a command under an idempotency key at one server, asked again under the
     * same key for as long as the answer is that nobody can tell.
     */
    JsonNode post(int id, String user, String key, String command) {
        return onceItKnows(() -> send(HttpRequest.newBuilder(uri(id, "/v1/commands"))
                .header("Gavel-User", user)
                .header("Idempotency-Key", key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(command))
                .build()));
    }

    private static JsonNode onceItKnows(Callable<JsonNode> asked) {
        return await().atMost(Duration.ofSeconds(30))
                .until(asked, answer -> !answer.path("status").asText().equals("exception"));
    }

    /** What a server answers, with headers by name and value. */
    JsonNode get(int id, String path, String... headers) {
        var request = HttpRequest.newBuilder(uri(id, path)).GET();
        return send(headers.length == 0 ? request.build() : request.headers(headers).build());
    }

    /** What a server answers that is asked to do something of its own. */
    JsonNode post(int id, String path) {
        return send(HttpRequest.newBuilder(uri(id, path))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
    }

    private URI uri(int id, String path) {
        return URI.create("http://" + cluster.address(id).http() + path);
    }

    private JsonNode send(HttpRequest request) {
        try {
            return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        going.set(false);
        client.close();
        http.close();
    }
}
