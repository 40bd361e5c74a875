package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.RaftGroupIdProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.grpc.RaftServerProtocolServiceGrpc;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.io.grpc.ConnectivityState;
import org.apache.ratis.thirdparty.io.grpc.Server;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyChannelBuilder;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyServerBuilder;
import org.apache.ratis.thirdparty.io.grpc.stub.StreamObserver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** Calls between servers that prove themselves lose nothing by it. */
class ProvenCallTest {

    private static final ByteString GROUP = ByteString.copyFrom(new byte[16]);

    @TempDir
    Path folder = Path.of("set by JUnit");

    /** Echoes numbers. */
    private static final class Echo
            extends
                RaftServerProtocolServiceGrpc.RaftServerProtocolServiceImplBase {

        @Override
        public void requestVote(RequestVoteRequestProto vote,
                StreamObserver<RequestVoteReplyProto> answer) {
            answer.onNext(RequestVoteReplyProto.newBuilder()
                    .setTerm(vote.getCandidateTerm())
                    .build());
            answer.onCompleted();
        }

        @Override
        public StreamObserver<AppendEntriesRequestProto> appendEntries(
                StreamObserver<AppendEntriesReplyProto> answer) {
            return new StreamObserver<>() {
                @Override
                public void onNext(AppendEntriesRequestProto entries) {
                    answer.onNext(AppendEntriesReplyProto.newBuilder()
                            .setTerm(entries.getLeaderTerm())
                            .build());
                }

                @Override
                public void onError(Throwable gone) {
                    // seen by the caller
                }

                @Override
                public void onCompleted() {
                    answer.onCompleted();
                }
            };
        }
    }

    private static RaftRpcRequestProto request() {
        return RaftRpcRequestProto.newBuilder()
                .setRequestorId(ByteString.copyFromUtf8("server-1"))
                .setReplyId(ByteString.copyFromUtf8("server-2"))
                .setRaftGroupId(RaftGroupIdProto.newBuilder().setId(GROUP))
                .build();
    }

    private static Server listen(ClusterSecret secret, ServerProof proof, int port)
            throws IOException {
        var gate = new SecretGate("server-2", secret, proof, from -> {});
        return OnNetworkThreads.hear(NettyServerBuilder
                .forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)), gate)
                .addService(new Echo())
                .intercept(gate)
                .build()
                .start();
    }

    @Test
    void allMessagesOfManyCallsArriveAndInOrderAlsoAfterTheOtherHasStartedAnew()
            throws IOException {
        var secret = ClusterSecret.open(folder.resolve("secret"), () -> true);
        var proof = new ServerProof(secret, RatisBytes.of(GROUP));
        var server = listen(secret, proof, 0);
        var port = server.getPort();
        var channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
        try (var caller = ProvenCalls.register(GROUP, "server-1", secret, proof,
                (receiver, address) -> true)) {
            for (var n = 1; n <= 200; n++) {
                if (n == 100) { // with another challenge
                    server.shutdownNow().awaitTermination();
                    await().until(() -> channel.getState(false) != ConnectivityState.READY);
                    server = listen(secret, proof, port);
                    channel.resetConnectBackoff();
                }
                assertThat(RaftServerProtocolServiceGrpc.newBlockingStub(channel)
                        .withWaitForReady()
                        .requestVote(RequestVoteRequestProto.newBuilder()
                                .setServerRequest(request())
                                .setCandidateTerm(n)
                                .build())
                        .getTerm()).isEqualTo(n);
                stream(RaftServerProtocolServiceGrpc.newStub(channel));
            }
            assertThat(caller.knows("server-2")).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            channel.shutdownNow();
            server.shutdownNow();
        }
    }

    private static void stream(RaftServerProtocolServiceGrpc.RaftServerProtocolServiceStub stub) {
        var last = new AtomicLong();
        var end = new CompletableFuture<String>();
        var stream = stub.appendEntries(new StreamObserver<>() {
            @Override
            public void onNext(AppendEntriesReplyProto reply) {
                if (!last.compareAndSet(reply.getTerm() - 1, reply.getTerm())) {
                    end.complete("after " + last + " came " + reply.getTerm());
                }
            }

            @Override
            public void onError(Throwable failure) {
                end.complete(failure.toString());
            }

            @Override
            public void onCompleted() {
                end.complete("");
            }
        });
        for (var n = 1; n <= 3; n++) {
            stream.onNext(AppendEntriesRequestProto.newBuilder()
                    .setServerRequest(request())
                    .setLeaderTerm(n)
                    .build());
        }
        stream.onCompleted();
        assertThat(end).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("");
        assertThat(last).hasValue(3);
    }
}
