package dev.gavel.raft.ratis;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.Consistency;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.raft.Submission;
import dev.gavel.raft.register.RegisterMachine.Registers;
import org.apache.ratis.client.RaftClient;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftGroupIdProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.ReadIndexRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.proto.RaftProtos.StateMachineLogEntryProto;
import org.apache.ratis.proto.RaftProtos.TermIndexProto;
import org.apache.ratis.proto.grpc.RaftServerProtocolServiceGrpc;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.retry.RetryPolicies;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.MessageLite;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.MethodDescriptor;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.apache.ratis.util.function.CheckedFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** The Raft port is for the servers of the house, who know its secret. */
@Tag("slow")
class SecretGateTest {

    private static final RaftGroupId GROUP = RatisProperties.groupId("test");
    private static final long FAR_TERM = 900_000;

    @TempDir
    static Path folder = Path.of("set by JUnit");

    private static @Nullable RatisGroup shared;

    @BeforeAll
    static void start() {
        shared = new RatisGroup(3, folder, RatisGroup.tuning(10_000));
    }

    @AfterAll
    static void stop() {
        group().close();
    }

    private static RatisGroup group() {
        return requireNonNull(shared);
    }

    /** Term, log end, members and values of every server. */
    private static Map<Integer, String> state(RatisGroup group) {
        var all = new TreeMap<Integer, String>();
        for (var id : group.ids()) {
            var one = group.get(id);
            var status = one.status();
            all.put(id, status.term() + " " + status.role() + " " + one.members().ids() + " "
                    + one.read(Consistency.LOCAL).join().state().values());
        }
        return all;
    }

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

    private static Status status(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof org.apache.ratis.thirdparty.io.grpc.StatusRuntimeException e) {
                return e.getStatus();
            }
        }
        return Status.UNKNOWN.withDescription(String.valueOf(failure));
    }

    @Test
    void ratisOwnClientIsServedNothing() throws IOException {
        var group = group();
        set(group, "a", "1");
        await().until(() -> group.ids()
                .stream()
                .allMatch(id -> value(group, id, "a")
                        .equals("1")));
        var before = state(group);
        var peers = group.config(0).peers().stream().map(RatisProperties::raftPeer).toList();
        var leader = RatisProperties.peerId(group.leader().status().self());
        var other = RatisProperties.peerId((group.leader().status().self() + 1) % 3);
        var strange = RaftGroup.valueOf(RaftGroupId.valueOf(new UUID(1, 2)), peers);
        var attempts = new LinkedHashMap<String, CheckedFunction<RaftClient, RaftClientReply, IOException>>();
        attempts.put("send", client -> client.io().send(Message.valueOf("set a 2")));
        attempts.put("read", client -> client.io().sendReadOnly(Message.EMPTY));
        attempts.put("members", client -> client.admin()
                .setConfiguration(peers.subList(0, 1)));
        attempts.put("transfer", client -> client.admin().transferLeadership(other, 1_000));
        attempts.put("snapshot", client -> client.getSnapshotManagementApi(leader)
                .create(1_000));
        attempts.put("pause", client -> client.getLeaderElectionManagementApi(leader).pause());
        attempts.put("add", client -> client.getGroupManagementApi(leader).add(strange));
        attempts.put("remove", client -> client.getGroupManagementApi(leader)
                .remove(GROUP, true, false));
        attempts.put("list", client -> client.getGroupManagementApi(leader).list());
        attempts.put("info", client -> client.getGroupManagementApi(leader).info(GROUP));
        try (var client = RaftClient.newBuilder()
                .setRaftGroup(RaftGroup.valueOf(GROUP, peers))
                .setLeaderId(leader)
                .setProperties(new RaftProperties())
                .setParameters(new Parameters())
                .setRetryPolicy(RetryPolicies.noRetry())
                .build()) {
            attempts.forEach((name, attempt) -> assertThatThrownBy(() -> attempt.apply(client))
                    .as(name)
                    .satisfies(failure -> assertThat(status(failure).getCode()).as(name)
                            .isEqualTo(Status.Code.PERMISSION_DENIED)));
        }
        assertThat(state(group)).isEqualTo(before);
        set(group, "a", "3");
    }

    private static RaftRpcRequestProto from(String sender, String receiver) {
        return RaftRpcRequestProto.newBuilder()
                .setRequestorId(ByteString.copyFromUtf8(sender))
                .setReplyId(ByteString.copyFromUtf8(receiver))
                .setRaftGroupId(RaftGroupIdProto.newBuilder().setId(GROUP.toByteString()))
                .setCallId(1)
                .build();
    }

    /** All that a server can say, by {@code sender} to {@code receiver}. */
    private static Map<MethodDescriptor<?, ?>, MessageLite> forged(String sender,
            String receiver) {
        var end = TermIndexProto.newBuilder().setTerm(FAR_TERM).setIndex(FAR_TERM);
        var server = from(sender, receiver);
        return Map.of(RaftServerProtocolServiceGrpc.getRequestVoteMethod(),
                RequestVoteRequestProto.newBuilder()
                        .setServerRequest(server)
                        .setCandidateTerm(FAR_TERM)
                        .setCandidateLastEntry(end)
                        .build(),
                RaftServerProtocolServiceGrpc.getAppendEntriesMethod(),
                AppendEntriesRequestProto.newBuilder()
                        .setServerRequest(server)
                        .setLeaderTerm(FAR_TERM)
                        .addEntries(LogEntryProto.newBuilder()
                                .setTerm(FAR_TERM)
                                .setIndex(1)
                                .setStateMachineLogEntry(StateMachineLogEntryProto.newBuilder()
                                        .setLogData(ByteString.copyFromUtf8("junk"))))
                        .build(),
                RaftServerProtocolServiceGrpc.getInstallSnapshotMethod(),
                InstallSnapshotRequestProto.newBuilder()
                        .setServerRequest(server)
                        .setLeaderTerm(FAR_TERM)
                        .build(),
                RaftServerProtocolServiceGrpc.getStartLeaderElectionMethod(),
                StartLeaderElectionRequestProto.newBuilder()
                        .setServerRequest(server)
                        .setLeaderLastEntry(end)
                        .build(),
                RaftServerProtocolServiceGrpc.getReadIndexMethod(),
                ReadIndexRequestProto.newBuilder().setServerRequest(server).build());
    }

    @Test
    void whoDoesNotKnowTheSecretIsNotHeardInAnyServersName() {
        var group = group();
        set(group, "b", "1");
        var before = state(group);
        var wrong = new ServerProof(ClusterSecret.open(folder.resolve("other"), () -> true),
                RatisBytes.of(GROUP.toByteString()));
        for (var id : group.ids()) {
            try (var stranger = new Stranger(group.config(id).me().raftAddress())) {
                forged("server-" + (id + 1) % 3, "server-" + id).forEach((method, message) -> {
                    assertThat(stranger.say(method, new Metadata(), message).status().getCode())
                            .as(method.getFullMethodName())
                            .isEqualTo(Status.Code.UNAUTHENTICATED);
                    assertThat(stranger.prove(wrong, "server-" + (id + 1) % 3, "server-" + id,
                            method, message).status().getCode())
                            .as(method.getFullMethodName())
                            .isEqualTo(Status.Code.PERMISSION_DENIED);
                });
            }
        }
        set(group, "b", "2");
        assertThat(before.values()).allMatch(one -> !one.startsWith("" + FAR_TERM));
        assertThat(state(group).values()).noneMatch(one -> one.startsWith("" + FAR_TERM));
    }

    @Test
    void aServerIsHeardInItsOwnNameOnlyAndWhatItShowedOpensNoOtherServer() {
        var group = group();
        set(group, "c", "1");
        var secret = ClusterSecret.open(group.config(0).secret(), () -> false);
        var proof = new ServerProof(secret, RatisBytes.of(GROUP.toByteString()));
        try (var stranger = new Stranger(group.config(0).me().raftAddress())) {
            forged("server-2", "server-0").forEach((method, message) -> {
                assertThat(stranger.prove(proof, "server-1", "server-0", method, message)
                        .status()
                        .getCode()).as(method.getFullMethodName())
                        .isEqualTo(Status.Code.PERMISSION_DENIED);
                assertThat(stranger.say(method,
                        Stranger.signed(proof, "server-2", "server-1", method, null), message)
                        .status()
                        .getCode()).as(method.getFullMethodName())
                        .isEqualTo(Status.Code.PERMISSION_DENIED);
                assertThat(stranger.say(method, Stranger.signed(proof, "server-2", "server-0",
                        method, ServerProof.draw()), message).status().getCode())
                        .as(method.getFullMethodName())
                        .isEqualTo(Status.Code.UNAUTHENTICATED);
            });
            var question = LogQuestion
                    .of(from("server-1", "server-0").toBuilder().setCallId(-1).build(), 0);
            assertThat(stranger.prove(proof, "server-1", "server-0",
                    RaftServerProtocolServiceGrpc.getRequestVoteMethod(), question)
                    .status()
                    .isOk()).isTrue(); // who knows it is heard
        }
        assertThat(state(group).values()).noneMatch(one -> one.startsWith("" + FAR_TERM));
    }

}
