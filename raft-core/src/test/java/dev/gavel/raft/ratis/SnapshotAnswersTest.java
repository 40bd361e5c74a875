package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.ratis.proto.RaftProtos.InstallSnapshotReplyProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotResult;
import org.apache.ratis.proto.grpc.RaftServerProtocolServiceGrpc;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyChannelBuilder;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyServerBuilder;
import org.apache.ratis.thirdparty.io.grpc.stub.StreamObserver;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A follower that answers, and then neither says more nor ends the call. */
class SnapshotAnswersTest {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(
            InetAddress.getLoopbackAddress(), 0);

    /** Answers each chunk with this. */
    private static final class Follower
            extends
                RaftServerProtocolServiceGrpc.RaftServerProtocolServiceImplBase {

        private final InstallSnapshotResult result;

        Follower(InstallSnapshotResult result) {
            this.result = result;
        }

        @Override
        public StreamObserver<InstallSnapshotRequestProto> installSnapshot(
                StreamObserver<InstallSnapshotReplyProto> leader) {
            return new StreamObserver<>() {
                @Override
                public void onNext(InstallSnapshotRequestProto chunk) {
                    leader.onNext(
                            InstallSnapshotReplyProto.newBuilder().setResult(result).build());
                }

                @Override
                public void onError(Throwable gone) {
                    // as expected
                }

                @Override
                public void onCompleted() {
                    // and says nothing
                }
            };
        }
    }

    /** What the leader hears. */
    private static final class Heard implements StreamObserver<InstallSnapshotReplyProto> {

        private final List<InstallSnapshotResult> results = new CopyOnWriteArrayList<>();
        private final CompletableFuture<String> end = new CompletableFuture<>();
        private final CompletableFuture<Boolean> first = new CompletableFuture<>();

        @Override
        public void onNext(InstallSnapshotReplyProto reply) {
            results.add(reply.getResult());
            first.complete(true);
        }

        @Override
        public void onError(Throwable failure) {
            end.complete(failure.toString());
        }

        @Override
        public void onCompleted() {
            end.complete("completed");
        }
    }

    private static Heard send(InstallSnapshotResult result, Duration patience)
            throws IOException {
        var follower = NettyServerBuilder.forAddress(ANY_PORT)
                .addService(new Follower(result))
                .build()
                .start();
        var channel = NettyChannelBuilder.forAddress("127.0.0.1", follower.getPort())
                .usePlaintext()
                .intercept(new SnapshotAnswers())
                .build();
        try {
            var heard = new Heard();
            var chunks = RaftServerProtocolServiceGrpc.newStub(channel).installSnapshot(heard);
            chunks.onNext(InstallSnapshotRequestProto.getDefaultInstance());
            assertThat(heard.first).succeedsWithin(Duration.ofSeconds(10));
            heard.end.completeOnTimeout("waits", patience.toMillis(),
                    TimeUnit.MILLISECONDS).join();
            return heard;
        } finally {
            channel.shutdownNow();
            follower.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource(value = InstallSnapshotResult.class, names = {"NOT_LEADER", "CONF_MISMATCH",
            "SNAPSHOT_EXPIRED"})
    void aRefusalEndsTheSending(InstallSnapshotResult refusal) throws IOException {
        var heard = send(refusal, Duration.ofSeconds(10));
        assertThat(heard.results).containsExactly(refusal);
        assertThat(heard.end).isCompletedWithValue("completed");
    }

    @ParameterizedTest
    @EnumSource(value = InstallSnapshotResult.class, names = {"SUCCESS", "IN_PROGRESS"})
    void anythingElseIsFollowedByMore(InstallSnapshotResult answer) throws IOException {
        assertThat(send(answer, Duration.ofMillis(300)).end).isCompletedWithValue("waits");
    }
}
