package dev.gavel.bench;

import dev.gavel.client.ServerAddress;
import dev.gavel.wire.v1.Event;
import dev.gavel.wire.v1.GavelGrpc;
import dev.gavel.wire.v1.WatchRequest;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Many who watch one auction at one server, over few connections and on the network's threads. Bids on
 * it rise by one each time, so whoever sees every amount, one after another, has missed nothing.
 */
final class Audience implements AutoCloseable {

    /** A server takes 1,000 calls on a connection. */
    private static final int WATCHERS_PER_CONNECTION = 500;
    /** Messages asked for ahead of those read. */
    private static final int AHEAD = 256;
    private static final long MOST_MICROS = TimeUnit.MINUTES.toMicros(2);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final byte[] BID_ACCEPTED = "bidAccepted".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AMOUNT = "\"amount\":".getBytes(StandardCharsets.US_ASCII);
    private static final long NO_BID = 0;
    private static final MethodDescriptor<WatchRequest, Long> WATCH = GavelGrpc.getWatchMethod()
            .toBuilder(GavelGrpc.getWatchMethod().getRequestMarshaller(), new Amounts())
            .build();

    private final List<Connection> connections = new ArrayList<>();
    private final List<Watcher> watchers = new ArrayList<>();
    private final AtomicLongArray dueNanos;
    private volatile boolean closing;

    /**
     * How it went for all of them.
     *
     * @param seen bids seen, over all watchers
     * @param missed bids that somebody did not see before a later one, or never
     * @param disordered bids that came after a later one, or twice
     * @param cutOff watchers whom the server sent away
     */
    record Account(long seen, long missed, long disordered, int cutOff) {}

    /**
     * Returns when all of them are heard at the server.
     *
     * @param lastAmount what was bid last; the next bid is seen by all
     * @param dueNanos when a bid was due, by its amount modulo the length
     */
    Audience(ServerAddress server, String auction, int count, long lastAmount,
            AtomicLongArray dueNanos) throws InterruptedException {
        this.dueNanos = dueNanos;
        var request = WatchRequest.newBuilder().setAuction(auction).build();
        for (var i = 0; i < count; i++) {
            if (i % WATCHERS_PER_CONNECTION == 0) {
                connections.add(new Connection(server));
            }
            var watcher = new Watcher(connections.getLast(), lastAmount);
            watchers.add(watcher);
            watcher.start(request);
        }
        if (!await(watcher -> watcher.heard)) {
            close();
            throw new IllegalStateException("not all of " + count + " watchers were let in within "
                    + PATIENCE.toSeconds() + " s");
        }
    }

    private boolean await(java.util.function.Predicate<Watcher> holds)
            throws InterruptedException {
        var until = System.nanoTime() + PATIENCE.toNanos();
        while (!watchers.stream().allMatch(one -> one.gone || holds.test(one))) {
            if (System.nanoTime() > until) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return true;
    }

    /** Times from when a bid was due until a watcher had it, since the last look. */
    Histogram takeMicros() {
        var all = new Histogram(MOST_MICROS, 3);
        connections.forEach(one -> all.add(one.micros.getIntervalHistogram()));
        return all;
    }

    /** Waits until all have seen the bid of {@code lastAmount}, for a while at most. */
    Account awaitTheEnd(long lastAmount) throws InterruptedException {
        var unused = await(watcher -> watcher.last >= lastAmount);
        var missed = watchers.stream()
                .filter(one -> !one.gone)
                .mapToLong(one -> one.missed + Math.max(0, lastAmount - one.last))
                .sum();
        return new Account(watchers.stream().mapToLong(one -> one.seen).sum(), missed,
                watchers.stream().mapToLong(one -> one.disordered).sum(),
                (int) watchers.stream().filter(one -> one.gone).count());
    }

    @Override
    public void close() {
        closing = true;
        connections.forEach(one -> one.channel.shutdownNow());
    }

    /** One connection and what came over it. All its callbacks are on one thread. */
    private static final class Connection {

        private final ManagedChannel channel;
        private final SingleWriterRecorder micros = new SingleWriterRecorder(MOST_MICROS, 3);

        Connection(ServerAddress server) {
            channel = NettyChannelBuilder.forAddress(server.host(), server.port())
                    .usePlaintext()
                    .directExecutor()
                    .build();
        }
    }

    /** Written on the network's thread. */
    private final class Watcher extends ClientCall.Listener<Long> {

        private final Connection connection;
        private final ClientCall<WatchRequest, Long> call;
        private volatile boolean heard;
        private volatile boolean gone;
        private volatile long last;
        private volatile long seen;
        private volatile long missed;
        private volatile long disordered;

        Watcher(Connection connection, long lastAmount) {
            this.connection = connection;
            this.last = lastAmount;
            this.call = connection.channel.newCall(WATCH, CallOptions.DEFAULT);
        }

        void start(WatchRequest request) {
            call.start(this, new Metadata());
            call.request(AHEAD);
            call.sendMessage(request);
            call.halfClose();
        }

        @Override
        public void onMessage(Long amount) {
            if (!heard) {
                heard = true;
            }
            if (amount != NO_BID) {
                see(amount, System.nanoTime());
            }
            call.request(1);
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
        private void see(long amount, long now) {
            seen = seen + 1;
            if (amount <= last) {
                disordered = disordered + 1;
                return;
            }
            missed = missed + amount - last - 1;
            last = amount;
            var due = dueNanos.get((int) (amount % dueNanos.length()));
            connection.micros
                    .recordValue(Math.clamp((now - due) / 1_000, 1L, MOST_MICROS));
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            gone = !closing;
        }
    }

    /** Of an event only the amount, where it tells of a bid, without a message object. */
    static final class Amounts implements MethodDescriptor.Marshaller<Long> {

        private static final int LONGEST = 1 << 16;
        private static final ThreadLocal<byte[]> BUFFER = ThreadLocal
                .withInitial(() -> new byte[LONGEST]);

        @Override
        public InputStream stream(Long value) {
            throw new UnsupportedOperationException("nobody sends events from here");
        }

        @Override
        public Long parse(InputStream stream) {
            try {
                var bytes = BUFFER.get();
                return amount(bytes, stream.readNBytes(bytes, 0, LONGEST));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Amount of the bid that the bytes of an {@link Event} tell of; {@code NO_BID} without one. */
        static long amount(byte[] bytes, int length) {
            var type = indexOf(BID_ACCEPTED, bytes, 0, length);
            var at = type < 0 ? -1 : indexOf(AMOUNT, bytes, type, length);
            if (at < 0) {
                return NO_BID;
            }
            var amount = 0L;
            for (var i = at + AMOUNT.length; i < length && bytes[i] >= '0'
                    && bytes[i] <= '9'; i++) {
                amount = 10 * amount + bytes[i] - '0';
            }
            return amount;
        }

        private static int indexOf(byte[] what, byte[] in, int from, int length) {
            for (var i = from; i + what.length <= length; i++) {
                if (java.util.Arrays.equals(in, i, i + what.length, what, 0, what.length)) {
                    return i;
                }
            }
            return -1;
        }
    }
}
