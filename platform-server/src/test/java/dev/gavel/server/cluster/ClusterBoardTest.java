package dev.gavel.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.raft.Membership;
import dev.gavel.raft.Peer;
import dev.gavel.server.config.ServerAddress;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Server 0 of three, to whom replication names server 1 as the leader whatever happens. */
class ClusterBoardTest {

    private static final ClockOffset NONE = new ClockOffset(0, 1);

    private final ClusterBoard board = board(3);

    private static ClusterBoard board(int size) {
        var servers = IntStream.range(0, size)
                .mapToObj(id -> new ServerAddress(id, "127.0.0.1", 1, 2, 3))
                .toList();
        return new ClusterBoard(0, "test", () -> servers,
                () -> new Membership(1,
                        servers.stream().map(one -> new Peer(one.id(), "")).toList(), false),
                () -> 1, () -> standing(0, "follower"), new ClockBoard());
    }

    private static Standing standing(int id, String role) {
        return Standings.of(id, new Office(role, 1, 1), Standings.log(0, "", 0), Readiness.ready());
    }

    @Test
    void aServerThatHasNotAnsweredYetIsNotSilent() {
        board.silent(1);

        assertThat(board.isSilent(1)).isFalse();
        assertThat(board.lacksMajority(Duration.ZERO)).isTrue();
        assertThat(board.view().leader()).as("replication may have found it first").isEqualTo(1);
    }

    @Test
    void oneThatDiedBeforeItEverAnsweredIsSilentOnceAMajorityWasSeen() {
        board.heard(standing(2, "follower"), NONE);
        board.silent(1);
        assertThat(board.view().leader()).as("two of three may still follow it").isEqualTo(1);

        board.silent(2);
        assertThat(board.isSilent(1)).isTrue();
        assertThat(board.view().leader()).isEqualTo(-1);

        board.heard(standing(1, "leader"), NONE);
        assertThat(board.isSilent(1)).isFalse();
    }

    @Test
    void withoutAMajorityALeaderThatFellSilentIsNone() {
        board.heard(standing(1, "leader"), NONE);
        board.heard(standing(2, "follower"), NONE);
        assertThat(board.lacksMajority(Duration.ZERO)).isFalse();

        board.silent(1);
        assertThat(board.isSilent(1)).isTrue();
        assertThat(board.view().leader()).as("two of three may still follow it").isEqualTo(1);

        board.silent(2);
        assertThat(board.lacksMajority(Duration.ZERO)).isTrue();
        assertThat(board.view().leader()).isEqualTo(-1);

        board.heard(standing(1, "leader"), NONE);
        assertThat(board.isSilent(1)).isFalse();
        assertThat(board.view().leader()).isEqualTo(1);
    }

    @Test
    void withoutAMajorityALeaderThatSaysItLeadsNoLongerIsNone() {
        var five = board(5);
        five.heard(standing(1, "leader"), NONE);
        five.heard(standing(2, "follower"), NONE);
        for (var role : List.of("follower", "candidate")) {
            five.heard(standing(1, role), NONE);
            assertThat(five.deniesLeading(1)).isTrue();
            assertThat(five.view().leader()).as("replication knows best").isEqualTo(1);
        }
        five.silent(2);
        assertThat(five.lacksMajority(Duration.ZERO)).isTrue();
        assertThat(five.view().leader()).isEqualTo(-1);

        five.heard(standing(1, "leader"), NONE);
        assertThat(five.deniesLeading(1)).isFalse();
        assertThat(five.view().leader()).isEqualTo(1);
    }
}
