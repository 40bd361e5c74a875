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
            call.close(Status.FAILED_PRECONDITION.withDescription("this server's log lost its end:"
                    + " it does not vote until it has been refilled"), new Metadata());
            return new ServerCall.Listener<>() {};
        }
        return next.startCall(call, headers);
    }
}
