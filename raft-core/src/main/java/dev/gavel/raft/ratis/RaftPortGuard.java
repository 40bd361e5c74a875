package dev.gavel.raft.ratis;

import org.apache.ratis.thirdparty.io.grpc.netty.GrpcHttp2ConnectionHandler;
import org.apache.ratis.thirdparty.io.grpc.netty.InternalProtocolNegotiator;
import org.apache.ratis.thirdparty.io.grpc.netty.InternalProtocolNegotiators;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyServerBuilder;
import org.apache.ratis.thirdparty.io.netty.buffer.ByteBuf;
import org.apache.ratis.thirdparty.io.netty.channel.ChannelHandler;
import org.apache.ratis.thirdparty.io.netty.channel.ChannelHandlerContext;
import org.apache.ratis.thirdparty.io.netty.channel.ChannelInboundHandlerAdapter;
import org.apache.ratis.thirdparty.io.netty.util.AsciiString;
import org.apache.ratis.thirdparty.io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Bounds the cost of a connection to the Raft port. A caller that does not soon show that it knows
 * the secret of the cluster is cut off. So is a caller whose frames only make work. To make room
 * for others, connections of servers are never cut off.
 */
final class RaftPortGuard implements InternalProtocolNegotiator.ProtocolNegotiator {

    /** Longest time without proof. A server calls as soon as it has connected. */
    static final Duration SILENT_AT_MOST = Duration.ofSeconds(5);
    /**
     * Most connections without proof: more than the servers of a cluster and the tools of their
     * operators open at one moment.
     */
    static final int UNPROVEN_AT_MOST = 100;
    /**
     * HTTP/2 settings, priorities and empty frames within the window; a server sends two or three.
     */
    static final int CONTROL_FRAMES = 200;
    /** Calls broken off within the window; a server breaks off a few when a leader changes. */
    static final int RESETS = 500;
    static final int WINDOW_SECONDS = 10;
    private static final int CALLS_AT_ONCE = 200;
    private static final int HEADER_BYTES = 8 << 10;
    private static final Duration IDLE_AT_MOST = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(RaftPortGuard.class);

    private final InternalProtocolNegotiator.ProtocolNegotiator plain = InternalProtocolNegotiators
            .serverPlaintext();
    private final BooleanSupplier isSecretDemanded;
    /** Connections that have not proven themselves yet, the oldest first. */
    private final Map<SocketAddress, ChannelHandlerContext> unproven = new LinkedHashMap<>();

    RaftPortGuard(BooleanSupplier isSecretDemanded) {
        this.isSecretDemanded = isSecretDemanded;
    }

    /** Puts the bounds on {@code server}. */
    NettyServerBuilder bound(NettyServerBuilder server) {
        return server.protocolNegotiator(this)
                .maxConcurrentCallsPerConnection(CALLS_AT_ONCE)
                .maxInboundMetadataSize(HEADER_BYTES)
                .maxRstFramesPerWindow(RESETS, WINDOW_SECONDS)
                .maxConnectionIdle(IDLE_AT_MOST.toSeconds(), TimeUnit.SECONDS);
    }

    /** Notes that a call from {@code remote} was proven. */
    void proven(@Nullable SocketAddress remote) {
        synchronized (unproven) {
            unproven.remove(remote);
        }
    }

    private boolean isUnproven(ChannelHandlerContext connection) {
        synchronized (unproven) {
            return unproven.containsValue(connection);
        }
    }

    private void opened(ChannelHandlerContext connection) {
        Optional<ChannelHandlerContext> tooMuch = Optional.empty();
        synchronized (unproven) {
            unproven.put(connection.channel().remoteAddress(), connection);
            if (isSecretDemanded.getAsBoolean() && unproven.size() > UNPROVEN_AT_MOST) {
                tooMuch = unproven.values().stream().findFirst();
            }
        }
        tooMuch.ifPresent(oldest -> close(oldest, "too many others have come after it"));
        var unused = connection.executor().schedule(() -> {
            if (isSecretDemanded.getAsBoolean() && isUnproven(connection)) {
                close(connection, "it has not shown that it knows the secret of the cluster");
            }
        }, SILENT_AT_MOST.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void closed(ChannelHandlerContext connection) {
        synchronized (unproven) {
            unproven.values().remove(connection);
        }
    }

    /**
     * Closes the connection at once. gRPC, which comes after this, would first say farewell and
     * wait.
     */
    private void close(ChannelHandlerContext connection, String why) {
        closed(connection);
        LOG.debug("the connection from {} is cut off: {}", connection.channel().remoteAddress(),
                why);
        var unused = connection.close();
    }

    @Override
    public AsciiString scheme() {
        return plain.scheme();
    }

    @Override
    public ChannelHandler newHandler(GrpcHttp2ConnectionHandler handler) {
        return new Connection(plain.newHandler(handler));
    }

    @Override
    public void close() {
        plain.close();
    }

    /** Reads along on one connection. */
    private final class Connection extends ChannelInboundHandlerAdapter {

        private final ChannelHandler next;
        private final FrameHeads heads = new FrameHeads(CONTROL_FRAMES,
                TimeUnit.SECONDS.toNanos(WINDOW_SECONDS), System::nanoTime);

        Connection(ChannelHandler next) {
            this.next = next;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            context.pipeline().addAfter(context.name(), null, next);
            opened(context);
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof ByteBuf bytes && areTooMany(bytes)) {
                ReferenceCountUtil.release(message);
                close(context, "it sends frames that only make work");
            } else {
                context.fireChannelRead(message);
            }
        }

        private boolean areTooMany(ByteBuf bytes) {
            for (var at = bytes.readerIndex(); at < bytes.writerIndex();) {
                at += heads.skippable(bytes.writerIndex() - at);
                if (at < bytes.writerIndex() && heads.read(bytes.getByte(at++))) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            closed(context);
            context.fireChannelInactive();
        }
    }
}
