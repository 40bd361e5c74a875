package dev.gavel.raft.ratis;

import org.apache.ratis.grpc.server.GrpcServices;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyServerBuilder;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;

/**
 * In front of Ratis' port: lets no vote be asked of this server, nor a candidacy, while it is shut. A vote
 * for a server that has not said yet what it remembers of this one waits a moment for that.
 */
final class VoteGate implements GrpcServices.Customizer, ServerInterceptor {

    private static final String VOTE = "requestVote";
    private static final Set<String> CLOSED_CALLS = Set.of(VOTE, "startLeaderElection");
    private static final Status SHUT = Status.FAILED_PRECONDITION.withDescription(
            "this server does not vote before it knows that its records are those of now, or has"
                    + " been refilled");

    private volatile boolean shut;
    private volatile IntFunction<CompletableFuture<?>> heardBy = candidate -> CompletableFuture
            .completedFuture(null);

    VoteGate(boolean shut) {
        this.shut = shut;
    }

    /**
     * From now on.
     *
     * @param heard completes when this candidate has said what it remembers of this server, or cannot
     */
    void waitFor(IntFunction<CompletableFuture<?>> heard) {
        heardBy = heard;
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
        if (!CLOSED_CALLS.contains(method)) {
            return next.startCall(call, headers);
        }
        if (shut) {
            call.request(2); // what is asked, and its end: others before this may answer it
            return new ServerCall.Listener<>() {
                @Override
                public void onHalfClose() {
                    call.close(SHUT, new Metadata());
                }
            };
        }
        var line = new CuttableCall<>(call);
        var listener = next.startCall(line, headers);
        return VOTE.equals(method) ? new Asked<>(line, listener) : listener;
    }

    /** A vote is asked for. */
    private final class Asked<Q> extends SimpleForwardingServerCallListener<Q> {

        private final CuttableCall<Q, ?> call;
        private final Object lock = new Object(); // gRPC tells a listener one thing after another
        private CompletableFuture<?> heard = CompletableFuture.completedFuture(null);

        Asked(CuttableCall<Q, ?> call, ServerCall.Listener<Q> listener) {
            super(listener);
            this.call = call;
        }

        @Override
        public void onMessage(Q message) {
            heard = Speaker.of(message)
                    .<CompletableFuture<?>>map(candidate -> heardBy
                            .apply(RatisProperties.number(RaftPeerId.valueOf(candidate))))
                    .orElse(heard);
            super.onMessage(message);
        }

        @Override
        public void onHalfClose() {
            if (heard.isDone()) {
                super.onHalfClose();
                return;
            }
            var unused = heard.whenCompleteAsync((any, e) -> {
                synchronized (lock) {
                    if (call.isCancelled()) {
                        return;
                    }
                    if (!shut) {
                        super.onHalfClose();
                    } else if (call.cut(SHUT, new Metadata())) {
                        super.onCancel();
                    }
                }
            }, Threads.OWN);
        }

        @Override
        public void onCancel() {
            synchronized (lock) {
                super.onCancel();
            }
        }

        @Override
        public void onReady() {
            synchronized (lock) {
                super.onReady();
            }
        }

        @Override
        public void onComplete() {
            synchronized (lock) {
                super.onComplete();
            }
        }
    }
}
