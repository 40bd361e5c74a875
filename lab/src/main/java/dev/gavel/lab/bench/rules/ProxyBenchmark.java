package dev.gavel.lab.bench.rules;

import dev.gavel.auction.AuctionMachine;
import dev.gavel.auction.Outcome;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.state.HouseState;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.util.concurrent.TimeUnit;

/** One bid, or one way back from bids, against many that stand; the house is the same each time. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ProxyBenchmark {

    private static final AuctionId AUCTION = new AuctionId(1);
    private static final long LOW = 1_000;

    /** How many maxima stand, each of another bidder. */
    @Param("10000")
    public int standing = 2;

    private HouseState house = HouseState.empty();
    private long index;
    private Command losing = Scene.bid(AUCTION, 1);
    private Command winning = losing;
    private Command leave = losing;
    private Command retract = losing;

    /** All those bidders, the last one leading. */
    @Setup(Level.Trial)
    public void furnish() {
        var scene = new Scene().auctions(1,
                "'durationMillis':86400000,'retractUntil':'2099-01-01T00:00:00.000Z'");
        var names = scene.bidders(standing);
        for (var i = 0; i < standing; i++) {
            scene.does(0, names[i], Scene.bid(AUCTION, LOW + 2L * i, LOW + 2L * i + 2));
        }
        house = scene.house();
        index = scene.index() + 1;
        var price = LOW + 2L * standing;
        losing = Scene.bid(AUCTION, price, price);
        winning = Scene.bid(AUCTION, price, price + 100);
        leave = Scene.command("{'op':'leave','auction':'1'}");
        retract = Scene.command("{'op':'retract','auction':'1','reason':'r'}");
        winning();
        losing();
        leave();
        leaveNeverJoined();
        retract();
    }

    private Outcome by(String who, Command command, boolean success) {
        var outcome = AuctionMachine.apply(house, command, who, Scene.START_MILLIS, index);
        if (outcome.reply().orElseThrow().isSuccess() != success) {
            throw new IllegalStateException(outcome.reply().orElseThrow().sentence());
        }
        return outcome;
    }

    /** A maximum above all others. */
    @Benchmark
    public Outcome winning() {
        return by("bidder-0", winning, true);
    }

    /** A bid that the leader's maximum answers. */
    @Benchmark
    public Outcome losing() {
        return by("bidder-0", losing, true);
    }

    /** The one before the leader, who never joined, leaves. */
    @Benchmark
    public Outcome leave() {
        return by("bidder-" + (standing - 2), leave, true);
    }

    /** Somebody who never bid tries to leave. */
    @Benchmark
    public Outcome leaveNeverJoined() {
        return by("stranger", leave, false);
    }

    /** The leader takes the bid back: the price is made anew from all the others. */
    @Benchmark
    public Outcome retract() {
        return by("bidder-" + (standing - 1), retract, true);
    }
}
