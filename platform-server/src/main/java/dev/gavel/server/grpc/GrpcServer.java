package dev.gavel.server.grpc;

import dev.gavel.server.cluster.ClusterBoard;
import dev.gavel.server.config.ConnectionLimits;
import dev.gavel.server.config.Limits;
import dev.gavel.server.config.ServerAddress;
import dev.gavel.server.desk.AuctionDesk;
import dev.gavel.server.desk.MemberDesk;
import dev.gavel.server.desk.OperatorDesk;
import dev.gavel.server.feed.EventFeed;
import dev.gavel.server.feed.FeedReach;
import dev.gavel.server.ppapd.PpapdDesk;
import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * The client port. Handlers run on the network threads, since none of them blocks. An executor
 * between would cost more than the work itself.
 */
public final class GrpcServer implements AutoCloseable {

    private static final int MAX_HEADER_BYTES = 8 << 10;
    private static final int MAX_CALLS_PER_CONNECTION = 1_000;
    /** Length of the time in which some bounds count. */
    private static final int WINDOW_SECONDS = 10;
    private static final String GAVEL = "gavel.v1.Gavel";

    private final HealthStatusManager health = new HealthStatusManager();
    private final GavelService gavel;
    private final Server server;

    /**
     * A server that does not listen yet.
     *
     * @param me where to listen
     */
    public GrpcServer(ServerAddress me, Limits limits, ConnectionLimits connections,
            AuctionDesk desk, OperatorDesk operators, MemberDesk members, EventFeed feed,
            FeedReach reach, ClusterBoard board) {
        gavel = new GavelService(desk, feed, reach, board);
        var limit = new ConnectionLimit(limits.maxConnections(), connections.perAddress());
        server = NettyServerBuilder
                .forAddress(new InetSocketAddress(me.host(), me.clientPort()))
                .directExecutor()
                .maxInboundMessageSize(limits.maxFrameBytes())
                .maxInboundMetadataSize(MAX_HEADER_BYTES)
                .maxConcurrentCallsPerConnection(MAX_CALLS_PER_CONNECTION)
                .protocolNegotiator(new GuardedPort(me, connections))
                .handshakeTimeout(connections.httpHeadWithin().toMillis(), TimeUnit.MILLISECONDS)
                .maxRstFramesPerWindow(connections.grpcResets(), WINDOW_SECONDS)
                .permitKeepAliveTime(connections.grpcPermitPing().toMillis(),
                        TimeUnit.MILLISECONDS)
                .permitKeepAliveWithoutCalls(true)
                .keepAliveTime(connections.grpcPingEvery().toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTimeout(10, TimeUnit.SECONDS)
                .maxConnectionIdle(connections.grpcIdle().toMillis(), TimeUnit.MILLISECONDS)
                .addTransportFilter(limit)
                .intercept(new ReadableRequests())
                .intercept(new Callers())
                .intercept(limit)
                .addService(ReadableRequests.of(FrameService.of(gavel)))
                .addService(readable(new OperatorService(operators, members)))
                .addService(readable(new PlatformService(new PpapdDesk(desk))))
                .addService(ServerInterceptors.intercept(readable(health.getHealthService()),
                        new Fresh(board)))
                .addService(readable(ProtoReflectionServiceV1.newInstance()))
                .build();
        ready(false);
    }

    private static ServerServiceDefinition readable(BindableService service) {
        return ReadableRequests.of(service.bindService());
    }

    /** Lets the health service show the readiness of the moment at which it is asked. */
    private final class Fresh implements ServerInterceptor {

        private final ClusterBoard board;

        Fresh(ClusterBoard board) {
            this.board = board;
        }

        @Override
        public <A, B> ServerCall.Listener<A> interceptCall(ServerCall<A, B> call, Metadata headers,
                ServerCallHandler<A, B> next) {
            ready(board.own().ready());
            return next.startCall(call, headers);
        }
    }

    /**
     * Listens.
     *
     * @throws IOException when the port cannot be had
     */
    public void start() throws IOException {
        server.start();
    }

    /** The port it listens on. */
    public int port() {
        return server.getPort();
    }

    /** Sets the health service's answer. */
    public void ready(boolean isReady) {
        var status = isReady ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
        health.setStatus("", status);
        health.setStatus(GAVEL, status);
    }

    /** Ends streams of commands with a status that sends their clients to another server. */
    public void endStreams() {
        health.enterTerminalState();
        gavel.endStreams();
    }

    /** Takes no new calls, lets the short ones end, and cuts the rest. */
    @Override
    public void close() {
        server.shutdown();
        try {
            if (!server.awaitTermination(1, TimeUnit.SECONDS)) {
                server.shutdownNow().awaitTermination(1, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        gavel.close();
    }
}
