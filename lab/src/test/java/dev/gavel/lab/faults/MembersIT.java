package dev.gavel.lab.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.cli.servers.DevCluster;
import dev.gavel.cli.verbs.CommandTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Servers join, leave and are replaced by one command each, while people bid. */
@Timeout(240)
class MembersIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int REMOVED = 9;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int gavel(DevCluster cluster, String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        var all = new ArrayList<>(List.of(args));
        var servers = cluster.ids().stream().map(id -> cluster.address(id).client()).toList();
        all.addAll(List.of("--server", String.join(",", servers), "--timeout", "60s"));
        return CommandTree.run(all.toArray(String[]::new), new PrintWriter(out, true),
                new PrintWriter(err, true), false, Map.of());
    }

    private void awaitMember(DevCluster cluster, int id) {
        await().atMost(PATIENCE).until(() -> {
            assertThat(gavel(cluster, "members", "list", "--json")).as(err.toString()).isZero();
            return out.toString().contains("\"members\":[") && out.toString()
                    .substring(0, out.toString().indexOf("\"waiting\""))
                    .contains("\"id\":" + id + ",");
        });
        cluster.awaitReady(id);
    }

    private void awaitWaiting(DevCluster cluster) {
        await().atMost(PATIENCE).until(() -> {
            gavel(cluster, "members", "list");
            return out.toString().contains("waiting");
        });
    }

    private static void awaitEnd(DevCluster cluster, int id) throws InterruptedException {
        assertThat(cluster.exitCode(id, PATIENCE))
                .as(() -> String.join("\n", cluster.lastWords(id)))
                .isEqualTo(Optional.of(REMOVED));
        assertThat(String.join("\n", cluster.lastWords(id)))
                .contains("server " + id + " was removed from the members");
    }

    @Test
    void losesNoBidWhileServersComeAndGo() throws InterruptedException {
        var port = ThreadLocalRandom.current().nextInt(21_000, 29_000);
        try (var cluster = DevCluster.start(5,
                "discovery { enabled = true, port = " + port + " }");
                var crowd = new Crowd(cluster, Duration.ofHours(1))) {
            crowd.start(3, 1).awaitAcknowledged(20);

            cluster.join(5, "--discover"); // a sixth, which finds the house and asks by itself
            awaitMember(cluster, 5);
            crowd.awaitAcknowledged(20);

            // one in store that is told of one server only; that one dies, and it takes its place
            var dead = cluster.leader() == 2 ? 3 : 2;
            cluster.joinThrough(6, List.of(dead), "--spare");
            awaitWaiting(cluster);
            cluster.kill(dead);
            cluster.kill(6); // it finds the house again, although nobody is there of whom it was told
            cluster.joinAgain(6);
            await().atMost(PATIENCE)
                    .until(() -> cluster.row(6)
                            .filter(row -> row.notReadyBecause().contains("it is a spare"))
                            .isPresent());
            awaitWaiting(cluster);
            assertThat(gavel(cluster, "members", "replace", "" + dead, "--with", "6"))
                    .as(err.toString())
                    .isZero();
            awaitMember(cluster, 6);
            cluster.launch(dead); // it comes back, and learns that it is none of them any more
            awaitEnd(cluster, dead);
            cluster.forget(dead);
            crowd.awaitAcknowledged(20);

            var leader = cluster.leader(); // who leads can go as well
            assertThat(gavel(cluster, "members", "remove", "" + leader)).as(err.toString())
                    .isZero();
            awaitEnd(cluster, leader);
            cluster.forget(leader);
            crowd.awaitAcknowledged(20);

            assertThat(gavel(cluster, "members", "remove", "77")).isEqualTo(1);
            assertThat(err.toString()).contains("server 77 is no member");
            crowd.stop().checkNothingLostAndNothingDoubled();
            assertThat(cluster.ids()).hasSize(5).contains(6).doesNotContain(dead, leader);
        }
    }
}
