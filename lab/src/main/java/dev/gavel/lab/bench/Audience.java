package dev.gavel.lab.bench;

import dev.gavel.client.EventFrames;
import dev.gavel.client.JsonObject;
import dev.gavel.client.ServerAddress;
import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.exit.VerbFailedException;
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
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Many who watch one auction at one server, over few connections and on the network's threads. Bids on
 * it rise by one each time, so whoever sees every amount, one after another, has missed nothing.
 */
final class Audience implements AutoCloseable {

    /** A server takes 1,000 calls on a connection. */
    private static final int WATCHERS_PER_CONNECTION = 500;
    /** Messages asked for ahead of those read. */
    private static final int AHEAD = 64;
    private static final long MOST_MICROS = TimeUnit.MINUTES.toMicros(2);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Watchers whose times are taken, evenly among all; that nothing is missed is seen for each. */
    private static final int MOST_TIMED = 1_000;
    private static final MethodDescriptor<WatchRequest, Amounts> WATCH = GavelGrpc.getWatchMethod()
            .toBuilder(GavelGrpc.getWatchMethod().getRequestMarshaller(), new Reader())
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
        var request = WatchRequest.newBuilder().setAuction(auction).setFrames(true).build();
        for (var i = 0; i < count; i++) {
            if (i % WATCHERS_PER_CONNECTION == 0) {
                connections.add(new Connection(server));
            }
            var watcher = new Watcher(connections.getLast(), lastAmount,
                    i % ((count - 1) / MOST_TIMED + 1) == 0);
            watchers.add(watcher);
            watcher.start(request);
        }
        if (!await(watcher -> watcher.heard)) {
            close();
            throw new VerbFailedException(ExitCodes.UNREACHED,
                    "not all of " + count + " watchers were let in within "
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
    private final class Watcher extends ClientCall.Listener<Amounts> {

        private final Connection connection;
        private final ClientCall<WatchRequest, Amounts> call;
        private final boolean isTimed;
        private volatile boolean heard;
        private volatile boolean gone;
        private volatile long last;
        private volatile long seen;
        private volatile long missed;
        private volatile long disordered;

        Watcher(Connection connection, long lastAmount, boolean isTimed) {
            this.connection = connection;
            this.last = lastAmount;
            this.isTimed = isTimed;
            this.call = connection.channel.newCall(WATCH, CallOptions.DEFAULT);
        }

        void start(WatchRequest request) {
            call.start(this, new Metadata());
            call.request(AHEAD);
            call.sendMessage(request);
            call.halfClose();
        }

        @Override
        public void onMessage(Amounts amounts) {
            if (!heard) {
                heard = true;
            }
            if (amounts.count() > 0) {
                see(amounts);
                if (isTimed) {
                    time(amounts, System.nanoTime());
                }
            }
            call.request(1);
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
        private void see(Amounts amounts) {
            seen = seen + amounts.count();
            if (amounts.inOrder() && amounts.first() == last + 1) {
                last = amounts.last();
            } else {
                amounts.each().forEach(this::see);
            }
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
        private void see(long amount) {
            if (amount <= last) {
                disordered = disordered + 1;
            } else {
                missed = missed + amount - last - 1;
                last = amount;
            }
        }

        private void time(Amounts amounts, long now) {
            amounts.each().forEach(amount -> {
                var due = dueNanos.get((int) (amount % dueNanos.length()));
                connection.micros
                        .recordValue(Math.clamp((now - due) / 1_000, 1L, MOST_MICROS));
            });
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            gone = !closing;
        }
    }

    /** Amounts of bids that came in one message. */
    static final class Amounts {

        private final long[] all;
        private final boolean inOrder;

        Amounts(long... all) {
            this.all = all;
            this.inOrder = IntStream.range(1, all.length).allMatch(i -> all[i] == all[i - 1] + 1);
        }

        static Amounts of(Event message) throws IOException {
            var amounts = LongStream.builder();
            for (var event : EventFrames.events(message)) {
                if (event.getType().equals("bidAccepted")) {
                    amounts.add(amount(event.getJson().toByteArray()));
                }
            }
            return new Amounts(amounts.build().toArray());
        }

        int count() {
            return all.length;
        }

        /** Of these at least one. */
        long first() {
            return all[0];
        }

        long last() {
            return all[all.length - 1];
        }

        LongStream each() {
            return LongStream.of(all);
        }

        /** Each is one more than the one before. */
        boolean inOrder() {
            return inOrder;
        }

        private static long amount(byte[] json) throws IOException {
            try {
                return JsonObject.parse(json).number("amount").orElseThrow();
            } catch (IllegalArgumentException | NoSuchElementException e) {
                throw new IOException("a bid without an amount", e);
            }
        }
    }

    /**
     * Reads what came. Many on a thread are sent the same bytes, one after another or some frames later:
     * those are compared, and taken apart for the first of them only, or else the watchers would want
     * more of the machine than the servers.
     */
    static final class Reader implements MethodDescriptor.Marshaller<Amounts> {

        private static final int LONGEST = 1 << 20;
        private static final int KEPT = 256;
        private static final ThreadLocal<Reader> OF_THREAD = ThreadLocal.withInitial(Reader::new);

        private final byte[] bytes = new byte[LONGEST];
        /** By their bytes. */
        private final Map<ByteBuffer, Amounts> lately = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Amounts> eldest) {
                return size() > KEPT;
            }
        };

        @Override
        public InputStream stream(Amounts value) {
            throw new UnsupportedOperationException("nobody sends events from here");
        }

        @Override
        public Amounts parse(InputStream stream) {
            try {
                return OF_THREAD.get().read(stream);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private Amounts read(InputStream stream) throws IOException {
            var length = stream.readNBytes(bytes, 0, LONGEST);
            var known = lately.get(ByteBuffer.wrap(bytes, 0, length));
            if (known != null) {
                return known;
            }
            var copy = ByteBuffer.wrap(Arrays.copyOf(bytes, length));
            var amounts = Amounts.of(Event.parseFrom(copy.duplicate()));
            lately.put(copy, amounts);
            return amounts;
        }
    }
}
