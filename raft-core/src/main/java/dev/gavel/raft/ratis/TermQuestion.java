package dev.gavel.raft.ratis;

import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.thirdparty.com.google.protobuf.UnknownFieldSet;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/** Asks another server for the term of the entry that it applied at an index. */
final class TermQuestion extends VoteQuestion {

    /** Number of the field, in the question for the index and in the answer for the term. */
    private static final int FIELD = 7_003;

    private final LongFunction<OptionalLong> terms;

    /** Answers from {@code terms}: the term of the entry at an index, where it is known. */
    TermQuestion(LongFunction<OptionalLong> terms) {
        this.terms = terms;
    }

    /** Asks the receiver of {@code call}, by a server that is in {@code term}. */
    static RequestVoteRequestProto of(RaftRpcRequestProto call, long term, long index) {
        return LogQuestion.of(call, term).toBuilder().setUnknownFields(field(index)).build();
    }

    /** The term that was answered; empty where the server does not know it. */
    static OptionalLong answer(RequestVoteReplyProto reply) {
        return number(reply.getUnknownFields());
    }

    @Override
    Optional<RequestVoteReplyProto> answer(RequestVoteRequestProto vote) {
        var index = number(vote.getUnknownFields());
        if (index.isEmpty()) {
            return Optional.empty();
        }
        var reply = RequestVoteReplyProto.newBuilder();
        terms.apply(index.getAsLong())
                .ifPresent(term -> reply.setUnknownFields(field(term)));
        return Optional.of(reply.build());
    }

    private static OptionalLong number(UnknownFieldSet fields) {
        return fields.getField(FIELD).getFixed64List().stream().mapToLong(it -> it).findFirst();
    }

    private static UnknownFieldSet field(long number) {
        return UnknownFieldSet.newBuilder()
                .addField(FIELD, UnknownFieldSet.Field.newBuilder().addFixed64(number).build())
                .build();
    }
}
