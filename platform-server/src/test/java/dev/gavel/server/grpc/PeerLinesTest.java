package dev.gavel.server.grpc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.raft.Partition;
import dev.gavel.raft.Peer;
import dev.gavel.server.config.ServerAddress;
import dev.gavel.server.desk.Directory;
import dev.gavel.server.desk.MemberWish;
import dev.gavel.server.desk.OperatorDesk;
import dev.gavel.server.desk.Trouble;
import dev.gavel.wire.v1.ChangeMembersReply;
import dev.gavel.wire.v1.ChangeMembersRequest;
import dev.gavel.wire.v1.OperatorGrpc.OperatorImplBase;
import dev.gavel.wire.v1.TransferReply;
import dev.gavel.wire.v1.TransferRequest;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What becomes of a wish that is passed on to a leader that is no more, or that says no. */
class PeerLinesTest {

    private static final ServerAddress SELF = new ServerAddress(1, "127.0.0.1", 3, 4, 5);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final PeerLines lines = new PeerLines(new Directory(SELF, List.of(SELF)), 1 << 20,
            new Partition());

    @AfterEach
    void close() {
        lines.close();
    }

    private static ServerAddress leaderAt(int port) {
        return new ServerAddress(4, "127.0.0.1", 8_084, port, 30_040);
    }

    /** Both that only a leader can do. */
    private void eachWish(ServerAddress leader, Duration within, Consumer<Throwable> failed)
            throws Exception {
        failed.accept(failure(lines.transfer(leader, -1, within)));
        failed.accept(failure(lines.change(leader, new MemberWish(
                Optional.of(new Peer(7, "")), OptionalInt.empty()), within)));
    }

    private static Throwable failure(CompletableFuture<?> wish) throws Exception {
        try {
            return new AssertionError("it was done: " + wish.get(60, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return requireNonNull(e.getCause());
        }
    }

    private static void requireNoLeader(Throwable failure) {
        assertThat(OperatorDesk.trouble(failure)).as(failure.toString())
                .isEqualTo(Trouble.NO_LEADER);
        assertThat(OperatorDesk.sentence(failure)).startsWith("server 4")
                .contains("leader")
                .doesNotContain("says", "UNAVAILABLE", "io exception");
    }

    @Test
    void aLeaderThatRefusesTheConnectionIsTheSameAsNone() throws Exception {
        int port;
        try (var gone = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }
        eachWish(leaderAt(port), LONG, PeerLinesTest::requireNoLeader);
    }

    @Test
    void aLeaderThatTakesTheConnectionAndNeverSpeaksIsTheSameAsNone() throws Exception {
        try (var frozen = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            eachWish(leaderAt(frozen.getLocalPort()), SHORT, PeerLinesTest::requireNoLeader);
        }
    }

    @Test
    void aLeaderThatLeadsNoLongerIsTheSameAsNone() throws Exception {
        try (var leader = new Leader(GrpcStatuses.notLeader(Optional.empty()))) {
            eachWish(leader.address(), LONG, PeerLinesTest::requireNoLeader);
        }
    }

    @Test
    void ofALeaderThatDiesWhileItIsAskedNobodyKnowsWhatItDid() throws Exception {
        try (var one = new Leader(null); var other = new Leader(null)) {
            requireUnknown(failure(lines.transfer(one.address(), -1, LONG)));
            requireUnknown(failure(lines.change(other.address(), new MemberWish(
                    Optional.of(new Peer(7, "")), OptionalInt.empty()), LONG)));
        }
    }

    private static void requireUnknown(Throwable failure) {
        assertThat(OperatorDesk.trouble(failure)).isEqualTo(Trouble.UNKNOWN);
        assertThat(OperatorDesk.sentence(failure)).startsWith("server 4, which led, gave")
                .contains("may or may not have been done");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNKNOWN", "INTERNAL", "UNIMPLEMENTED", "UNAVAILABLE"})
    void wordsOfTheNetworkAreNoWordsOfTheLeader(Status.Code code) throws Exception {
        try (var leader = new Leader(Status.fromCode(code)
                .withDescription("RST_STREAM closed stream. HTTP/2 error code: CANCEL")
                .asRuntimeException())) {
            eachWish(leader.address(), LONG, failure -> assertThat(OperatorDesk.sentence(failure))
                    .doesNotContain("RST_STREAM", code.name()));
        }
    }

    @Test
    void aNoOfTheLeaderIsPassedOn() throws Exception {
        try (var leader = new Leader(Status.FAILED_PRECONDITION
                .withDescription("server 2 is behind")
                .asRuntimeException())) {
            eachWish(leader.address(), LONG, failure -> {
                assertThat(OperatorDesk.trouble(failure)).isEqualTo(Trouble.NOT_POSSIBLE);
                assertThat(OperatorDesk.sentence(failure))
                        .isEqualTo("server 4, which leads, says: server 2 is behind");
            });
        }
    }

    /** Says the same whatever it is asked; it dies where that is null. */
    private static final class Leader extends OperatorImplBase implements AutoCloseable {

        private final Server server;
        private final @Nullable StatusRuntimeException answer;

        private Leader(@Nullable StatusRuntimeException answer)
                throws IOException {
            this.answer = answer;
            this.server = NettyServerBuilder.forAddress(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .directExecutor()
                    .addService(this)
                    .build()
                    .start();
        }

        private ServerAddress address() {
            return leaderAt(server.getPort());
        }

        @Override
        public void transfer(TransferRequest request, StreamObserver<TransferReply> call) {
            tell(call);
        }

        @Override
        public void changeMembers(ChangeMembersRequest request,
                StreamObserver<ChangeMembersReply> call) {
            tell(call);
        }

        private void tell(StreamObserver<?> call) {
            if (answer == null) {
                server.shutdownNow();
            } else {
                call.onError(answer);
            }
        }

        @Override
        public void close() {
            server.shutdownNow();
        }
    }
}
