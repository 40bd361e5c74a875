package dev.gavel.raft.ratis;

import org.apache.ratis.proto.RaftProtos.InstallSnapshotReplyProto;
import org.apache.ratis.thirdparty.io.grpc.CallOptions;
import org.apache.ratis.thirdparty.io.grpc.Channel;
import org.apache.ratis.thirdparty.io.grpc.ClientCall;
import org.apache.ratis.thirdparty.io.grpc.ClientInterceptor;
import org.apache.ratis.thirdparty.io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import org.apache.ratis.thirdparty.io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.MethodDescriptor;
import org.apache.ratis.thirdparty.io.grpc.Status;

/**
 * Ends the sending of a snapshot if the follower has answered that it will not take it. Ratis 3.3.0
 * takes note of such an answer and waits for the end of the call. If the follower does not end it,
 * Ratis waits as long as it leads, and sends nothing more to that follower.
 */
final class SnapshotAnswers implements ClientInterceptor {

    private static final String SNAPSHOT = "installSnapshot";

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options,
            Channel next) {
        var call = next.newCall(method, options);
        return SNAPSHOT.equals(method.getBareMethodName()) ? new Sending<>(call) : call;
    }

    /** Whether nothing follows this answer. */
    private static boolean isRefusal(Object answer) {
        return answer instanceof InstallSnapshotReplyProto reply && switch (reply.getResult()) {
            case NOT_LEADER, CONF_MISMATCH, SNAPSHOT_EXPIRED, UNRECOGNIZED -> true;
            case SUCCESS, IN_PROGRESS, ALREADY_INSTALLED, SNAPSHOT_INSTALLED,
                    SNAPSHOT_UNAVAILABLE ->
                false;
        };
    }

    private static final class Sending<Q, A> extends SimpleForwardingClientCall<Q, A> {

        Sending(ClientCall<Q, A> call) {
            super(call);
        }

        @Override
        public void start(Listener<A> listener, Metadata headers) {
            super.start(new SimpleForwardingClientCallListener<A>(listener) {

                private boolean ended;

                @Override
                public void onMessage(A answer) {
                    if (ended) {
                        return;
                    }
                    super.onMessage(answer);
                    if (isRefusal(answer)) {
                        ended = true;
                        super.onClose(Status.OK, new Metadata());
                        cancel("the follower does not take the snapshot", null);
                    }
                }

                @Override
                public void onClose(Status status, Metadata trailers) {
                    if (!ended) {
                        super.onClose(status, trailers);
                    }
                }
            }, headers);
        }
    }
}
