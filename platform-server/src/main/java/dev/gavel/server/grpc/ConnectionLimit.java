package dev.gavel.server.grpc;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts connections, in all and from each address. Calls on a connection beyond a bound are
 * refused.
 */
final class ConnectionLimit extends ServerTransportFilter implements ServerInterceptor {

    private static final Attributes.Key<Boolean> BEYOND = Attributes.Key
            .create("beyond-connection-limit");

    private final int max;
    private final int perAddress;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<String, Integer> openPerAddress = new ConcurrentHashMap<>();

    ConnectionLimit(int max, int perAddress) {
        this.max = max;
        this.perAddress = perAddress;
    }

    private static String address(Attributes transport) {
        return transport.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) instanceof InetSocketAddress remote
                ? remote.getHostString()
                : "";
    }

    @Override
    public Attributes transportReady(Attributes transport) {
        var all = open.incrementAndGet();
        var ofAddress = openPerAddress.merge(address(transport), 1, Integer::sum);
        var beyond = all > max || ofAddress > perAddress;
        return transport.toBuilder().set(BEYOND, beyond).build();
    }

    @Override
    public void transportTerminated(@Nullable Attributes transport) {
        if (transport == null || transport.get(BEYOND) == null) {
            return; // it ended before it was ready, and so was never counted
        }
        open.decrementAndGet();
        openPerAddress.computeIfPresent(address(transport),
                (any, count) -> count <= 1 ? null : count - 1);
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
            ServerCallHandler<Q, A> next) {
        if (Boolean.TRUE.equals(call.getAttributes().get(BEYOND))) {
            call.close(Status.RESOURCE_EXHAUSTED.withDescription(
                    "this server has as many connections as it takes, of all or from your"
                            + " address; ask another"),
                    new Metadata());
            return new ServerCall.Listener<>() {};
        }
        return next.startCall(call, headers);
    }
}
