package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.raft.Peer;
import dev.gavel.raft.ReplicaConfig;
import dev.gavel.raft.ratis.LogQuestion.LogEnd;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Server 1 of five, the ports of two that lead one after another, and what it is told of the others. */
class LeaderLossTest {

    private static final int LEADER = 3;
    private static final int NEXT_LEADER = 4;
    /** Several times as long as everything takes that is only looked at once. */
    private static final Duration LATE = Duration.ofSeconds(1);

    private final ServerSocket leaderPort = port();
    private final ServerSocket nextLeaderPort = port();
    private final Told told = new Told();
    private LeaderLoss loss = new LeaderLoss(1, members(), new VoteGate(false));

    /** Notes whom it stood in place of. */
    private static final class Told extends ToldReplica {

        final AtomicInteger stood = new AtomicInteger(-1);
        final AtomicInteger asked = new AtomicInteger();

        Told() {
            super(LEADER);
            logs.putAll(Map.of(0, end(1, 7), 2, end(1, 7)));
        }

        @Override
        public Optional<LogEnd> logEndOf(int peer) {
            asked.incrementAndGet();
            return super.logEndOf(peer);
        }

        @Override
        public boolean letStand(int candidate, LogEnd end, int leader) {
            assertThat(candidate).isEqualTo(1);
            leads = -1;
            stood.set(leader);
            return true;
        }
    }

    LeaderLossTest() throws IOException {
        loss.watch(told);
    }

    private static ServerSocket port() throws IOException {
        return new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        told.leads = -1;
        leaderPort.close();
        nextLeaderPort.close();
    }

    private Members members() {
        var tuning = RatisGroup.tuning(20);
        var peers = List.of(new Peer(0, "127.0.0.1:1"), new Peer(1, "127.0.0.1:1"),
                new Peer(2, "127.0.0.1:1"), new Peer(LEADER, address(leaderPort)),
                new Peer(NEXT_LEADER, address(nextLeaderPort)));
        return new Members(new ReplicaConfig("test", 1, peers, Path.of("unused"), tuning),
                Optional.empty());
    }

    private static String address(ServerSocket port) {
        return "127.0.0.1:" + port.getLocalPort();
    }

    private void awaitStanding(int leader) {
        await().atMost(Duration.ofSeconds(5))
                .until(() -> told.stood.get() == leader);
    }

    private void staysQuiet() {
        await().during(LATE).atMost(LATE.multipliedBy(3)).until(() -> told.stood.get() == -1);
    }

    @Test
    void standsWhenTheLeadersPortIsClosed() throws IOException {
        leaderPort.close();
        loss.broken(LEADER);
        awaitStanding(LEADER);
    }

    @Test
    void waitsForAProcessThatEndsSlowly() throws IOException {
        loss.broken(LEADER);
        staysQuiet();
        leaderPort.close();
        awaitStanding(LEADER);
    }

    @Test
    void waitsForAMajorityToAnswer() throws IOException {
        told.logs.remove(2);
        leaderPort.close();
        loss.broken(LEADER);
        staysQuiet();
        told.logs.put(2, ToldReplica.end(1, 7));
        awaitStanding(LEADER);
    }

    @Test
    void looksNoMoreOnceTheLeaderIsHeardAgain() throws IOException {
        told.logs.clear();
        leaderPort.close();
        loss.broken(LEADER);
        await().until(() -> told.asked.get() > 0);
        loss.heard(LEADER);
        var askedSoFar = new AtomicInteger();
        await().during(LATE)
                .atMost(LATE.multipliedBy(3))
                .until(() -> askedSoFar.getAndSet(told.asked.get()) == told.asked.get());
    }

    @Test
    void noticesTheNextLeadersEndWhileItStillLooksAtTheFirst() throws IOException {
        loss.broken(LEADER);
        told.leads = NEXT_LEADER;
        nextLeaderPort.close();
        loss.broken(NEXT_LEADER);
        awaitStanding(NEXT_LEADER);
    }

    @Test
    void leavesItToOthersWhileItIsNotToBeElected() throws IOException {
        loss = new LeaderLoss(1, members(), new VoteGate(true));
        loss.watch(told);
        leaderPort.close();
        loss.broken(LEADER);
        staysQuiet();
    }
}
