package dev.gavel.server.dev;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;

/** Stories with crashes, on the same real servers one after another; the others are played by hand. */
class ScenarioIT {

    private static DevCluster cluster;

    @BeforeAll
    static void startServers() {
        cluster = DevCluster.start(5);
    }

    @AfterAll
    static void stopServers() {
        cluster.close();
    }

    private static String play(Scenario scenario) {
        var log = new StringWriter();
        var held = ScenarioCommand.play(scenario,
                new Story(new PrintWriter(log), Clock.systemUTC()), cluster);
        assertThat(held).as(log.toString()).isTrue();
        return log.toString();
    }

    @Test
    void playsTheHandIn() {
        assertThat(play(new HandInScenario())).containsSubsequence("ann bids 5.00: success",
                "CRASH", "leads now", "bob bids 3.00 at the new leader: fail TOO_LOW",
                "the result: closed, the winner is ann at 5.00", "the same digest",
                "is killed", "the story held");
    }

    @Test
    void playsListJoinBidAndLeave() {
        assertThat(play(new CatalogueScenario())).containsSubsequence("CRASH: a follower",
                "CRASH: the leader", "ann is told: Tea set, highest bid 7.00 by ann; you won",
                "bob is told: Tea set, highest bid 7.00 by ann; you did not win");
    }
}
