package dev.gavel.raft.ratis;

import dev.gavel.raft.Bytes;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnknownFieldSet;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.function.LongFunction;

/**
 * One server's question to another what its running digest was at an index, and the answer. It travels as
 * a {@link LogQuestion} with one more field, over the connections that the servers have anyway. A server of
 * an earlier version overlooks that field and answers without a digest, which is no answer.
 */
final class DigestQuestion implements ServerInterceptor {

    private static final String VOTE = "requestVote";
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

    private static Optional<Long> askedFor(Object message) {
        return message instanceof RequestVoteRequestProto vote && LogQuestion.is(vote)
                ? vote.getUnknownFields().getField(FIELD).getFixed64List().stream().findFirst()
                : Optional.empty();
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
            ServerCallHandler<Q, A> next) {
        var listener = next.startCall(call, headers);
        return VOTE.equals(call.getMethodDescriptor().getBareMethodName())
                ? new Question<>(call, listener)
                : listener;
    }

    private RequestVoteReplyProto reply(long index) {
        var fields = UnknownFieldSet.newBuilder();
        digests.apply(index)
                .ifPresent(digest -> fields.addField(FIELD, UnknownFieldSet.Field.newBuilder()
                        .addLengthDelimited(ByteString.copyFrom(digest.toArray()))
                        .build()));
        return RequestVoteReplyProto.newBuilder().setUnknownFields(fields.build()).build();
    }

    /** A call that is answered here where it is such a question, and else goes on to Ratis. */
    private final class Question<Q, A> extends SimpleForwardingServerCallListener<Q> {

        private final ServerCall<Q, A> call;
        private @Nullable Long index;

        Question(ServerCall<Q, A> call, ServerCall.Listener<Q> listener) {
            super(listener);
            this.call = call;
        }

        @Override
        public void onMessage(Q message) {
            index = askedFor(message).orElse(null);
            if (index == null) {
                super.onMessage(message);
            }
        }

        @Override
        @SuppressWarnings("unchecked") // the answer to a RequestVoteRequestProto
        public void onHalfClose() {
            var asked = index;
            if (asked == null) {
                super.onHalfClose();
                return;
            }
            call.sendHeaders(new Metadata());
            call.sendMessage((A) reply(asked));
            call.close(Status.OK, new Metadata());
        }
    }
}
