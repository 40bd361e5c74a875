package dev.gavel.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.LogExtent;
import dev.gavel.raft.Membership;
import dev.gavel.raft.Peer;
import dev.gavel.raft.ReplicaStatus;
import dev.gavel.raft.ReplicaStatus.Role;
import dev.gavel.raft.Replicator;
import dev.gavel.server.config.ServerAddress;
import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;

/** Server 0 of three. */
class MajorityTest {

    private static final ClockOffset NONE = new ClockOffset(0, 1);

    private Optional<Integer> leader = Optional.empty();
    private boolean hearsMajority;

    private final ClusterBoard board = board();
    private final Majority majority = new Majority(board, replicator(), Duration.ZERO);

    private static ClusterBoard board() {
        var servers = IntStream.range(0, 3)
                .mapToObj(id -> new ServerAddress(id, "127.0.0.1", 1, 2, 3))
                .toList();
        return new ClusterBoard(0, "test", () -> servers,
                () -> new Membership(1,
                        servers.stream().map(one -> new Peer(one.id(), "")).toList(), false),
                () -> 1, () -> standing(0, "follower"), new ClockBoard());
    }

    private Replicator<?, ?> replicator() {
        return (Replicator<?, ?>) Proxy.newProxyInstance(Replicator.class.getClassLoader(),
                new Class<?>[]{Replicator.class},
                (proxy, method, values) -> switch (method.getName()) {
                    case "status" -> new ReplicaStatus(0,
                            leader.equals(Optional.of(0)) ? Role.LEADER : Role.FOLLOWER, 1, leader,
                            new LogExtent(1, 1, 0, 1, -1), 1, Bytes.of(new byte[32]), true, "");
                    case "hearsMajority" -> hearsMajority;
                    default -> throw new AssertionError(method.getName());
                });
    }

    private static Standing standing(int id, String role) {
        return Standings.of(id, new Office(role, 1, 1), Standings.log(0, "", 0), Readiness.ready());
    }

    private void allFallSilent() {
        board.heard(standing(1, "leader"), NONE);
        board.heard(standing(2, "follower"), NONE);
        board.silent(1);
        board.silent(2);
    }

    @Test
    void itIsThereWhileMostAnswerWhoeverLeads() {
        board.heard(standing(1, "follower"), NONE);
        assertThat(majority.isGone()).isFalse();
        assertThat(majority.isGone(true)).isFalse();
    }

    @Test
    void itIsGoneWhereTooFewAnswerAndNobodyLeads() {
        allFallSilent();
        assertThat(majority.isGone()).isTrue();
    }

    @Test
    void aLeaderKnowsByItselfWhomItHears() {
        allFallSilent();
        leader = Optional.of(0);
        hearsMajority = true;
        assertThat(majority.isGone()).isFalse();
        hearsMajority = false;
        assertThat(majority.isGone()).isTrue();
    }

    @Test
    void aLeaderThatHasNotBeenAskedYetHasAMajorityUnlessItSaysOtherwise() {
        leader = Optional.of(1);
        board.silent(1);
        assertThat(majority.isGone()).as("replication may have found it first").isFalse();
        assertThat(majority.isGone(true)).isTrue();
    }

    @Test
    void aLeaderThatFellSilentHasNone() {
        leader = Optional.of(1);
        allFallSilent();
        assertThat(majority.isGone()).isTrue();
    }
}
