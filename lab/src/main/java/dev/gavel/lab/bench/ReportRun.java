package dev.gavel.lab.bench;

import dev.gavel.client.ServerAddress;
import dev.gavel.server.process.Progress;
import org.HdrHistogram.Histogram;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Measures the parts of the report, one after another, each in a house of its own. */
final class ReportRun {

    /** Enough to keep two cores and five disks busy, and few enough for the time to an answer to tell. */
    private static final int BIDDERS = 256;
    private static final int FILLING = 2_048;
    /** Rates at which watchers are told of bids. */
    private static final List<Integer> RATES = List.of(100, 1_000);
    private static final int WATCHED_BIDDERS = 64;
    private static final int CONNECTIONS_SETTLED_A_SECOND = 400;
    /** Bids whose due time is remembered: those of more than ten minutes. */
    private static final int DUE_KEPT = 1 << 20;

    private final Options options;
    private final PrintWriter err;
    private final BiConsumer<Result, String> found;
    private final Schedule schedule;
    private final SetUp setUp = new SetUp();
    private final String session = Instant.now().toString();

    /**
     * How it is measured.
     *
     * @param parts which
     * @param quick tiny sizes
     * @param runs of each point
     * @param seconds of each run
     * @param warmUp seconds of load on each new house
     * @param servers of each house but where servers are what is counted
     * @param settings lines of configuration
     */
    record Options(List<Part> parts, boolean quick, int runs, int seconds, int warmUp,
            int servers, List<String> settings) {}

    /**
     * Yet to be run.
     *
     * @param found told of each result when it is there, and of its essence as text
     */
    ReportRun(Options options, PrintWriter err, BiConsumer<Result, String> found) {
        this.options = options;
        this.err = err;
        this.found = found;
        this.schedule = Schedule.of(options, RATES.size());
    }

    Schedule schedule() {
        return schedule;
    }

    /** Each part has a house of its own, unless it is done quickly. */
    void run() throws InterruptedException {
        var parts = options.parts().stream().filter(part -> !part.equals(Part.NODES)).toList();
        for (var group : options.quick() && !parts.isEmpty() ? List.of(parts)
                : parts.stream().map(List::of).toList()) {
            try (var house = house(options.servers())) {
                for (var part : group) {
                    switch (part.name()) {
                        case "auctions" -> auctions(house);
                        case "bidders" -> bidders(house);
                        case "connections" -> connections(house);
                        case "watchers" -> watchers(house);
                        case "history" -> history(house);
                        case "size" -> sizes(house);
                        case "restart" -> restart(house);
                        default -> throw new IllegalArgumentException(part.name());
                    }
                }
            }
        }
        if (options.parts().contains(Part.NODES)) {
            nodes();
        }
    }

    private House house(int servers) throws InterruptedException {
        var house = House.ofOurOwn(servers, options.settings(), err);
        try {
            if (options.warmUp() > 0) {
                try (var load = new Load(house, BIDDERS, 1, 1)) {
                    load.startClosedLoop();
                    pass("warming up", options.warmUp());
                    load.stop();
                }
            }
            return house;
        } catch (InterruptedException | RuntimeException e) {
            house.close();
            throw e;
        }
    }

    private void auctions(House house) throws InterruptedException {
        var sales = Sales.of(house, 1);
        for (int count : sizes(Part.AUCTIONS)) {
            try (var progress = Progress.of(err, "opening auctions", "auctions")) {
                sales.growTo(house, count, done -> progress.at(done, count, left()));
            }
            repeat(run -> bids(house, Part.AUCTIONS, BIDDERS + " bidders", count, run,
                    new Load(house, sales, BIDDERS, 1, 0)));
        }
    }

    private void bidders(House house) throws InterruptedException {
        for (int count : sizes(Part.BIDDERS)) {
            repeat(run -> bids(house, Part.BIDDERS, "one auction", count, run,
                    new Load(house, Sales.of(house, 1), count, 1, 0)));
        }
    }

    private void connections(House house) throws InterruptedException {
        for (int count : sizes(Part.CONNECTIONS)) {
            var bidders = Math.max(1, 1_000 / count) * count; // as many on each
            repeat(run -> bids(house, Part.CONNECTIONS, "some 1,000 bidders, or one each", count,
                    run,
                    new Load(house, Sales.of(house, count), bidders, count, 0)));
        }
    }

    private void sizes(House house) throws InterruptedException {
        for (int bytes : sizes(Part.SIZE)) {
            repeat(run -> bids(house, Part.SIZE, BIDDERS + " bidders", bytes, run,
                    new Load(house, Sales.of(house, 1), BIDDERS, 1, bytes)));
        }
    }

    private void history(House house) throws InterruptedException {
        for (int count : sizes(Part.HISTORY)) {
            repeat(run -> {
                var sales = Sales.of(house, 1);
                fill(house, sales, count);
                bids(house, Part.HISTORY, BIDDERS + " bidders", count, run,
                        new Load(house, sales, BIDDERS, 1, 0));
            });
        }
    }

    private void nodes() throws InterruptedException {
        for (int count : sizes(Part.NODES)) {
            try (var house = house(count)) {
                for (var bidders : List.of(1, BIDDERS)) {
                    repeat(run -> bids(house, Part.NODES,
                            bidders + (bidders == 1 ? " bidder" : " bidders"), count, run,
                            new Load(house, Sales.of(house, 1), bidders, 1, 0)));
                }
            }
        }
    }

    private void restart(House house) throws InterruptedException {
        var cluster = house.cluster();
        var sales = Sales.of(house, 1);
        for (int count : sizes(Part.RESTART)) {
            fill(house, sales, count);
            repeat(run -> {
                var leader = cluster.leader();
                var follower = cluster.ids()
                        .stream()
                        .filter(id -> id != leader || cluster.ids().size() == 1)
                        .findFirst()
                        .orElseThrow();
                cluster.kill(follower);
                var began = System.nanoTime();
                cluster.startServer(follower);
                found(house, Part.RESTART, "a follower", count, run, Result.of("report"),
                        result -> result.with("readySeconds",
                                Math.round((System.nanoTime() - began) / 1e6) / 1e3));
            });
        }
    }

    private void watchers(House house) throws InterruptedException {
        var cluster = house.cluster();
        for (int rate : RATES) {
            for (int count : sizes(Part.WATCHERS)) {
                repeat(run -> {
                    var leader = cluster.leader();
                    var asked = cluster.address(cluster.ids()
                            .stream()
                            .filter(id -> id != leader || cluster.ids().size() == 1)
                            .findFirst()
                            .orElseThrow());
                    watched(house, new ServerAddress(asked.host(), asked.clientPort()), rate,
                            count, run);
                });
            }
        }
    }

    private void watched(House house, ServerAddress server, int rate, int count, int run)
            throws InterruptedException {
        var sales = Sales.of(house, 1);
        var sale = sales.at(0);
        var due = new AtomicLongArray(DUE_KEPT);
        try (var load = new Load(house, sales, WATCHED_BIDDERS, 1, 0);
                var audience = new Audience(server, sale.auction(), count, sale.price(), due)) {
            load.noteDue(due);
            load.startOpenLoop(rate);
            pass("settling", options.quick() ? 0 : 1);
            audience.takeMicros();
            var measured = measure(house, load);
            var delays = audience.takeMicros();
            load.stop();
            var account = audience.awaitTheEnd(sale.price());
            found(house, Part.WATCHERS, rate + " bids/s", count, run, Result.of("report"),
                    result -> {
                        measured.into(result);
                        if (count > 0) {
                            result.with("delayP50Millis", millis(delays, 50))
                                    .with("delayP99Millis", millis(delays, 99));
                        }
                        result.with("eventsPerSecond",
                                Math.round(delays.getTotalCount() / measured.seconds()))
                                .with("seen", account.seen())
                                .with("missed", account.missed())
                                .with("disordered", account.disordered())
                                .with("cutOff", account.cutOff());
                    });
        }
    }

    private static double millis(Histogram micros, double percentile) {
        return Result.millis((double) micros.getValueAtPercentile(percentile));
    }

    /** Bids until the first auction has had so many. */
    private void fill(House house, Sales sales, long wanted) throws InterruptedException {
        if (sales.at(0).price() >= wanted) {
            return;
        }
        var bidders = (int) Math.clamp(wanted / 10, 1L, FILLING); // each may go one beyond
        try (var load = new Load(house, sales, bidders, 1, 0);
                var progress = Progress.of(err, "bidding before", "bids")) {
            load.startClosedLoop();
            while (sales.at(0).price() < wanted) {
                TimeUnit.MILLISECONDS.sleep(20);
                progress.at(sales.at(0).price(), wanted, left());
            }
            load.stop();
        }
    }

    /** Code for many connections is compiled once there are many. */
    private static int settling(Part part, int x) {
        return part.equals(Part.CONNECTIONS) ? 1 + x / CONNECTIONS_SETTLED_A_SECOND : 1;
    }

    /** Closes the load. */
    private void bids(House house, Part part, String series, int x, int run, Load load)
            throws InterruptedException {
        try (load) {
            load.connect(err);
            load.startClosedLoop();
            pass("settling", options.quick() ? 0 : settling(part, x));
            var measured = measure(house, load);
            load.stop();
            found(house, part, series, x, run, Result.of("report"), measured::into);
        }
    }

    /** What came out of some seconds. */
    private record Measured(Load.Counted counted, double seconds, double cpuMicros, long rssMib) {

        void into(Result result) {
            result.with(counted, seconds)
                    .with("cpuMicrosPerBid",
                            Math.round(10 * cpuMicros / Math.max(1, counted.answered())) / 10.0)
                    .with("rssMib", rssMib);
        }
    }

    private Measured measure(House house, Load load) throws InterruptedException {
        var pids = new ArrayList<>(house.pids());
        pids.add(ProcessHandle.current().pid());
        var unused = load.tally().take();
        var cpu = Processes.cpuMicros(pids);
        var began = System.nanoTime();
        pass("measuring", options.seconds());
        var counted = load.tally().take();
        return new Measured(counted, (System.nanoTime() - began) / 1e9,
                Processes.cpuMicros(pids) - cpu, Processes.mostMemoryMib(house.pids()));
    }

    private void found(House house, Part part, String series, int x, int run, Result result,
            Consumer<Result> measured) {
        result.with("part", part.name())
                .with("series", series)
                .with("x", x)
                .with("run", run)
                .with("runs", options.runs());
        measured.accept(result);
        var text = result.text();
        setUp.in(result.with("servers", house.pids().size())
                .with("seconds", options.seconds())
                .with("warmUp", options.warmUp())
                .with("session", session));
        found.accept(result, text);
        schedule.done();
    }

    private interface OneRun {
        void go(int run) throws InterruptedException;
    }

    private void repeat(OneRun one) throws InterruptedException {
        for (var run = 1; run <= options.runs(); run++) {
            one.go(run);
        }
    }

    private List<Integer> sizes(Part part) {
        return part.sizes(options.quick());
    }

    private void pass(String what, int seconds) throws InterruptedException {
        try (var progress = Progress.of(err, what, "s")) {
            var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            for (var left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.sleep(Math.min(left, TimeUnit.MILLISECONDS.toNanos(200)));
                progress.at(seconds - TimeUnit.NANOSECONDS.toSeconds(left), seconds, left());
            }
        }
    }

    private String left() {
        return schedule.text();
    }
}
