package dev.gavel.lab.bench.rules;

import dev.gavel.auction.AuctionMachine;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.state.HouseState;
import dev.gavel.raft.Bytes;
import dev.gavel.raft.Entry;
import dev.gavel.raft.LogPosition;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.server.replica.AuctionReplica;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;

/** Plain English bids one after another, each by another bidder, on one auction or on a thousand. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class BidBenchmark {

    /** Bids in one log entry, as a busy house packs them. */
    private static final int BIDS_IN_ENTRY = 64;

    private static final int BIDDERS = 1_000;
    private static final long FIRST_AMOUNT = 100_000_000;

    /** How many auctions are bid on: one is hot. */
    @Param({"1", "1000"})
    public int auctions = 1;

    private final AuctionReplica replica = new AuctionReplica();
    private final ByteBuffer place = ByteBuffer.allocate(24);
    private final MessageDigest sha256;
    private HouseState house = HouseState.empty();
    private String[] bidders = {};
    private AuctionId[] ids = {};
    private byte[][] payloads = {};
    private byte[] link = new byte[32];
    private long index;
    private long bids;

    /** Called by the harness. */
    public BidBenchmark() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** A new house, so that every iteration begins with empty histories. */
    @Setup(Level.Iteration)
    public void furnish() {
        var scene = new Scene();
        bidders = scene.bidders(BIDDERS);
        scene.auctions(auctions, "'durationMillis':86400000");
        house = scene.house();
        index = scene.index();
        bids = 0;
        ids = new AuctionId[auctions];
        payloads = new byte[auctions][];
        for (var i = 0; i < auctions; i++) {
            ids[i] = new AuctionId(i + 1L);
            payloads[i] = ("{\"op\":\"bid\",\"auction\":\"" + ids[i] + "\",\"amount\":"
                    + FIRST_AMOUNT + "}").getBytes(StandardCharsets.US_ASCII);
        }
    }

    /** Fails the run if a bid was refused: a refusal costs less. */
    @TearDown(Level.Iteration)
    public void check() {
        var kept = 0L;
        for (var id : ids) {
            kept += house.auction(id).orElseThrow().bids().size();
        }
        if (kept != bids) {
            throw new IllegalStateException(bids + " bids were made, " + kept + " accepted");
        }
    }

    /** The rules alone: a command object in, an outcome out. */
    @Benchmark
    @OperationsPerInvocation(BIDS_IN_ENTRY)
    public HouseState decide() {
        index++;
        for (var i = 0; i < BIDS_IN_ENTRY; i++) {
            var outcome = AuctionMachine.apply(house,
                    Scene.bid(ids[auction()], FIRST_AMOUNT + bids), bidder(),
                    Scene.START_MILLIS + index / 1000, index);
            house = outcome.after();
            bids++;
        }
        return house;
    }

    /** As a replica does it: the JSON of an entry decoded, decided, traced and digested. */
    @Benchmark
    @OperationsPerInvocation(BIDS_IN_ENTRY)
    public byte[] decodeDecideAndDigest() {
        index++;
        var time = Scene.START_MILLIS + index / 1000;
        var requests = new ArrayList<Request>(BIDS_IN_ENTRY);
        sha256.update(link);
        sha256.update(place.clear().putLong(1).putLong(index).putLong(time).array());
        for (var i = 0; i < BIDS_IN_ENTRY; i++) {
            // A command is said once only, or a bid of the entry would take the amount of the next.
            var payload = payloads[auction()].clone();
            write(FIRST_AMOUNT + bids, payload);
            sha256.update(payload);
            requests.add(new Request(new RequestId.InSession(1, bids + 1, 0), bidder(),
                    Bytes.of(payload)));
            bids++;
        }
        var applied = replica.apply(house,
                new Entry(new LogPosition(1, index), time, requests));
        house = applied.after();
        var trace = applied.trace();
        sha256.update(trace.array(), trace.offset(), trace.length());
        link = sha256.digest();
        return link;
    }

    private int auction() {
        return (int) (bids % auctions);
    }

    private String bidder() {
        return bidders[(int) ((bids + bids / BIDDERS) % BIDDERS)];
    }

    private static void write(long amount, byte[] payload) {
        var rest = amount;
        for (var i = payload.length - 2; rest > 0; i--) {
            payload[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
