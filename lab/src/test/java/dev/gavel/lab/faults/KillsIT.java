package dev.gavel.lab.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gavel.cli.servers.DevCluster;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.Optional;

/** Servers are killed while people bid. */
@Timeout(240)
class KillsIT {

    private static final Duration LONG = Duration.ofHours(1);

    /** Of those that need no settings of their own: each has an auction to itself. */
    private static @Nullable DevCluster shared;

    private static DevCluster house() {
        if (shared == null) {
            shared = DevCluster.start(5);
        }
        shared.startAll();
        return shared;
    }

    @AfterAll
    static void close() {
        if (shared != null) {
            shared.close();
        }
    }

    @Test
    void losesNoBidWhenTheLeaderIsKilledFiveTimes() throws InterruptedException {
        var cluster = house();
        try (var crowd = new Crowd(cluster, LONG)) {
            var watcher = new Watcher();
            crowd.client().follow("wim", Optional.of(crowd.auction()), Optional.empty(), watcher);
            crowd.start(4, 2);
            await().atMost(Duration.ofSeconds(30)).until(() -> !watcher.amounts().isEmpty());
            for (var kill = 0; kill < 5; kill++) {
                crowd.awaitAcknowledged(30);
                var leader = cluster.leader();
                cluster.kill(leader);
                crowd.awaitAcknowledged(30);
                cluster.startServer(leader);
            }
            crowd.stop().checkNothingLostAndNothingDoubled();
            var history = crowd.bids(0).stream().map(bid -> bid.path("amount").asLong()).toList();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> watcher.amounts()
                            .get(watcher.amounts().size() - 1)
                            .equals(history.get(history.size() - 1)));
            watcher.checkOrder();
            var first = history.indexOf(watcher.amounts().get(0));
            assertThat(watcher.amounts()).isEqualTo(history.subList(first, history.size()));
        }
    }

    @Test
    void aLeaderThatDiesIsReplacedLongBeforeItsSilenceWouldTell() throws InterruptedException {
        try (var cluster = DevCluster.start(5, """
                replication.election-timeout-min-ms = 15000
                replication.election-timeout-max-ms = 20000
                """); var crowd = new Crowd(cluster, LONG)) {
            crowd.start(4, 0).awaitAcknowledged(100);
            for (var kill = 0; kill < 2; kill++) {
                var leader = cluster.leader();
                cluster.kill(leader);
                await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
                    var rows = cluster.rows();
                    assertThat(cluster.leaderIn(rows).filter(next -> next != leader))
                            .as("server %d was killed; the others say: %s", leader,
                                    rows.toString())
                            .isPresent();
                });
                crowd.awaitAcknowledged(30);
            }
            cluster.startAll();
            crowd.stop().checkNothingLostAndNothingDoubled();
        }
    }

    @Test
    void losesNoBidWhenAllAreKilledAtOnce() throws InterruptedException {
        var cluster = house();
        try (var crowd = new Crowd(cluster, LONG)) {
            crowd.start(4, 1);
            for (var round = 0; round < 2; round++) {
                crowd.awaitAcknowledged(100);
                cluster.killAll();
                cluster.startAll();
                crowd.awaitAcknowledged(20);
            }
            crowd.stop().checkNothingLostAndNothingDoubled();
        }
    }

    @Test
    void bringsALaggardBackBySnapshot() throws InterruptedException {
        try (var cluster = DevCluster.start(5, """
                replication.snapshot-every-entries = 100
                replication.segment-bytes = 8192
                replication.keep-entries = 10
                """); var crowd = new Crowd(cluster, LONG)) {
            var laggard = (cluster.leader() + 1) % 5;
            cluster.kill(laggard);
            crowd.start(6, 0).awaitAcknowledged(1_500);
            crowd.stop();
            var end = cluster.row(cluster.leader()).orElseThrow().appliedIndex();
            assertThat(cluster.row(cluster.leader()).orElseThrow().log().startIndex())
                    .as("the log was purged")
                    .isGreaterThan(100);
            cluster.startServer(laggard);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> cluster.row(laggard).orElseThrow().appliedIndex() >= end);
            assertThat(cluster.row(laggard).orElseThrow().log().snapshotIndex()).isGreaterThan(100);
            crowd.checkNothingLostAndNothingDoubled();
        }
    }

    @Test
    void answersARepeatAtAnyServerWithTheFirstAnswerAlsoAfterARestartOfEverything()
            throws InterruptedException {
        var cluster = house();
        try (var crowd = new Crowd(cluster, LONG)) {
            var bid = "{\"op\":\"bid\",\"auction\":\"" + crowd.auction() + "\",\"amount\":500}";
            var first = crowd.post(0, "ann", "key-1", bid);
            assertThat(first.path("status").asText()).as(first.toString()).isEqualTo("success");
            crowd.post(1, "bob", "key-2", bid.replace("500", "600"));
            for (var id = 1; id <= 3; id++) {
                assertThat(crowd.post(id, "ann", "key-1", bid)).isEqualTo(first);
            }
            cluster.killAll();
            cluster.startAll();
            for (var id = 2; id <= 4; id++) {
                assertThat(crowd.post(id, "ann", "key-1", bid)).isEqualTo(first);
            }
            assertThat(crowd.view(3).path("bids").asInt())
                    .isEqualTo(2);
            JsonNode altered = crowd.post(2, "ann", "key-1", bid.replace("500", "900"));
            assertThat(altered.path("code").asText()).isEqualTo("BAD_COMMAND");
        }
    }

    @Test
    void aLeaderThatWasStoppedAnswersNothingStaleAndAcceptsNothing() throws Exception {
        var cluster = house();
        try (var crowd = new Crowd(cluster, LONG)) {
            crowd.start(3, 2).awaitAcknowledged(50);
            var old = cluster.leader();
            cluster.pause(old);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> cluster.rows()
                            .stream()
                            .anyMatch(row -> row.role().equals("leader") && row.id() != old));
            crowd.awaitAcknowledged(100);
            var stopped = System.nanoTime();
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> System.nanoTime() - stopped > Duration.ofSeconds(8).toNanos());
            var before = crowd.view((old + 1) % 5);
            cluster.resume(old);
            var after = crowd.view(old);
            assertThat(after.path("price").asLong()).as(after.toString())
                    .isGreaterThanOrEqualTo(before.path("price").asLong());
            crowd.stop().checkNothingLostAndNothingDoubled();
        }
    }

    @Test
    void nobodyBidsLateIntoACloseThatFellDueWithoutALeader() throws InterruptedException {
        var cluster = house();
        try (var crowd = new Crowd(cluster, Duration.ofSeconds(6))) {
            assertThat(crowd.bid("ann", 100).succeeded()).isTrue();
            var opened = crowd.view(0);
            cluster.killAll();
            var ends = java.time.Instant.parse(opened.path("endsAt").asText());
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> java.time.Instant.now().isAfter(ends.plusSeconds(1)));
            cluster.startAll();
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> {
                        crowd.bid("bob", 200);
                        return crowd.view(0)
                                .path("state")
                                .asText()
                                .equals("closed");
                    });
            var closed = crowd.view(0);
            var end = java.time.Instant.parse(closed.path("endsAt").asText());
            for (var bid : crowd.bids(0)) {
                assertThat(java.time.Instant.parse(bid.path("at").asText())).isBefore(end);
            }
            assertThat(crowd.bid("bob", 10_000).succeeded()).isFalse();
            assertThat(crowd.view(1).path("hammerPrice"))
                    .isEqualTo(closed.path("hammerPrice"));
        }
    }
}
