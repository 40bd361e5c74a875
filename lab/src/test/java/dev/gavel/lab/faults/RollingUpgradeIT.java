package dev.gavel.lab.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gavel.auction.model.HouseVersion;
import dev.gavel.cli.servers.Build;
import dev.gavel.cli.servers.DevCluster;
import dev.gavel.client.ServerAddress;
import dev.gavel.server.cluster.Standing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Two builds in one house of five under load: the last one without versions of the house, built from the history,
 * and this one. They are put in one another's place, forward, back and forward again, and then the house adopts
 * this one's rules. Takes minutes: {@code -Dgavel.long=true}, see docs/UPGRADING.md.
 */
@EnabledIfSystemProperty(named = "gavel.long", matches = "true")
@Timeout(value = 45, unit = TimeUnit.MINUTES)
class RollingUpgradeIT {

    private static final Logger LOG = LoggerFactory.getLogger(RollingUpgradeIT.class);
    private static final Duration LONG = Duration.ofHours(2);
    /** A planned restart hands leadership over first; this much is for a machine that does much else. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(60);
    /** Snapshots are written and sent by both builds, and the log before them goes. */
    private static final String SMALL = """
            replication.snapshot-every-entries = 400
            replication.segment-bytes = 65536
            replication.keep-entries = 50
            """;
    private static final String CONSIGN = "{\"op\":\"consign\",\"name\":\"Lamp\",\"description\":\"\","
            + "\"anyoneMayStart\":true}";
    private static final String ADOPT = "{\"op\":\"adopt\",\"version\":" + HouseVersion.NEWEST
            + "}";

    @TempDir
    private Path folder = Path.of("set by JUnit");

    @Test
    void twoBuildsStandInOneHouseUntilItAdoptsTheRulesOfTheLater() throws Exception {
        var before = OlderBuild.of(OlderBuild.BEFORE_VERSIONS, folder);
        var older = Optional.of(before.build());
        try (var cluster = DevCluster.prepare(5, SMALL)) {
            cluster.ids().forEach(id -> cluster.install(id, older));
            cluster.startAll();
            try (var crowd = new Crowd(cluster, LONG);
                    var client = new OlderClient(before, cluster.config()
                            .servers()
                            .stream()
                            .map(server -> new ServerAddress(server.host(), server.clientPort())
                                    .toString())
                            .toList())) {
                var ours = new Watcher();
                var theirs = new Watcher();
                crowd.client()
                        .follow("wim", Optional.of(crowd.auction()), Optional.empty(), ours);
                client.follow("olga", crowd.auction(), theirs);
                crowd.start(3, 0)
                        .join("older1", client::execute)
                        .join("older2", client::execute)
                        .awaitAcknowledged(200);

                roll("forward", cluster, crowd, Optional.empty(), 2);
                refusesToAdopt(cluster, crowd);
                roll("forward, the rest", cluster, crowd, Optional.empty(), 3);
                saysWhatItCanRun(cluster, crowd);
                knowsNothingNewYet(crowd);
                bringsALaggardBack(cluster, crowd, older);
                roll("back", cluster, crowd, older, 4);
                bringsALaggardBack(cluster, crowd, Optional.empty());
                roll("forward again", cluster, crowd, Optional.empty(), 4);
                knowsNothingNewYet(crowd);
                adopts(cluster, crowd);
                knowsWhatIsNew(cluster, crowd);
                crowd.awaitAcknowledged(100);
                theOlderProgramTouchesNothing(cluster, older);

                crowd.stop().checkBids();
                sawAll(crowd, ours);
                sawAll(crowd, theirs);
                LOG.info("{} bids acknowledged", crowd.acknowledged());
                noServerWasStoppedByADigest(cluster);
            }
        }
    }

    /** Puts {@code build} on so many servers that run another, one after another, the leader last. */
    private static void roll(String how, DevCluster cluster, Crowd crowd, Optional<Build> build,
            int servers) {
        var figures = new TreeMap<Integer, String>();
        for (var done = 0; done < servers; done++) {
            var leader = cluster.leader();
            var left = cluster.ids().stream().filter(id -> !runs(cluster, id, build)).toList();
            var next = left.stream()
                    .filter(id -> id != leader)
                    .findFirst()
                    .orElseGet(left::getFirst);
            crowd.silence();
            var began = System.nanoTime();
            cluster.stop(next);
            cluster.install(next, build);
            cluster.startServer(next);
            var took = Duration.ofNanos(System.nanoTime() - began);
            crowd.awaitAcknowledged(30);
            var silence = crowd.silence();
            figures.put(next, String.format(Locale.ROOT, "%s ready after %.1f s, silence %d ms",
                    next == leader ? "led," : "", took.toMillis() / 1000.0, silence.toMillis()));
            assertThat(silence).as("server " + next + ", " + how).isLessThan(LONGEST_SILENCE);
        }
        LOG.info("{}: {}", how, figures);
    }

    /** On a busy machine an answer takes its time. */
    private static Standing row(DevCluster cluster, int id) {
        return await().atMost(Duration.ofSeconds(30))
                .until(() -> cluster.row(id), Optional::isPresent)
                .orElseThrow();
    }

    private static boolean runs(DevCluster cluster, int id, Optional<Build> build) {
        var tells = row(cluster, id).canRun().isKnown();
        return tells == build.isEmpty();
    }

    private static void refusesToAdopt(DevCluster cluster, Crowd crowd) {
        for (var id : cluster.ids()) {
            var answer = crowd.post(id, "olga", "too-early-" + id, ADOPT);
            if (runs(cluster, id, Optional.empty())) {
                assertThat(answer.path("code").asText()).isEqualTo("NOT_ADOPTABLE");
                assertThat(answer.path("message").asText())
                        .contains("does not tell which versions");
            } else {
                assertThat(answer.path("code").asText()).isEqualTo("BAD_COMMAND");
            }
        }
    }

    private static void saysWhatItCanRun(DevCluster cluster, Crowd crowd) {
        for (var id : cluster.ids()) {
            var canRun = row(cluster, id).canRun();
            assertThat(canRun.from()).isEqualTo(HouseVersion.FIRST);
            assertThat(canRun.to()).isEqualTo(HouseVersion.NEWEST);
        }
        assertThat(version(crowd)).isEqualTo(HouseVersion.FIRST);
    }

    private static int version(Crowd crowd) {
        return crowd.get(0, "/v1/cluster").path("houseVersion").asInt();
    }

    /** A new field is refused, and a leader's later bid moves the price, as it did. */
    private static void knowsNothingNewYet(Crowd crowd) {
        var answer = crowd.post(1, "sue", key(), CONSIGN);
        assertThat(answer.path("code").asText()).as(answer.toString()).isEqualTo("NOT_ADOPTED");
        assertThat(priceAfterALeadersLaterBid(crowd)).isEqualTo(5_000);
    }

    /** The rule that version 2 changed: the price once a leader with a maximum of 90.00 bids 50.00. */
    private static long priceAfterALeadersLaterBid(Crowd crowd) {
        var made = crowd.post(0, "sue", key(), """
                {"op":"create","name":"Chair","itemName":"Chair","format":"english","start":100,
                 "durationMillis":6000000,"open":true}""");
        var auction = made.path("auction").asText();
        assertThat(auction).as(made.toString()).isNotEmpty();
        for (var offer : List.of("\"amount\":100,\"max\":9000", "\"amount\":5000,\"max\":5000")) {
            var bid = crowd.post(2, "ann", key(),
                    "{\"op\":\"bid\",\"auction\":\"" + auction + "\"," + offer + "}");
            assertThat(bid.path("status").asText()).as(bid.toString()).isEqualTo("success");
        }
        return crowd.get(3, "/v1/auctions/" + auction).path("price").asLong();
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    /** One that was away for long goes on from a snapshot that a server of the other build sends. */
    private static void bringsALaggardBack(DevCluster cluster, Crowd crowd,
            Optional<Build> build) {
        var laggard = (cluster.leader() + 1) % 5;
        cluster.stop(laggard);
        crowd.awaitAcknowledged(600);
        var end = row(cluster, cluster.leader()).appliedIndex();
        cluster.install(laggard, build);
        cluster.startServer(laggard);
        assertThat(row(cluster, laggard).log().snapshotIndex()).isPositive();
        // one that is ready may be a moment behind what is written meanwhile
        await().atMost(Duration.ofSeconds(30))
                .until(() -> row(cluster, laggard).appliedIndex() >= end);
    }

    private static void adopts(DevCluster cluster, Crowd crowd) {
        var key = key();
        var answer = crowd.post(cluster.leader(), "olga", key, ADOPT);
        assertThat(answer.path("status").asText()).as(answer.toString()).isEqualTo("success");
        assertThat(answer.path("houseVersion").asInt()).isEqualTo(HouseVersion.NEWEST);
        for (var id : cluster.ids()) {
            assertThat(crowd.get(id, "/v1/requests/" + key, "Gavel-User", "olga"))
                    .isEqualTo(answer);
        }
        assertThat(version(crowd)).isEqualTo(HouseVersion.NEWEST);
    }

    private void knowsWhatIsNew(DevCluster cluster, Crowd crowd) {
        JsonNode item = crowd.post(4, "sue", key(), CONSIGN);
        assertThat(item.path("status").asText()).as(item.toString()).isEqualTo("success");
        assertThat(priceAfterALeadersLaterBid(crowd)).isEqualTo(100);
        // a snapshot of the new format, from which a server goes on
        var follower = (cluster.leader() + 1) % 5;
        crowd.post(follower, "/v1/cluster/snapshot");
        cluster.restart(follower);
        assertThat(row(cluster, follower).log().snapshotIndex()).isPositive();
    }

    private static void theOlderProgramTouchesNothing(DevCluster cluster, Optional<Build> older)
            throws IOException, InterruptedException {
        var server = (cluster.leader() + 2) % 5;
        cluster.stop(server);
        var records = cluster.config().recordsOf(server);
        var before = bytes(records);
        cluster.install(server, older);
        cluster.launch(server);
        assertThat(cluster.exitCode(server, ENDS_WITHIN)).contains(7);
        var words = String.join("\n", cluster.lastWords(server));
        LOG.info("the older program says: {}", words);
        assertThat(words).contains("promised: cannot be read");
        assertThat(bytes(records)).isEqualTo(before);
        cluster.install(server, Optional.empty());
        cluster.startServer(server);
    }

    /** A checksum for each file but the lock, which holds the number of the process that was there last. */
    static Map<String, String> bytes(Path records) throws IOException {
        var all = new TreeMap<String, String>();
        try (var files = Files.walk(records)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                if (!file.getFileName().toString().equals("lock")) {
                    var sum = new CRC32C();
                    sum.update(Files.readAllBytes(file));
                    all.put(records.relativize(file).toString(),
                            HexFormat.of().toHexDigits(sum.getValue()));
                }
            }
        }
        return all;
    }

    /** Each bid that was accepted since the watcher came, once and in order. */
    private static void sawAll(Crowd crowd, Watcher watcher) {
        var history = crowd.bids(0).stream().map(bid -> bid.path("amount").asLong()).toList();
        await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> watcher.amounts().getLast().equals(history.getLast()));
        watcher.checkOrder();
        var first = history.indexOf(watcher.amounts().getFirst());
        assertThat(watcher.amounts()).isEqualTo(history.subList(first, history.size()));
    }

    private static void noServerWasStoppedByADigest(DevCluster cluster) throws IOException {
        var found = new ArrayList<String>();
        for (var id : cluster.ids()) {
            Files.readAllLines(cluster.log(id))
                    .stream()
                    .filter(line -> Stream
                            .of("differs from", "has another digest", "is damaged or missing")
                            .anyMatch(line::contains))
                    .forEach(line -> found.add("server " + id + ": " + line));
        }
        assertThat(found).isEmpty();
    }
}
