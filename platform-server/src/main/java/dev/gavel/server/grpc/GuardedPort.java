package dev.gavel.server.grpc;

import dev.gavel.server.config.ConnectionLimits;
import dev.gavel.server.config.ServerAddress;
import io.grpc.netty.shaded.io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.shaded.io.grpc.netty.InternalProtocolNegotiator;
import io.grpc.netty.shaded.io.grpc.netty.InternalProtocolNegotiators;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandler;
import io.grpc.netty.shaded.io.netty.util.AsciiString;

/** Puts a {@link PortGuard} in front of everything else that reads from a connection. */
final class GuardedPort implements InternalProtocolNegotiator.ProtocolNegotiator {

    private final InternalProtocolNegotiator.ProtocolNegotiator plain = InternalProtocolNegotiators
            .serverPlaintext();
    private final ServerAddress me;
    private final ConnectionLimits limits;

    GuardedPort(ServerAddress me, ConnectionLimits limits) {
        this.me = me;
        this.limits = limits;
    }

    @Override
    public AsciiString scheme() {
        return plain.scheme();
    }

    @Override
    public ChannelHandler newHandler(GrpcHttp2ConnectionHandler handler) {
        return new PortGuard(plain.newHandler(handler), me, limits, System::nanoTime);
    }

    @Override
    public void close() {
        plain.close();
    }
}
