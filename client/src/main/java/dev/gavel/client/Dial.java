package dev.gavel.client;

import io.grpc.ManagedChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;

import java.net.InetSocketAddress;

/**
 * How a connection to an address begins, the one way for all programs: an IP address of either kind, with
 * a zone or without, is used as it is, and a name is looked up each time a connection is made.
 */
public final class Dial {
    private Dial() {}

    /** A connection to {@code address} that is yet to be set up. */
    public static ManagedChannelBuilder<?> to(ServerAddress address) {
        return channel(address);
    }

    static NettyChannelBuilder channel(ServerAddress address) {
        return address.isNumeric()
                ? NettyChannelBuilder.forAddress(
                        new InetSocketAddress(address.host(), address.port()))
                : NettyChannelBuilder.forTarget(HostNames.target(address));
    }
}
