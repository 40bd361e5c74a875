package dev.gavel.lab.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.cli.servers.DevCluster;
import dev.gavel.cli.verbs.CommandTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * A house of five changes its members again and again, while people bid and servers are killed, also in the
 * middle of a change. It takes long, so it is run on purpose: see docs/CORRECTNESS.md.
 */
@EnabledIfSystemProperty(named = "gavel.long", matches = "true")
class HundredChangesIT {

    private static final int CHANGES = Integer.getInteger("gavel.changes", 100);
    private static final long SEED = Long.getLong("gavel.seed", System.nanoTime());
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int REFUSED = 1;
    private static final int REMOVED = 9;

    private final Random random = new Random(SEED);
    private final Silence silence = new Silence();
    private int nextId = 5;
    private int changes;
    private int kills;

    /** The longest time in which nobody was told that a bid was accepted. */
    private static final class Silence {

        private long longestNanos;
        private long at;
        private int seen;

        void look(int acknowledged) {
            var now = System.nanoTime();
            if (acknowledged != seen) {
                longestNanos = seen == 0 ? 0 : Math.max(longestNanos, now - at);
                at = now;
                seen = acknowledged;
            }
        }

        Duration longest() {
            return Duration.ofNanos(longestNanos);
        }
    }

    private interface Change {
        void make(DevCluster cluster) throws InterruptedException;
    }

    @Test
    void aHundredChangesOfMembersUnderLoadAndKillsLoseNoBid() throws Exception {
        System.out.println("seed " + SEED);
        try (var cluster = DevCluster.start(5);
                var crowd = new Crowd(cluster, Duration.ofHours(12), Duration.ofMillis(40))) {
            crowd.start(4, 1).awaitAcknowledged(20);
            var watch = Thread.ofPlatform().daemon().start(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    silence.look(crowd.acknowledged());
                    LockSupport.parkNanos(5_000_000);
                }
            });
            var kinds = List.<Change>of(this::replacesADeadOneByASpareThatKnewNobodyElse,
                    this::replacesTheLeader, this::losesItsLeaderInTheMiddle,
                    this::losesTheSpareInTheMiddle, this::letsOneGoAndTakesAnotherIn);
            for (var n = 0; changes < CHANGES; n++) {
                kinds.get(n % kinds.size()).make(cluster);
                crowd.awaitAcknowledged(10);
                System.out
                        .println(changes + " changes, " + kills + " kills, " + cluster.ids() + ", "
                                + crowd.acknowledged() + " bids acknowledged, longest silence "
                                + silence.longest().toMillis() + " ms");
            }
            cluster.ids().forEach(cluster::awaitReady);
            crowd.stop();
            watch.interrupt();
            crowd.checkBids();
            System.out.println("in the end: " + changes + " changes, " + kills + " kills, "
                    + crowd.acknowledged()
                    + " bids acknowledged, 0 lost, 0 doubled, longest silence "
                    + silence.longest().toMillis() + " ms");
        }
    }

    private void replacesADeadOneByASpareThatKnewNobodyElse(DevCluster cluster)
            throws InterruptedException {
        var dead = any(cluster.ids());
        var spare = spare(cluster, List.of(dead));
        kill(cluster, dead);
        replace(cluster, dead, spare).join();
        cluster.forget(dead);
        cluster.awaitReady(spare);
    }

    private void replacesTheLeader(DevCluster cluster) throws InterruptedException {
        var leader = cluster.leader();
        var spare = spare(cluster, cluster.ids());
        replace(cluster, leader, spare).join();
        goes(cluster, leader);
        cluster.awaitReady(spare);
    }

    private void losesItsLeaderInTheMiddle(DevCluster cluster) throws InterruptedException {
        var leader = cluster.leader();
        var old = any(cluster.ids().stream().filter(id -> id != leader).toList());
        var spare = spare(cluster, List.of(leader));
        var change = replace(cluster, old, spare);
        TimeUnit.MILLISECONDS.sleep(random.nextInt(400));
        kill(cluster, leader);
        change.join();
        cluster.startServer(leader);
        goes(cluster, old);
        cluster.awaitReady(spare);
    }

    private void losesTheSpareInTheMiddle(DevCluster cluster) throws InterruptedException {
        var old = any(cluster.ids());
        var spare = spare(cluster, List.of(old));
        var change = replace(cluster, old, spare);
        TimeUnit.MILLISECONDS.sleep(random.nextInt(400));
        kill(cluster, spare);
        cluster.joinAgain(spare);
        change.join();
        goes(cluster, old);
        cluster.awaitReady(spare);
    }

    private void letsOneGoAndTakesAnotherIn(DevCluster cluster) throws InterruptedException {
        var old = any(cluster.ids());
        gavel(cluster, "remove", "" + old).join();
        goes(cluster, old);
        var next = nextId++;
        cluster.joinThrough(next, List.of(any(cluster.ids())));
        cluster.awaitReady(next);
        changes++;
    }

    private int any(List<Integer> ids) {
        return ids.get(random.nextInt(ids.size()));
    }

    private void kill(DevCluster cluster, int id) {
        cluster.kill(id);
        kills++;
    }

    /** One that waits, and was told of these only. */
    private int spare(DevCluster cluster, List<Integer> through) {
        var id = nextId++;
        cluster.joinThrough(id, through, "--spare");
        await().atMost(PATIENCE)
                .until(() -> cluster.row(id)
                        .filter(row -> row.notReadyBecause().contains("it is a spare"))
                        .isPresent());
        return id;
    }

    private CompletableFuture<Void> replace(DevCluster cluster, int old, int by) {
        return gavel(cluster, "replace", "" + old, "--with", "" + by);
    }

    /** As an operator would who repeats what did not come about. */
    private CompletableFuture<Void> gavel(DevCluster cluster, String... words) {
        var servers = cluster.ids()
                .stream()
                .map(id -> cluster.address(id).client())
                .collect(Collectors.joining(","));
        changes++;
        return CompletableFuture.runAsync(() -> await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> run(servers, words)), task -> Thread.ofVirtual().start(task));
    }

    private static boolean run(String servers, String... words) {
        var err = new StringWriter();
        var all = new ArrayList<>(List.of("members"));
        all.addAll(List.of(words));
        all.addAll(List.of("--server", servers, "--timeout", "20s"));
        var code = CommandTree.run(all.toArray(String[]::new), new PrintWriter(new StringWriter()),
                new PrintWriter(err, true), false, Map.of());
        if (code != 0) {
            System.out.println(all.subList(0, all.size() - 4) + " ends with " + code + ": "
                    + err.toString().strip());
        }
        // what is gone already was removed by a try whose answer was lost
        return code == 0 || (code == REFUSED && words[0].equals("remove")
                && err.toString().contains("is no member"));
    }

    /** It notices by itself that it was removed. */
    private static void goes(DevCluster cluster, int id) throws InterruptedException {
        assertThat(cluster.exitCode(id, PATIENCE)).hasValue(REMOVED);
        cluster.forget(id);
    }
}
