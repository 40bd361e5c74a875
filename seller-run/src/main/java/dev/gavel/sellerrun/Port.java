package dev.gavel.sellerrun;

import dev.gavel.client.ServerAddress;
import io.grpc.BindableService;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Where a seller's or a buyer's program listens. */
public final class Port implements AutoCloseable {
    private static final int MAX_MESSAGE_BYTES = 1 << 20;
    private static final int MAX_CALLS_PER_CONNECTION = 100;
    private static final Context.Key<Metadata> HEADERS = Context.key("headers");

    private final Server server;
    private final String address;

    private Port(Server server, String address) {
        this.server = server;
        this.address = address;
    }

    /**
     * Listens.
     *
     * @param listen where; port 0: any that is free; empty: on the way to {@code house}
     * @param house a server of the house, which tells by which address this machine is reached
     * @throws IOException with a sentence, if it cannot be
     */
    static Port open(Optional<InetSocketAddress> listen, ServerAddress house,
            BindableService service) throws IOException {
        var bind = listen.orElseGet(() -> new InetSocketAddress(facing(house), 0));
        if (bind.isUnresolved()) {
            throw new IOException("cannot listen on " + bind.getHostString()
                    + ": there is no such host");
        }
        Server server;
        try {
            server = NettyServerBuilder.forAddress(bind)
                    .directExecutor()
                    .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                    .maxConcurrentCallsPerConnection(MAX_CALLS_PER_CONNECTION)
                    .intercept(new KeepHeaders())
                    .addService(service)
                    .build()
                    .start();
        } catch (IOException e) {
            var root = e.getCause() == null ? e : e.getCause();
            throw new IOException("cannot listen on " + bind.getHostString() + ":" + bind.getPort()
                    + ": " + root.getMessage(), e);
        }
        var host = bind.getAddress().isAnyLocalAddress() ? facing(house) : bind.getAddress();
        return new Port(server,
                new ServerAddress(host.getHostAddress(), server.getPort()).toString());
    }

    /** The address of this machine that {@code house} would see; loopback where there is none. */
    private static InetAddress facing(ServerAddress house) {
        try (var socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(house.host(), house.port())); // sends nothing
            return socket.getLocalAddress();
        } catch (IOException | RuntimeException e) {
            return InetAddress.getLoopbackAddress();
        }
    }

    /** Where others reach it, {@code host:port}. */
    public String address() {
        return address;
    }

    /** The headers of the call that is just being handled. */
    static Metadata headers() {
        var headers = HEADERS.get();
        return headers == null ? new Metadata() : headers;
    }

    private static final class KeepHeaders implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
                ServerCallHandler<Q, A> next) {
            return Contexts.interceptCall(Context.current().withValue(HEADERS, headers), call,
                    headers, next);
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
