package dev.gavel.lab.bench.rules;

import dev.gavel.auction.AuctionMachine;
import dev.gavel.auction.Outcome;
import dev.gavel.auction.message.Event;
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

/** A million open auctions, each with an end of its own or shared by a hundred. */
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DeadlineBenchmark {

    private static final int DUE_AT_ONCE = 10_000;
    private static final int SHARE_AN_END = 100;
    private static final long HOUR_MILLIS = 3_600_000;
    private static final int BIDDERS = 100;

    /** How many are open. */
    @Param("1000000")
    public int auctions = DUE_AT_ONCE;

    private HouseState house = HouseState.empty();
    private HouseState beforeTheEnd = house;
    private String[] bidders = {};
    private long index;
    private long next;

    /** Opens them, a hundred in each millisecond; those that are to be closed first have a bid. */
    @Setup(Level.Trial)
    public void furnish() {
        var scene = new Scene();
        bidders = scene.bidders(BIDDERS);
        var create = Scene.command("{'op':'create','name':'Lot','open':true,'durationMillis':"
                + 12 * HOUR_MILLIS + ",'softClose':{'windowMillis':60000}}");
        for (var i = 0; i < auctions; i++) {
            scene.does(i / SHARE_AN_END, "seller", create);
        }
        for (var i = 0; i < DUE_AT_ONCE; i++) {
            scene.does(auctions / SHARE_AN_END, bidders[i % BIDDERS],
                    Scene.bid(new AuctionId(i + 1L), 100));
        }
        index = scene.index();
        var open = scene.house();
        house = until(open, open.firstDeadline() - 30_000);
        beforeTheEnd = until(house, house.firstDeadline() - 1);
    }

    /** Lets time pass in beats, as while a leader writes one every second. */
    private static HouseState until(HouseState from, long timeMillis) {
        var state = from;
        while (state.timeMillis() < timeMillis) {
            state = AuctionMachine
                    .advance(state, Math.min(timeMillis, state.timeMillis() + 1_000))
                    .after();
        }
        return state;
    }

    /** When the first falls due. */
    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    public long nextDeadline() {
        return AuctionMachine.nextDeadlineMillis(house);
    }

    /** A bid within the closing window, which moves one end among all. */
    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    public Outcome bidThatExtends() {
        next = (next + 7_919) % auctions;
        var outcome = AuctionMachine.apply(house, Scene.bid(new AuctionId(next + 1), 200),
                bidders[(int) (next % BIDDERS)], house.timeMillis() + 1, index);
        if (outcome.events().size() != 2) {
            throw new IllegalStateException("it was to extend: " + outcome.events());
        }
        return outcome;
    }

    /** One pulse that finds ten thousand due. */
    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    public Outcome close10000() {
        var outcome = AuctionMachine.advance(beforeTheEnd,
                beforeTheEnd.firstDeadline() + DUE_AT_ONCE / SHARE_AN_END - 1);
        if (outcome.events().size() != DUE_AT_ONCE
                || !(outcome.events().getLast() instanceof Event.AuctionClosed)) {
            throw new IllegalStateException(outcome.events().size() + " were due");
        }
        return outcome;
    }
}
