package dev.gavel.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gavel.cli.servers.DevCluster;
import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.exit.VerbFailedException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;

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

    private static String play(Scenario scenario) throws InterruptedException {
        var log = new StringWriter();
        var held = ScenarioCommand.play(scenario,
                new Story(new PrintWriter(log), Clock.systemUTC()), cluster, () -> false);
        assertThat(held).as(log.toString()).isTrue();
        return log.toString();
    }

    @Test
    void playsTheHandIn() throws InterruptedException {
        assertThat(play(new HandInScenario())).containsSubsequence("ann bids 5.00: success",
                "CRASH", "leads now", "bob bids 3.00 at the new leader: fail TOO_LOW",
                "the result: closed, the winner is ann at 5.00", "the same digest",
                "is killed", "the story held");
    }

    @Test
    void playsListJoinBidAndLeave() throws InterruptedException {
        assertThat(play(new CatalogueScenario())).containsSubsequence("CRASH: a follower",
                "CRASH: the leader", "ann is told: Tea set, highest bid 7.00 by ann; you won",
                "bob is told: Tea set, highest bid 7.00 by ann; you did not win");
    }

    @Test
    void whoEndsAStoryIsToldSoAndNotThatSomethingBroke() {
        var log = new StringWriter();
        var story = new Story(new PrintWriter(log), Clock.systemUTC());
        assertThatThrownBy(() -> ScenarioCommand.play(new Scenario() {
            @Override
            public String name() {
                return "endless";
            }

            @Override
            public String about() {
                return "is interrupted";
            }

            @Override
            public void play(Stage stage) {
                throw new VerbFailedException(ExitCodes.REFUSED, "interrupted");
            }
        }, story, cluster, () -> true)).isInstanceOf(InterruptedException.class);
        assertThat(log.toString()).contains("the story was ended before it was over")
                .doesNotContain("NO  ", "broke off")
                .hasLineCount(1);
    }

    @Test
    void keepsStartAndEndThroughTheDeathOfTheLeaderToTheMillisecond() {
        var stage = new Stage(cluster, new Story(new PrintWriter(new StringWriter()),
                Clock.systemUTC()));
        var sue = stage.player("sue");
        var auction = stage.open(sue, "from 0.00", House.op("create")
                .put("name", "Globe")
                .put("itemName", "Globe")
                .put("start", 0)
                .put("durationMillis", 600_000)
                .put("open", true));
        var before = sue.looksAt(auction);
        int killed = stage.leader();
        stage.crashLeader();
        var after = sue.looksAt(auction);
        assertThat(after.path("opensAt")).isEqualTo(before.path("opensAt"));
        assertThat(after.path("endsAt")).isEqualTo(before.path("endsAt"));
        assertThat(after.path("remainingMillis").asLong())
                .isPositive()
                .isLessThan(before.path("remainingMillis").asLong());
        stage.bringBack(killed);
    }

    @Test
    void aServerThatStartsSaysWhatItFoundAndWhereItListens() throws IOException {
        cluster.restart(0);
        var address = cluster.address(0);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Files.readString(cluster.log(0)))
                        .containsSubsequence("server 0 of", address.http(), address.client(),
                                address.raft(), "restored from", "term", "vote", "log length",
                                "ready:"));
    }
}
