package dev.gavel.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.raft.Membership;
import dev.gavel.raft.Partition;
import dev.gavel.server.cluster.ClockBoard;
import dev.gavel.server.cluster.ClusterBoard;
import dev.gavel.server.cluster.RemovalWatch;
import dev.gavel.server.cluster.Standings;
import dev.gavel.server.config.ServerAddress;
import dev.gavel.server.desk.Directory;
import dev.gavel.wire.v1.ClusterReply;
import dev.gavel.wire.v1.ClusterRequest;
import dev.gavel.wire.v1.GavelGrpc.GavelImplBase;
import dev.gavel.wire.v1.ServerRow;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** When a server asks another how it stands. */
class PeerPollerTest {

    private static final String HOUSE = "gavel";

    /** Goes round once only, so that whatever is asked later has another cause. */
    private static final class OneRound extends ScheduledThreadPoolExecutor {

        OneRound() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long first, long pause,
                TimeUnit unit) {
            return schedule(task, first, unit);
        }
    }

    private final ScheduledThreadPoolExecutor timer = new OneRound();
    private Peer peer;
    private PeerLines lines;
    private ClusterBoard board;
    private PeerPoller poller;

    @BeforeEach
    void begin() throws IOException {
        peer = new Peer();
        var self = new ServerAddress(0, "127.0.0.1", 3, 4, 5);
        var other = new ServerAddress(1, "127.0.0.1", 6, peer.server.getPort(), 7);
        var directory = new Directory(self, List.of(self, other));
        var members = new Membership(0, List.of(self.peer(), other.peer()), false);
        board = new ClusterBoard(0, HOUSE, directory::servers, () -> members, () -> 1,
                () -> Standings.follower(0, 1),
                new ClockBoard());
        lines = new PeerLines(directory, 1 << 20, new Partition());
        poller = new PeerPoller(lines, directory, board, new RemovalWatch(0, () -> members),
                Clock.systemUTC(), timer);
        await().until(() -> !board.others().isEmpty());
    }

    @AfterEach
    void close() {
        poller.close();
        timer.shutdownNow();
        lines.close();
        peer.server.shutdownNow();
    }

    @Test
    void aServerThatDiedIsKnownToBeGoneBeforeTheNextRound() {
        assertThat(board.isSilent(1)).isFalse();

        peer.server.shutdownNow();

        await().until(() -> board.isSilent(1));
    }

    /** Another server of the house. */
    private static final class Peer extends GavelImplBase {

        private final Server server;

        Peer() throws IOException {
            server = NettyServerBuilder
                    .forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .directExecutor()
                    .addService(this)
                    .build()
                    .start();
        }

        @Override
        public void cluster(ClusterRequest request, StreamObserver<ClusterReply> call) {
            call.onNext(ClusterReply.newBuilder()
                    .setHouse(HOUSE)
                    .setHouseVersion(1)
                    .addServers(ServerRow.newBuilder()
                            .setId(1)
                            .setUp(true)
                            .setRole("follower")
                            .setReady(true)
                            .setClockMillis(Clock.systemUTC().millis()))
                    .build());
            call.onCompleted();
        }
    }
}
