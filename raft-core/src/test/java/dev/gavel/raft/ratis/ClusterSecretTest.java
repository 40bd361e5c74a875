package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.Consistency;
import dev.gavel.raft.RecordsException;
import dev.gavel.raft.ReplicaConfig;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.raft.Submission;
import dev.gavel.raft.register.RegisterMachine.Registers;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.RaftGroupIdProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcReplyProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.grpc.RaftServerProtocolServiceGrpc;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyServerBuilder;
import org.apache.ratis.thirdparty.io.grpc.stub.StreamObserver;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What the servers of a house know, and who does not know it. */
@Tag("slow")
class ClusterSecretTest {

    private static final RaftGroupId GROUP = RatisProperties.groupId("test");

    @TempDir
    Path folder = Path.of("set by JUnit");

    private static void set(RatisGroup group, String name, String value) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> group.leader()
                        .submit(new Request(new RequestId.ByKey(name + value), "ann",
                                Bytes.utf8("set " + name + " " + value)))
                        .get(10, TimeUnit.SECONDS) instanceof Submission.Committed);
    }

    private static String value(RatisGroup group, int id, String name) {
        Registers state = group.get(id).read(Consistency.LOCAL).join().state();
        return state.value(name);
    }

    private static RaftRpcRequestProto from(String sender, String receiver) {
        return RaftRpcRequestProto.newBuilder()
                .setRequestorId(ByteString.copyFromUtf8(sender))
                .setReplyId(ByteString.copyFromUtf8(receiver))
                .setRaftGroupId(RaftGroupIdProto.newBuilder().setId(GROUP.toByteString()))
                .setCallId(1)
                .build();
    }

    /** Grants every vote and takes every entry. */
    private static final class YesMan
            extends
                RaftServerProtocolServiceGrpc.RaftServerProtocolServiceImplBase {

        private final AtomicInteger asked = new AtomicInteger();

        private static RaftRpcReplyProto yes(RaftRpcRequestProto asked) {
            return RaftRpcReplyProto.newBuilder()
                    .setRequestorId(asked.getRequestorId())
                    .setReplyId(asked.getReplyId())
                    .setRaftGroupId(asked.getRaftGroupId())
                    .setCallId(asked.getCallId())
                    .setSuccess(true)
                    .build();
        }

        @Override
        public void requestVote(RequestVoteRequestProto vote,
                StreamObserver<RequestVoteReplyProto> answer) {
            asked.incrementAndGet();
            answer.onNext(RequestVoteReplyProto.newBuilder()
                    .setServerReply(yes(vote.getServerRequest()))
                    .setTerm(vote.getCandidateTerm())
                    .build());
            answer.onCompleted();
        }

        @Override
        public StreamObserver<AppendEntriesRequestProto> appendEntries(
                StreamObserver<AppendEntriesReplyProto> answer) {
            answer.onCompleted();
            return new StreamObserver<>() {
                @Override
                public void onNext(AppendEntriesRequestProto entries) {
                    asked.incrementAndGet();
                }

                @Override
                public void onError(Throwable gone) {
                    // as expected
                }

                @Override
                public void onCompleted() {
                    // as expected
                }
            };
        }
    }

    @Test
    void aHouseOfBeforeHearsEverybodyUntilItsLogSaysThatAllKnowTheSecret() throws IOException {
        Files.writeString(folder.resolve(ReplicaConfig.SECRET),
                "secret = " + "1f".repeat(ClusterSecret.BYTES) + "\ndemanded = no\n");
        try (var group = new RatisGroup(1, folder, RatisGroup.tuning(10_000))) {
            set(group, "a", "1");
            try (var stranger = new Stranger(group.config(0).me().raftAddress())) {
                var question = LogQuestion.of(from("server-1", "server-0"), 0);
                var method = RaftServerProtocolServiceGrpc.getRequestVoteMethod();
                assertThat(stranger.say(method, new Metadata(), question).status().isOk())
                        .isTrue();
                set(group, "version", "2");
                await().until(() -> stranger.say(method, new Metadata(), question)
                        .status()
                        .getCode() == Status.Code.UNAUTHENTICATED);
            }
            await().untilAsserted(() -> assertThat(group.config(0).secret()).content()
                    .contains("demanded = yes"));
            set(group, "a", "2");
        }
    }

    @Test
    void aServerWithAnotherSecretTakesNoPartAndOneWithTheSameDoes() throws IOException {
        try (var group = new RatisGroup(3, folder, RatisGroup.tuning(10_000))) {
            set(group, "a", "1");
            group.stop(2);
            var other = folder.resolve("elsewhere").resolve(ReplicaConfig.SECRET);
            ClusterSecret.open(other, () -> true);
            group.start(2, group.config(2).withSecret(other));
            set(group, "a", "2");
            await().until(() -> group.leader().unproven().equals(List.of(2)));
            assertThat(value(group, 2, "a")).isNotEqualTo("2");
            group.stop(2);
            group.start(2);
            await().until(() -> value(group, 2, "a").equals("2"));
            await().until(() -> group.leader().unproven().isEmpty());
        }
    }

    @Test
    void theSecretIsMadeOnceIsPrivateAndAFileThatIsNoneIsNamed() throws IOException {
        var file = folder.resolve("house-secret");
        var first = ClusterSecret.open(file, () -> true);
        var code = first.code("x", Bytes.utf8("y"));
        assertThat(first.isDemanded()).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(ClusterSecret.open(file, () -> false).code("x", Bytes.utf8("y")))
                .isEqualTo(code);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Files.writeString(file, "secret = 1234\n");
        assertThatThrownBy(() -> ClusterSecret.open(file, () -> true))
                .isInstanceOf(RecordsException.class)
                .hasMessageContaining("holds no secret");
        var later = ClusterSecret.open(folder.resolve("later"), () -> false);
        assertThat(later.isDemanded()).isFalse();
        later.demand();
        assertThat(ClusterSecret.open(folder.resolve("later"), () -> false).isDemanded()).isTrue();
    }

    @Test
    void theFolderOfAnotherGroupIsLeftAsItIsAndStopsNobody() throws IOException {
        var strange = folder.resolve("server-0/raft/8a4e2fd1-1f19-4a2e-9d0c-2b6e2f0b9d11");
        try (var group = new RatisGroup(1, folder, RatisGroup.tuning(10_000))) {
            set(group, "a", "1");
            group.stop(0);
            Files.createDirectories(strange.resolve("current"));
            Files.writeString(strange.resolve("current/raft-meta"), "not ours");
            group.start(0);
            set(group, "a", "2");
        }
        try (var left = Files.walk(strange)) {
            assertThat(left.map(one -> strange.relativize(one).toString()))
                    .containsExactlyInAnyOrder("", "current", "current/raft-meta");
        }
        assertThat(strange.resolve("current/raft-meta")).hasContent("not ours");
    }

    @Test
    void whoAnswersInTheNameOfADeadServerElectsNobody() throws IOException {
        try (var group = new RatisGroup(3, folder, RatisGroup.tuning(10_000))) {
            set(group, "a", "1");
            group.stop(1);
            group.stop(2);
            var address = group.config(2).me().raftAddress();
            var yes = new YesMan();
            var pretender = NettyServerBuilder
                    .forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(),
                            Integer.parseInt(address.substring(address.lastIndexOf(':') + 1))))
                    .addService(yes)
                    .build()
                    .start();
            try {
                await().atMost(Duration.ofSeconds(20)).until(() -> yes.asked.get() >= 2);
                assertThat(group.get(0).status().ready()).isFalse();
                assertThat(group.get(0).status().leader()).isEmpty();
            } finally {
                pretender.shutdownNow();
            }
        }
    }
}
