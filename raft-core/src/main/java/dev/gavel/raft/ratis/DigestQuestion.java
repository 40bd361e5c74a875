package dev.gavel.raft.ratis;

import dev.gavel.raft.Bytes;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnknownFieldSet;

import java.util.Optional;
import java.util.function.LongFunction;

/** Asks another server for its running digest at an index. */
final class DigestQuestion extends VoteQuestion {

    /** Number of the field, in the question for the index and in the answer for the digest. */
    private static final int FIELD = 7_001;

    private final LongFunction<Optional<Bytes>> digests;

    /** Answers from {@code digests}: the digest at an index, where it is known. */
    DigestQuestion(LongFunction<Optional<Bytes>> digests) {
        this.digests = digests;
    }

    /** Asks the receiver of {@code call}, by a server that is in {@code term}. */
    static RequestVoteRequestProto of(RaftRpcRequestProto call, long term, long index) {
        return LogQuestion.of(call, term)
                .toBuilder()
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(FIELD, UnknownFieldSet.Field.newBuilder()
                                .addFixed64(index)
                                .build())
                        .build())
                .build();
    }

    /** The digest that was answered; empty where the server does not know it. */
    static Optional<Bytes> answer(RequestVoteReplyProto reply) {
        return reply.getUnknownFields()
                .getField(FIELD)
                .getLengthDelimitedList()
                .stream()
                .findFirst()
                .map(RatisBytes::of);
    }

    @Override
    Optional<RequestVoteReplyProto> answer(RequestVoteRequestProto vote) {
        return vote.getUnknownFields()
                .getField(FIELD)
                .getFixed64List()
                .stream()
                .findFirst()
                .map(this::reply);
    }

    private RequestVoteReplyProto reply(long index) {
        var fields = UnknownFieldSet.newBuilder();
        digests.apply(index)
                .ifPresent(digest -> fields.addField(FIELD, UnknownFieldSet.Field.newBuilder()
                        .addLengthDelimited(ByteString.copyFrom(digest.toArray()))
                        .build()));
        return RequestVoteReplyProto.newBuilder().setUnknownFields(fields.build()).build();
    }
}
