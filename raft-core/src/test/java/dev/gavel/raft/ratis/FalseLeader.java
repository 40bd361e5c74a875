package dev.gavel.raft.ratis;

import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftGroupIdProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.TermIndexProto;
import org.apache.ratis.proto.grpc.RaftServerProtocolServiceGrpc;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.InvalidProtocolBufferException;

/** Who knows the secret of a group and speaks to one of its members in another's name. */
final class FalseLeader implements AutoCloseable {

    private final Stranger speaks;
    private final ServerProof proof;
    private final ByteString group = RatisProperties.groupId("test").toByteString();
    private final String from;
    private final String to;

    /** Speaks to {@code follower} as server {@code leader}. */
    FalseLeader(RatisGroup group, int leader, int follower) {
        this.from = "server-" + leader;
        this.to = "server-" + follower;
        this.proof = new ServerProof(
                ClusterSecret.open(group.config(follower).secret(), () -> false),
                RatisBytes.of(this.group));
        this.speaks = new Stranger(group.config(follower).me().raftAddress());
    }

    /** What comes of its question whether it would get a vote, with a log that ends there. */
    Stranger.Heard stand(long term, TermIndex end) {
        return ask(term, end, true);
    }

    /** What comes of its wish for a vote, with a log that ends there. */
    Stranger.Heard standInEarnest(long term, TermIndex end) {
        return ask(term, end, false);
    }

    private Stranger.Heard ask(long term, TermIndex end, boolean isQuestion) {
        return speaks.prove(proof, from, to, RaftServerProtocolServiceGrpc.getRequestVoteMethod(),
                RequestVoteRequestProto.newBuilder()
                        .setServerRequest(call())
                        .setCandidateTerm(term)
                        .setCandidateLastEntry(end.toProto())
                        .setPreVote(isQuestion)
                        .build());
    }

    private RaftRpcRequestProto.Builder call() {
        return RaftRpcRequestProto.newBuilder()
                .setRequestorId(ByteString.copyFromUtf8(from))
                .setReplyId(ByteString.copyFromUtf8(to))
                .setRaftGroupId(RaftGroupIdProto.newBuilder().setId(group))
                .setCallId(1);
    }

    /** What comes of one entry, sent by who says that it leads in {@code term}. */
    Stranger.Heard append(long term, TermIndex before, LogEntryProto entry) {
        return speaks.prove(proof, from, to, RaftServerProtocolServiceGrpc.getAppendEntriesMethod(),
                AppendEntriesRequestProto.newBuilder()
                        .setServerRequest(call())
                        .setLeaderTerm(term)
                        .setPreviousLog(TermIndexProto.newBuilder()
                                .setTerm(before.getTerm())
                                .setIndex(before.getIndex()))
                        .addEntries(entry)
                        .build());
    }

    /** The answer in what was heard. */
    static AppendEntriesReplyProto answer(Stranger.Heard heard)
            throws InvalidProtocolBufferException {
        return AppendEntriesReplyProto.parseFrom(heard.answers().getFirst());
    }

    @Override
    public void close() {
        speaks.close();
    }
}
