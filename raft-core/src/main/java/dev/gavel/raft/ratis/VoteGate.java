package dev.gavel.raft.ratis;

import org.apache.ratis.grpc.server.GrpcServices;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyServerBuilder;

import java.util.EnumSet;
import java.util.Set;

/** In front of Ratis' port: lets no vote be asked of this server, nor a candidacy, while it is shut. */
final class VoteGate implements GrpcServices.Customizer, ServerInterceptor {

    private static final Set<String> CLOSED_CALLS = Set.of("requestVote", "startLeaderElection");

    private volatile boolean shut;

    VoteGate(boolean shut) {
        this.shut = shut;
    }

    void open() {
        shut = false;
    }

    void shut() {
        shut = true;
    }

    boolean isShut() {
        return shut;
    }

    @Override
    public NettyServerBuilder customize(NettyServerBuilder builder,
            EnumSet<GrpcServices.Type> types) {
        return builder.intercept(this);
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
            ServerCallHandler<Q, A> next) {
        var method = String.valueOf(call.getMethodDescriptor().getBareMethodName());
        if (shut && CLOSED_CALLS.contains(method)) {
            call.request(2); // what is asked, and its end: others before this may answer it
            return new ServerCall.Listener<>() {
                @Override
                public void onHalfClose() {
                    call.close(Status.FAILED_PRECONDITION.withDescription(
                            "this server does not vote before it knows that its records are"
                                    + " those of now, or has been refilled"),
                            new Metadata());
                }
            };
        }
        return next.startCall(call, headers);
    }
}
