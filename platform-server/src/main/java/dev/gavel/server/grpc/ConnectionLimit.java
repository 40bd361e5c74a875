package dev.gavel.server.grpc;

import io.grpc.Attributes;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts connections; calls on one beyond the bound are refused. */
final class ConnectionLimit extends ServerTransportFilter implements ServerInterceptor {

    private static final Attributes.Key<Boolean> BEYOND = Attributes.Key
            .create("beyond-connection-limit");

    private final int max;
    private final AtomicInteger open = new AtomicInteger();

    ConnectionLimit(int max) {
        this.max = max;
    }

    @Override
    public Attributes transportReady(Attributes transport) {
        var beyond = open.incrementAndGet() > max;
        return transport.toBuilder().set(BEYOND, beyond).build();
    }

    @Override
    public void transportTerminated(Attributes transport) {
        open.decrementAndGet();
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
            ServerCallHandler<Q, A> next) {
        if (Boolean.TRUE.equals(call.getAttributes().get(BEYOND))) {
            call.close(Status.RESOURCE_EXHAUSTED.withDescription(
                    "this server has as many connections as it takes; ask another"),
                    new Metadata());
            return new ServerCall.Listener<>() {};
        }
        return next.startCall(call, headers);
    }
}
