package dev.gavel.lab.bench;

import dev.gavel.client.AuctionClient;
import dev.gavel.client.ClientConfig;
import dev.gavel.client.CommandStream;
import dev.gavel.client.JsonObject;
import dev.gavel.server.process.Progress;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Bidders that bid. Closed loop: each waits for its answer before its next bid, so as many are in
 * flight as there are bidders. Open loop: bids leave at a given rate whatever the answers do, and a
 * bid's time runs from when it was due, so that a stall is not hidden.
 */
final class Load implements AutoCloseable {

    private static final long MOST_MICROS = TimeUnit.MINUTES.toMicros(2);
    /**
     * In an open loop bids that are due within this time leave together, after it: woken for each, the
     * generator alone would take a sixth of a core, and keep the cores from ever sharing their work.
     */
    private static final long PACE_NANOS = 1_000_000;
    private static final int CONNECTING_AT_A_TIME = 64;
    private static final byte[] SUCCESS = "\"success\"".getBytes(StandardCharsets.UTF_8);
    private static final byte[] FAIL = "\"fail\"".getBytes(StandardCharsets.UTF_8);

    private final List<AuctionClient> clients = new ArrayList<>();
    private final List<CommandStream> streams = new ArrayList<>();
    private final List<byte[]> bidders = new ArrayList<>();
    private final ClientConfig config;
    private final int connections;
    private final int[] turns;
    private final Sales sales;
    private final int bytes;
    private volatile AtomicLongArray due = new AtomicLongArray(0);
    private final Tally tally = new Tally();
    private volatile boolean stopping;
    private @Nullable Thread pacer;
    private final AtomicLong underWay = new AtomicLong();

    /** What was answered since the last look. */
    static final class Tally {

        private Histogram micros = new Histogram(MOST_MICROS, 3);
        private long accepted;
        private long refused;
        private long exceptions;
        private long longestSilenceNanos;
        private long lastAnswerNanos;

        synchronized void add(long tookMicros, byte kind, long now) {
            micros.recordValue(Math.max(1, Math.min(tookMicros, MOST_MICROS)));
            switch (kind) {
                case 's' -> accepted++;
                case 'f' -> refused++;
                default -> exceptions++;
            }
            if (lastAnswerNanos != 0) {
                longestSilenceNanos = Math.max(longestSilenceNanos, now - lastAnswerNanos);
            }
            lastAnswerNanos = now;
        }

        synchronized Counted take() {
            var counted = new Counted(micros, accepted, refused, exceptions,
                    Duration.ofNanos(longestSilenceNanos));
            micros = new Histogram(MOST_MICROS, 3);
            accepted = 0;
            refused = 0;
            exceptions = 0;
            longestSilenceNanos = 0;
            return counted;
        }
    }

    /**
     * What was answered within some time.
     *
     * @param micros time from when a bid was due until its answer
     * @param accepted bids the house said yes to
     * @param refused bids it said no to
     * @param exceptions bids of which it could not tell
     * @param longestSilence longest time without any answer
     */
    record Counted(Histogram micros, long accepted, long refused, long exceptions,
            Duration longestSilence) {

        long answered() {
            return accepted + refused + exceptions;
        }
    }

    /** On auctions of its own, with bids no longer than they must be. */
    Load(House house, int bidders, int auctions, int connections) throws InterruptedException {
        this(house, Sales.of(house, auctions), bidders, connections, 0);
    }

    /**
     * Prepares the bidders. Where there are more auctions than bidders, each goes from one to the next.
     *
     * @param connections each a client of its own, which the bidders share; all but the first are
     *        there after {@link #connect}
     * @param bytes least length of a bid's JSON
     */
    Load(House house, Sales sales, int bidders, int connections, int bytes) {
        this.sales = sales;
        this.bytes = bytes;
        this.turns = new int[bidders];
        this.config = house.client().withDeadline(Duration.ofSeconds(60));
        this.connections = connections;
        addConnection();
        for (var i = 0; i < bidders; i++) {
            this.bidders.add(("bidder-" + i).getBytes(StandardCharsets.UTF_8));
        }
    }

    private void addConnection() {
        var client = AuctionClient.connect(config);
        clients.add(client);
        streams.add(client.openStream());
    }

    /** From now on notes when a bid was due, at its amount modulo the length; for one auction. */
    void noteDue(AtomicLongArray nanosByAmount) {
        due = nanosByAmount;
    }

    /**
     * Makes the connections, by letting one bidder of each bid once: what is measured is bids, not how connections come
     * about, and a program of its own for each would not have them all connect from the same two cores.
     */
    void connect(PrintWriter err) throws InterruptedException {
        try (var progress = Progress.of(err, "connecting", "connections")) {
            while (streams.size() < connections) {
                while (underWay.get() >= CONNECTING_AT_A_TIME) {
                    TimeUnit.MILLISECONDS.sleep(1);
                    progress.at(streams.size(), connections, "");
                }
                addConnection();
                underWay.incrementAndGet();
                bid(streams.size() - 1, System.nanoTime(), false);
            }
            while (underWay.get() > 0) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
        }
    }

    /** Lets every bidder bid again and again, as soon as answered. */
    void startClosedLoop() {
        for (var bidder = 0; bidder < bidders.size(); bidder++) {
            underWay.incrementAndGet();
            bid(bidder, System.nanoTime(), true);
        }
    }

    /** Lets bids leave at {@code perSecond}, by whichever bidder is next, up to a millisecond late. */
    void startOpenLoop(long perSecond) {
        pacer = Thread.ofPlatform().daemon().name("open-loop").start(() -> {
            var began = System.nanoTime();
            for (var n = 0L; !stopping; n++) {
                var due = began + n * 1_000_000_000L / perSecond;
                while (due - System.nanoTime() > 0) {
                    LockSupport.parkNanos(Math.max(PACE_NANOS, due - System.nanoTime()));
                }
                underWay.incrementAndGet();
                bid((int) (n % bidders.size()), due, false);
            }
        });
    }

    private void bid(int bidder, long dueNanos, boolean again) {
        var sale = nextSale(bidder);
        var stream = streams.get(bidder % streams.size());
        var amount = sale.nextAmount();
        var noted = due;
        if (noted.length() > 0) {
            noted.set((int) (amount % noted.length()), dueNanos);
        }
        var bid = sale.bid(amount, bytes);
        while (!stream.offer(bidders.get(bidder), bid, 0, (tag, array, offset,
                length) -> answered(bidder, dueNanos, again, array, offset, length))) {
            if (stopping) {
                underWay.decrementAndGet();
                return;
            }
            LockSupport.parkNanos(100_000);
        }
    }

    private Sales.Sale nextSale(int bidder) {
        var size = sales.size();
        var turn = size > bidders.size() ? turns[bidder]++ : 0;
        return sales.at((int) ((bidder + (long) turn * bidders.size()) % size));
    }

    private void answered(int bidder, long dueNanos, boolean again, byte[] array, int offset,
            int length) {
        var now = System.nanoTime();
        tally.add((now - dueNanos) / 1_000, kind(array, offset, length), now);
        if (again && !stopping) {
            bid(bidder, now, true);
        } else {
            underWay.decrementAndGet();
        }
    }

    /** First letter of the status: it stands at the front of every outcome. */
    private static byte kind(byte[] array, int offset, int length) {
        var at = offset + "{\"status\":".length();
        return starts(array, at, offset + length, SUCCESS) ? (byte) 's'
                : starts(array, at, offset + length, FAIL) ? (byte) 'f' : (byte) 'e';
    }

    private static boolean starts(byte[] array, int at, int end, byte[] with) {
        return at + with.length <= end && java.util.Arrays.equals(array, at, at + with.length,
                with, 0, with.length);
    }

    Tally tally() {
        return tally;
    }

    /** Bids no more and waits until all is answered. */
    void stop() throws InterruptedException {
        stopping = true;
        joinPacer();
        var until = System.nanoTime() + TimeUnit.SECONDS.toNanos(70);
        while (underWay.get() > 0 && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    /** Or the bid it is about to let go would meet a stream that is closed. */
    private void joinPacer() throws InterruptedException {
        if (pacer != null) {
            pacer.join();
        }
    }

    /** Accepted bids that the house has in its histories, over all auctions. */
    long bidsInTheHouse() throws InterruptedException {
        var bids = 0L;
        for (var sale : sales.all()) {
            var view = clients.getFirst()
                    .query(Sales.SELLER,
                            JsonObject.of("query", "auction").with("auction", sale.auction()));
            bids += view.json().number("bids").orElse(0);
        }
        return bids;
    }

    @Override
    public void close() {
        stopping = true; // or each bid that ends with its stream would be followed by another
        try {
            joinPacer();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        streams.forEach(CommandStream::close);
        clients.forEach(AuctionClient::close);
    }
}
