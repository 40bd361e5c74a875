package dev.gavel.server.config;

import java.time.Duration;

/**
 * Bounds of one connection in size and time. So slow or idle clients cannot hold what others need.
 *
 * @param perAddress connections from one address to the HTTP port, and as many to the client port
 * @param httpIdle silence on an HTTP connection after which it is closed; event streams have
 *        heartbeats
 * @param httpHeadWithin time for request line and headers, from their first byte to their last
 * @param httpBodyWithin time for a body
 * @param httpBodyBytesPerSecond least rate at which a body must come
 * @param grpcIdle time without a call after which a gRPC connection is closed
 * @param grpcPingEvery silence on a gRPC connection after which the server asks whether the client
 *        is there
 * @param grpcPermitPing least time between two such questions of a client
 * @param grpcResets calls that a client may break off on one connection within ten seconds
 * @param grpcControlFrames HTTP/2 settings, priorities and empty frames on one connection within
 *        ten seconds
 */
public record ConnectionLimits(int perAddress, Duration httpIdle, Duration httpHeadWithin,
        Duration httpBodyWithin, int httpBodyBytesPerSecond, Duration grpcIdle,
        Duration grpcPingEvery, Duration grpcPermitPing, int grpcResets, int grpcControlFrames) {

    /**
     * The usual bounds: longer than the minute for which load balancers keep their connections;
     * short for heads and bodies, which programs send at once.
     */
    public static ConnectionLimits defaults() {
        return new ConnectionLimits(6_000, Duration.ofSeconds(75), Duration.ofSeconds(10),
                Duration.ofSeconds(30), 500, Duration.ofMinutes(10), Duration.ofSeconds(30),
                Duration.ofSeconds(5), 2_000, 1_000);
    }
}
