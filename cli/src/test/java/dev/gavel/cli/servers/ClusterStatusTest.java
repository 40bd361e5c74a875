package dev.gavel.cli.servers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gavel.cli.verbs.Look;
import dev.gavel.cli.verbs.Output;
import dev.gavel.server.cluster.Standing;
import dev.gavel.server.http.StandingJson;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;

class ClusterStatusTest {

    @TempDir
    private Path folder;
    private DevCluster cluster;

    @BeforeEach
    void threeServersThatDoNotRunInTheBackground() throws Exception {
        cluster = DevCluster.of(LoopbackConfig.write(folder, 3, ""), false);
    }

    @Test
    void showsWhatEachServerSays() throws Exception {
        var rows = List.of(row(0, "leader", 120, 119), row(2, "follower", 118, 100));
        var table = new ClusterStatus(cluster, rows);
        var text = printed(table, Look.NOBODY);

        assertThat(text.get(0).split(" {2,}")).startsWith("SERVER", "ROLE", "TERM", "LEADER",
                "COMMIT", "APPLIED", "LAG");
        assertThat(text.get(1).split(" {2,}")).containsExactly("0", "leader", "7", "0", "120",
                "119", "1", "3..121", "-", "0011aabb @ 110", "5 MB", "by hand");
        assertThat(text.get(2).split(" {2,}")).startsWith("1", "-").endsWith("stopped");
        assertThat(text.get(3).split(" {2,}")).contains("follower", "20");
        assertThat(table.summary()).startsWith("leader 0 at http://127.0.0.1:")
                .endsWith("2 of 3 servers answer");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 120, 100, 80, 60, 40, 20})
    void isNoWiderThanTheTerminal(int width) throws Exception {
        var rows = List.of(row(0, "leader", 1_234_567, 1_234_567), row(1, "follower", 1_234_567,
                1_200_000), row(2, "candidate", 120, 119));
        var text = printed(new ClusterStatus(cluster, rows),
                new Look(true, false, false, false, () -> width));

        assertThat(text.stream().filter(line -> !line.startsWith("(no room")))
                .allMatch(line -> line.length() <= width)
                .anyMatch(line -> line.contains("leader"))
                .anyMatch(line -> line.contains("1200000"));
    }

    private static List<String> printed(ClusterStatus table, Look look) {
        var text = new StringWriter();
        var out = new PrintWriter(text);
        table.print(new Output(out, out, look));
        return text.toString().lines().toList();
    }

    @Test
    void saysHowManyAreMissing() {
        assertThat(new ClusterStatus(cluster, List.of()).summary())
                .isEqualTo("no leader: 0 of 3 servers answer, 2 are needed");
    }

    @Test
    void namesALeaderThatTheOthersFollowAndThatDoesNotAnswer() throws Exception {
        var rows = List.of(row(1, "follower", 9, 9), row(2, "follower", 9, 9));
        assertThat(new ClusterStatus(cluster, rows).summary())
                .isEqualTo("2 of 3 servers answer, and follow server 0, which does not answer");
    }

    @Test
    void passesOnAsJsonWhatTheServersSay() throws Exception {
        JsonNode json = Http.JSON.readTree(new ClusterStatus(cluster,
                List.of(row(0, "leader", 5, 5), row(1, "follower", 5, 5))).json());

        assertThat(json.path("leader").asInt()).isZero();
        assertThat(json.path("term").asInt()).isEqualTo(7);
        assertThat(json.path("servers")).hasSize(3);
        assertThat(json.at("/servers/1/commitIndex").asInt()).isEqualTo(5);
        assertThat(json.at("/servers/2/process").asText()).isEqualTo("stopped");
    }

    @Test
    void takesForLeaderOnlyOneThatAMajorityFollows() throws Exception {
        assertThat(cluster.leaderIn(List.of(standing(0, "leader")))).isEmpty();
        assertThat(cluster.leaderIn(List.of(standing(0, "leader"), standing(1, "follower"))))
                .hasValue(0);
    }

    private static Standing standing(int id, String role) throws Exception {
        return StandingJson.read(row(id, role, 9, 9));
    }

    private static JsonNode row(int id, String role, long commit, long applied) throws Exception {
        return Http.JSON.readTree("""
                {"id":%d,"role":"%s","term":7,"leader":0,"commitIndex":%d,"appliedIndex":%d,
                 "logStartIndex":3,"logEndIndex":121,"snapshotIndex":-1,"digest":"0011aabbccdd",
                 "digestIndex":110,"rssBytes":6000000,"ready":true}
                """.formatted(id, role, commit, applied));
    }
}
