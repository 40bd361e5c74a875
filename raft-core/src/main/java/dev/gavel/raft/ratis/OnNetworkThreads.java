package dev.gavel.raft.ratis;

import org.apache.ratis.thirdparty.io.grpc.InternalConfigurator;
import org.apache.ratis.thirdparty.io.grpc.InternalConfiguratorRegistry;
import org.apache.ratis.thirdparty.io.grpc.ManagedChannelBuilder;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallExecutorSupplier;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyServerBuilder;
import org.apache.ratis.thirdparty.io.netty.channel.EventLoopGroup;
import org.apache.ratis.thirdparty.io.netty.channel.epoll.Epoll;
import org.apache.ratis.thirdparty.io.netty.channel.epoll.EpollEventLoopGroup;
import org.apache.ratis.thirdparty.io.netty.channel.epoll.EpollServerSocketChannel;
import org.apache.ratis.thirdparty.io.netty.channel.nio.NioEventLoopGroup;
import org.apache.ratis.thirdparty.io.netty.channel.socket.nio.NioServerSocketChannel;
import org.apache.ratis.thirdparty.io.netty.util.concurrent.DefaultThreadFactory;
import org.apache.ratis.thirdparty.io.netty.util.internal.ThreadExecutorMap;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.Executor;

/**
 * Handles entries, and the answers to them, on the threads that read them from the network. That
 * saves a change of threads at each end. Votes keep threads of their own, since Ratis waits within
 * them.
 *
 * @see "docs/adr/0069-fewer-changes-of-threads.md"
 */
final class OnNetworkThreads implements ServerCallExecutorSupplier {

    private static final String ENTRIES = "appendEntries";
    /**
     * Threads that hear. They are apart from gRPC's usual threads, on which this process sends to
     * others and hears their answers. So an answer that is awaited within an entry can come. They
     * are more than a cluster has servers, so that each server has a thread to itself. Threads
     * without a connection are not started. All servers of the process share them, as they share
     * gRPC's.
     */
    private static final int HEARING = 16;
    private static final EventLoopGroup THREADS = threads();

    static {
        // Ratis offers no other way to its channels. Once a process, whoever comes first.
        if (!InternalConfiguratorRegistry.wasSetConfiguratorsCalled()) {
            InternalConfiguratorRegistry.setConfigurators(List.of(new Channels()));
        }
    }

    private static final class Channels implements InternalConfigurator {
        @Override
        public void configureChannelBuilder(ManagedChannelBuilder<?> builder) {
            builder.executor(OnNetworkThreads::here)
                    .intercept(new ProvenCalls(), new SnapshotAnswers());
        }
    }

    /**
     * Runs {@code task} on this thread if it is one of the network's, otherwise on another. An
     * immediate failure would reach the sender before it has taken note of its message.
     */
    private static void here(Runnable task) {
        if (ThreadExecutorMap.currentExecutor() != null) {
            task.run();
        } else {
            Thread.ofVirtual().name("unsent").start(task);
        }
    }

    private static EventLoopGroup threads() {
        var factory = new DefaultThreadFactory("raft-hears", true);
        return Epoll.isAvailable() ? new EpollEventLoopGroup(HEARING, factory)
                : new NioEventLoopGroup(HEARING, factory);
    }

    private final SecretGate gate;

    private OnNetworkThreads(SecretGate gate) {
        this.gate = gate;
    }

    /** Sets this up for all channels that are made from now on. */
    static void prepare() {
        // by the loading of this class
    }

    /** Sets this up for a server; calls that {@code gate} turns away cost no thread. */
    static NettyServerBuilder hear(NettyServerBuilder server, SecretGate gate) {
        return server.bossEventLoopGroup(THREADS)
                .workerEventLoopGroup(THREADS)
                .channelType(Epoll.isAvailable() ? EpollServerSocketChannel.class
                        : NioServerSocketChannel.class)
                .callExecutor(new OnNetworkThreads(gate));
    }

    @Override
    public <Q, A> @Nullable Executor getExecutor(ServerCall<Q, A> call, Metadata headers) {
        return ENTRIES.equals(call.getMethodDescriptor().getBareMethodName())
                || gate.turnsAway(call.getMethodDescriptor(), headers) ? Runnable::run : null;
    }
}
