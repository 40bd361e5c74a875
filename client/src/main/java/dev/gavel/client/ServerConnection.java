package dev.gavel.client;

import dev.gavel.auction.model.Spans;
import dev.gavel.client.hunt.Roster;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The gRPC connection to one server. It is made when first asked for, and made anew after a failure:
 * gRPC's own pauses before it reconnects are longer than an election.
 */
final class ServerConnection implements Roster.Line {
    private static final int MAX_ANSWER_BYTES = 32 << 20;
    /** However long an answer may take, a living server takes a connection sooner. */
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);
    /** A connection may outlive so many tries that it was not there in time for. */
    private static final int TRIES_A_CONNECTION = 10;
    private static final Metadata.Key<String> AUTHORIZATION = Metadata.Key.of("authorization",
            Metadata.ASCII_STRING_MARSHALLER);

    private final ServerAddress address;
    private final ClientConfig config;
    private final ClientTimer timer;
    private NetworkThreads.@Nullable Lease threads;
    private @Nullable ManagedChannel channel;
    /** Those before it, until the calls on them have ended. */
    private final List<ManagedChannel> former = new ArrayList<>();
    private long madeAt;
    private boolean closed;

    ServerConnection(ServerAddress address, ClientConfig config, ClientTimer timer) {
        this.address = address;
        this.config = config;
        this.timer = timer;
    }

    ServerAddress address() {
        return address;
    }

    /**
     * One question, one answer. {@code whenDone} is told at least once, whatever goes wrong, mostly on
     * the network's thread; what is told after the first time counts for nothing.
     */
    <Q, A> void ask(MethodDescriptor<Q, A> method, Q question, Duration timeout,
            Consumer<Attempt<A>> whenDone) {
        var delivery = new Delivery();
        ClientCall<Q, A> call = null;
        try {
            call = newCall(method, CallOptions.DEFAULT.withDeadlineAfter(timeout.toNanos(),
                    TimeUnit.NANOSECONDS), delivery, timeout);
            call.start(new OneAnswer<>(delivery, timeout, whenDone), headers());
            call.request(2);
            call.sendMessage(question);
            call.halfClose();
        } catch (RuntimeException | OutOfMemoryError e) {
            // Above all: the time for the connection was over before the question was handed on.
            abandon(call, e);
            whenDone.accept(Endings.ofOwnFailure(e, delivery));
        }
    }

    private static void abandon(@Nullable ClientCall<?, ?> call, Throwable why) {
        if (call != null) {
            try {
                call.cancel("it could not be asked", why);
            } catch (RuntimeException e) {
                // it was cancelled before: that is why it could not be asked
            }
        }
    }

    /** Hears the one answer. Also what fails while it is read is an ending. */
    private static final class OneAnswer<A> extends ClientCall.Listener<A> {
        private final Delivery delivery;
        private final Duration timeout;
        private final Consumer<Attempt<A>> whenDone;
        private @Nullable A answer;

        private OneAnswer(Delivery delivery, Duration timeout, Consumer<Attempt<A>> whenDone) {
            this.delivery = delivery;
            this.timeout = timeout;
            this.whenDone = whenDone;
        }

        @Override
        public void onMessage(A message) {
            answer = message;
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            try {
                whenDone.accept(status.isOk() && answer != null
                        ? new Attempt.Answered<>(answer)
                        : Endings.of(status, trailers, delivery, timeout));
            } catch (RuntimeException | OutOfMemoryError e) {
                whenDone.accept(new Attempt.Silent<>("its answer cannot be read"));
            }
        }
    }

    /**
     * A call that is yet to be started, with {@link #headers}. It is cancelled by itself when there is
     * no connection in time: a frozen server accepts one, and then never speaks. That is half of the
     * {@code patience} with which the answer is awaited, or the time configured if that is longer.
     */
    <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options,
            Delivery delivery, Duration patience) {
        var open = channel();
        var call = open.newCall(method, options.withStreamTracerFactory(delivery));
        if (open.getState(false) == ConnectivityState.READY) {
            return call;
        }
        var within = Math.max(config.connectTimeout().toMillis(),
                Math.min(patience.toMillis() / 2, LONGEST_CONNECT.toMillis()));
        return new Bounded<>(call, () -> timer.after(Duration.ofMillis(within), () -> {
            if (!delivery.sent()) {
                call.cancel(Endings.NO_CONNECTION_WITHIN + Spans.inWords(within), null);
            }
        }));
    }

    /**
     * A call whose time for the connection begins when it has been started. A thread that gets no turn
     * for a while may lie between its making and its start, and a call that was cancelled before its
     * start, or during it, ends in a fault of its own instead of at its listener.
     */
    private static final class Bounded<Q, A> extends SimpleForwardingClientCall<Q, A> {
        private final Runnable whenStarted;

        private Bounded(ClientCall<Q, A> call, Runnable whenStarted) {
            super(call);
            this.whenStarted = whenStarted;
        }

        @Override
        public void start(ClientCall.Listener<A> listener, Metadata headers) {
            super.start(listener, headers);
            whenStarted.run();
        }
    }

    /** Does a short thing soon, on another thread than the caller's. */
    void soon(Runnable task) {
        timer.after(Duration.ZERO, task);
    }

    /** Makes ready what the first call needs; nobody is contacted. */
    void prepare() {
        channel();
    }

    /** What every call carries. */
    Metadata headers() {
        var headers = new Metadata();
        config.token().ifPresent(token -> headers.put(AUTHORIZATION, "Bearer " + token));
        return headers;
    }

    /**
     * Lets calls under way end on the old connection; the next call makes a new one. One that is just
     * being made may go on for a while: where thousands connect at once each takes its time, and if
     * all began anew none would ever be done.
     */
    @Override
    public synchronized void renew() {
        former.removeIf(ManagedChannel::isTerminated);
        if (channel != null && !(channel.getState(false) == ConnectivityState.CONNECTING
                && System.nanoTime() - madeAt < TRIES_A_CONNECTION
                        * config.connectTimeout().toNanos())) {
            channel.shutdown();
            former.add(channel);
            channel = null;
        }
    }

    private synchronized ManagedChannel channel() {
        if (channel == null) {
            if (threads == null) {
                threads = NetworkThreads.lease();
            }
            channel = threads.give(Dial.channel(address))
                    .usePlaintext()
                    .directExecutor()
                    .disableRetry()
                    .maxInboundMessageSize(MAX_ANSWER_BYTES)
                    .build();
            madeAt = System.nanoTime();
            if (closed) {
                end(); // a call on it fails as it should
            }
        }
        return channel;
    }

    /** Ends the calls under way and the connection. */
    @Override
    public synchronized void close() {
        closed = true;
        end();
    }

    private void end() {
        var ending = new ArrayList<>(former);
        former.clear();
        if (channel != null) {
            ending.add(channel);
        }
        ending.forEach(ManagedChannel::shutdownNow);
        if (threads != null) {
            threads.closeAfter(ending);
            threads = null;
        }
    }
}
