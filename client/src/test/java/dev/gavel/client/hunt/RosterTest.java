package dev.gavel.client.hunt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.client.ServerAddress;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Which servers a client knows that outlives many of them. */
class RosterTest {

    private final List<ServerAddress> connected = new ArrayList<>();
    private final List<ServerAddress> renewed = new ArrayList<>();
    private final List<ServerAddress> ended = new ArrayList<>();

    private final class Connection implements Roster.Line {
        private final ServerAddress to;

        Connection(ServerAddress to) {
            this.to = to;
            connected.add(to);
        }

        @Override
        public void renew() {
            renewed.add(to);
        }

        @Override
        public void close() {
            ended.add(to);
        }
    }

    private static ServerAddress server(int port) {
        return new ServerAddress("127.0.0.1", port);
    }

    private Roster<ServerAddress, Connection> roster(int... configured) {
        return new Roster<>(IntStream.of(configured).mapToObj(RosterTest::server).toList(),
                Connection::new, () -> 5);
    }

    @Test
    void inAHouseThatReplacesItsServersAgainAndAgainTheClientStillLearnsTheNewest() {
        try (var roster = roster(1)) {
            for (var port = 2; port <= 1_000; port++) {
                roster.failed(server(port - 1)); // it was replaced
                roster.learn(server(port));
                assertThat(roster.knows(server(port))).as("server at port " + port).isTrue();
            }
            assertThat(roster.all()).hasSize(Roster.MAX_SERVERS)
                    .as("what was configured is kept")
                    .contains(server(1));
        }
    }

    @Test
    void serversThatAnswerAreNotForgottenForNames() {
        try (var roster = roster(1)) {
            for (var port = 2; port <= 200; port++) {
                roster.learn(server(port));
            }
            assertThat(roster.all()).hasSize(Roster.MAX_SERVERS).contains(server(2));
            assertThat(roster.knows(server(200))).isFalse();
            assertThat(connected).hasSize(Roster.MAX_SERVERS);
        }
    }

    @Test
    void whoFailedMostIsForgottenAndWhoLedLastIsNot() {
        try (var roster = roster(1)) {
            for (var port = 2; port <= Roster.MAX_SERVERS; port++) {
                roster.learn(server(port));
            }
            roster.leads(server(5));
            for (var n = 0; n < 3; n++) {
                roster.failed(server(5));
                roster.failed(server(1));
            }
            roster.failed(server(7));
            roster.failed(server(7));
            roster.failed(server(8));
            roster.learn(server(100));
            assertThat(ended).as("connections of the forgotten").containsExactly(server(7));
            assertThat(renewed).containsOnly(server(5), server(1), server(7), server(8));
            assertThat(roster.all()).contains(server(1), server(5), server(8), server(100))
                    .doesNotContain(server(7));
            assertThat(roster.line(server(7))).isEmpty();
            roster.failed(server(7)); // told late
            roster.answered(server(7));
            assertThat(roster.rests(server(7))).isTrue();
        }
    }

    @Test
    void whoLedLastIsAskedFirstAndWhoFailedJustNowIsNotAsked() {
        try (var roster = roster(1, 2, 3, 4)) {
            assertThat(roster.order()).containsExactly(server(1), server(2), server(3), server(4));
            roster.leads(server(3));
            roster.failed(server(2));
            assertThat(roster.order()).containsExactly(server(3), server(1), server(4));
            assertThat(roster.rests(server(2))).isTrue();
            roster.failed(server(3));
            assertThat(roster.order()).as("a leader that failed rests like any other")
                    .containsExactly(server(1), server(4));
            roster.answered(server(2));
            roster.answered(server(3));
            assertThat(roster.order()).containsExactly(server(3), server(1), server(2), server(4));
        }
    }

    @Test
    void whereAllRestAllAreAskedTheOneFirstThatMayBeAskedSoonest() {
        try (var roster = roster(1, 2, 3)) {
            for (var times = 0; times < 3; times++) {
                roster.failed(server(1));
            }
            roster.failed(server(2));
            roster.failed(server(2));
            roster.failed(server(3));
            assertThat(roster.order()).containsExactly(server(3), server(2), server(1));
        }
    }

    @Test
    void whatIsUnknownRestsAndNothingIsLearntAfterTheEnd() {
        var roster = roster(1);
        assertThat(roster.rests(server(9))).isTrue();
        assertThat(roster.line(server(9))).isEmpty();
        roster.close();
        roster.learn(server(9));
        assertThat(roster.knows(server(9))).isFalse();
        assertThat(connected).containsExactly(server(1));
        assertThat(ended).containsExactly(server(1));
    }
}
