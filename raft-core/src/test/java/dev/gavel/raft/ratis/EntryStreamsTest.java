package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gavel.raft.ratis.LogQuestion.LogEnd;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionReplyProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.proto.grpc.RaftServerProtocolServiceGrpc;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.thirdparty.io.grpc.ManagedChannel;
import org.apache.ratis.thirdparty.io.grpc.Server;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.apache.ratis.thirdparty.io.grpc.StatusRuntimeException;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyChannelBuilder;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyServerBuilder;
import org.apache.ratis.thirdparty.io.grpc.stub.StreamObserver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** A port like that of Ratis, a leader that sends entries to it, and another server that asks. */
class EntryStreamsTest {

    private static final int LEADER = 3;
    private static final int ASKING = 1;
    private static final long TERM = 7;

    private final Heard heard = new Heard();
    private final EntryStreams streams = new EntryStreams(heard);
    private final AtomicInteger entries = new AtomicInteger();
    private final Server port;
    private final ManagedChannel leader;
    private final ManagedChannel asking;

    private static final class Heard implements EntryStreams.Hearer {

        final CompletableFuture<Integer> broken = new CompletableFuture<>();
        volatile boolean mayStand = true;

        @Override
        public void heard(int sender) {
            assertThat(sender).isEqualTo(LEADER);
        }

        @Override
        public void broken(int sender) {
            broken.complete(sender);
        }

        @Override
        public OptionalInt leaderIn(long term) {
            return term == TERM ? OptionalInt.of(LEADER) : OptionalInt.empty();
        }

        @Override
        public boolean mayStand() {
            return mayStand;
        }
    }

    /** Votes for everybody, and counts the entries. */
    private final class Port
            extends
                RaftServerProtocolServiceGrpc.RaftServerProtocolServiceImplBase {

        @Override
        public void requestVote(RequestVoteRequestProto request,
                StreamObserver<RequestVoteReplyProto> answers) {
            answers.onNext(RequestVoteReplyProto.newBuilder()
                    .setTerm(TERM)
                    .setLastEntry(TermIndex.valueOf(TERM, entries.get()).toProto())
                    .build());
            answers.onCompleted();
        }

        @Override
        public void startLeaderElection(StartLeaderElectionRequestProto request,
                StreamObserver<StartLeaderElectionReplyProto> answers) {
            answers.onNext(StartLeaderElectionReplyProto.getDefaultInstance());
            answers.onCompleted();
        }

        @Override
        public StreamObserver<AppendEntriesRequestProto> appendEntries(
                StreamObserver<AppendEntriesReplyProto> answers) {
            return new Quiet<>() {
                @Override
                public void onNext(AppendEntriesRequestProto message) {
                    entries.incrementAndGet();
                }

                @Override
                public void onCompleted() {
                    answers.onCompleted();
                }
            };
        }
    }

    private static class Quiet<M> implements StreamObserver<M> {
        @Override
        public void onNext(M message) {}

        @Override
        public void onError(Throwable e) {}

        @Override
        public void onCompleted() {}
    }

    EntryStreamsTest() throws IOException {
        port = NettyServerBuilder
                .forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new Port())
                .intercept(streams)
                .build()
                .start();
        leader = channel();
        asking = channel();
    }

    private ManagedChannel channel() {
        return NettyChannelBuilder.forAddress("127.0.0.1", port.getPort()).usePlaintext().build();
    }

    @AfterEach
    void close() {
        leader.shutdownNow();
        asking.shutdownNow();
        port.shutdownNow();
    }

    private StreamObserver<AppendEntriesRequestProto> sendEntry() {
        var stream = RaftServerProtocolServiceGrpc.newStub(leader).appendEntries(new Quiet<>());
        stream.onNext(
                AppendEntriesRequestProto.newBuilder().setServerRequest(from(LEADER, 0)).build());
        await().until(() -> streams.areOpen(LEADER) && entries.get() == 1);
        return stream;
    }

    private static RaftRpcRequestProto from(int sender, long callId) {
        return RaftRpcRequestProto.newBuilder()
                .setRequestorId(RatisProperties.peerId(sender).toByteString())
                .setCallId(callId)
                .build();
    }

    private RequestVoteReplyProto ask(RequestVoteRequestProto vote) {
        return RaftServerProtocolServiceGrpc.newBlockingStub(asking).requestVote(vote);
    }

    private static RequestVoteRequestProto question(long term) {
        return LogQuestion.of(from(ASKING, -1), term);
    }

    @Test
    void saysHowLongTheLogIsOnceNoEntryCanFollow()
            throws InterruptedException, ExecutionException {
        sendEntry();
        var answer = CompletableFuture.supplyAsync(() -> ask(question(TERM)));
        leader.shutdownNow();
        assertThat(LogQuestion.answer(answer.get()))
                .contains(new LogEnd(TERM, TermIndex.valueOf(TERM, 1)));
        assertThat(heard.broken.get()).isEqualTo(LEADER);
        assertThat(streams.areOpen(LEADER)).isFalse();
    }

    @Test
    void saysNothingWhileTheLeaderIsHeard() {
        sendEntry();
        assertThatThrownBy(() -> ask(question(TERM)))
                .isInstanceOfSatisfying(StatusRuntimeException.class, e -> assertThat(
                        e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE))
                .hasMessageContaining("server 3");
    }

    @Test
    void aStreamThatItsSenderEndsIsNotBroken() {
        sendEntry().onCompleted();
        await().until(() -> !streams.areOpen(LEADER));
        assertThat(heard.broken).isNotDone();
    }

    @Test
    void votesAndQuestionsOfAnotherTermAreNotHeldUp() {
        sendEntry();
        var vote = RequestVoteRequestProto.newBuilder()
                .setServerRequest(from(ASKING, 12))
                .setCandidateTerm(TERM)
                .setPreVote(true)
                .build();
        assertThat(ask(vote).getTerm()).isEqualTo(TERM);
        assertThat(ask(question(TERM - 1)).getTerm()).isEqualTo(TERM);
    }

    private StartLeaderElectionReplyProto letStand(long callId) {
        return RaftServerProtocolServiceGrpc.newBlockingStub(asking)
                .startLeaderElection(StartLeaderElectionRequestProto.newBuilder()
                        .setServerRequest(from(ASKING, callId))
                        .build());
    }

    @Test
    void standsForAnotherThanTheLeaderOnlyIfItMay() {
        assertThat(letStand(-1)).isNotNull();
        heard.mayStand = false;
        assertThatThrownBy(() -> letStand(-1)).isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("apply");
        assertThat(letStand(12)).as("as the leader hands over").isNotNull();
    }
}
