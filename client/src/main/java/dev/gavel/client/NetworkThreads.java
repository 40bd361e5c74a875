package dev.gavel.client;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The threads that read from and write to the network: those of all clients of a process, as long as
 * one of them is connected. gRPC's own stay for a second more, and a JVM that ends waits 0.3 s for
 * threads that it cannot stop: half the time of a call of the command line.
 */
final class NetworkThreads {
    private static final int TWO_PER_PROCESSOR = 0;
    /** A channel that is shut down ends within some milliseconds. */
    private static final Duration SOON = Duration.ofMillis(100);
    private static final Duration LATEST = Duration.ofSeconds(2);
    private static final Object LOCK = new Object();
    private static @Nullable EventLoopGroup threads;
    private static int users;

    private NetworkThreads() {}

    /** What one user has of them until it is closed, and with it what it has open on them. */
    static final class Lease implements AutoCloseable {
        private final EventLoopGroup leased;
        private boolean closed;

        private Lease(EventLoopGroup leased) {
            this.leased = leased;
        }

        /** Lets a channel work on these threads. */
        NettyChannelBuilder give(NettyChannelBuilder channel) {
            return channel.eventLoopGroup(leased)
                    .channelType(Epoll.isAvailable() ? EpollSocketChannel.class
                            : NioSocketChannel.class);
        }

        /**
         * Gives them back once these channels, which were shut down, have ended: until then each may still
         * need them, to hear that the connection it was just making came to nothing.
         */
        void closeAfter(List<ManagedChannel> channels) {
            if (!isOnOne() && endWithin(channels, SOON)) {
                close();
            } else {
                Thread.ofVirtual().start(() -> {
                    endWithin(channels, LATEST);
                    close();
                });
            }
        }

        /** Whoever waited on one of them would wait in vain. */
        private boolean isOnOne() {
            for (var thread : leased) {
                if (thread.inEventLoop()) {
                    return true;
                }
            }
            return false;
        }

        private static boolean endWithin(List<ManagedChannel> channels, Duration within) {
            var until = System.nanoTime() + within.toNanos();
            try {
                for (var channel : channels) {
                    if (!channel.awaitTermination(until - System.nanoTime(),
                            TimeUnit.NANOSECONDS)) {
                        return false;
                    }
                }
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        @Override
        public void close() {
            synchronized (LOCK) {
                if (!closed) {
                    closed = true;
                    if (--users == 0) {
                        threads = null;
                        var unused = leased.shutdownGracefully(0, 1, TimeUnit.SECONDS);
                    }
                }
            }
        }
    }

    /** The threads, which are started when they are first needed. */
    static Lease lease() {
        synchronized (LOCK) {
            users++;
            if (threads == null) {
                threads = start();
            }
            return new Lease(threads);
        }
    }

    private static EventLoopGroup start() {
        var factory = new DefaultThreadFactory("gavel-client-network", true);
        return new MultiThreadIoEventLoopGroup(TWO_PER_PROCESSOR, factory,
                Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    }
}
