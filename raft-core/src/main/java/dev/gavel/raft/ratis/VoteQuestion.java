package dev.gavel.raft.ratis;

import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * A question of one server to another. It travels as a {@link LogQuestion} with one more field,
 * over the connections that the servers have anyway, and is answered here, in front of Ratis. A
 * server of an earlier version overlooks that field and answers without one of its own, which is no
 * answer.
 */
abstract class VoteQuestion implements ServerInterceptor {

    private static final String VOTE = "requestVote";

    /** The answer; empty where {@code vote} is no such question, so that it goes on to Ratis. */
    abstract Optional<RequestVoteReplyProto> answer(RequestVoteRequestProto vote);

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
            ServerCallHandler<Q, A> next) {
        var listener = next.startCall(call, headers);
        return VOTE.equals(call.getMethodDescriptor().getBareMethodName())
                ? new Question<>(call, listener)
                : listener;
    }

    /** A call that is answered here if it is such a question, and otherwise goes on to Ratis. */
    private final class Question<Q, A> extends SimpleForwardingServerCallListener<Q> {

        private final ServerCall<Q, A> call;
        private @Nullable RequestVoteReplyProto reply;

        Question(ServerCall<Q, A> call, ServerCall.Listener<Q> listener) {
            super(listener);
            this.call = call;
        }

        @Override
        public void onMessage(Q message) {
            if (message instanceof RequestVoteRequestProto vote && LogQuestion.is(vote)) {
                reply = answer(vote).orElse(null);
            }
            if (reply == null) {
                super.onMessage(message);
            }
        }

        @Override
        @SuppressWarnings("unchecked") // the answer to a RequestVoteRequestProto
        public void onHalfClose() {
            var answer = reply;
            if (answer == null) {
                super.onHalfClose();
                return;
            }
            call.sendHeaders(new Metadata());
            call.sendMessage((A) answer);
            call.close(Status.OK, new Metadata());
        }
    }
}
