package dev.gavel.lab.bench;

import dev.gavel.server.process.Progress;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** How long a server takes from its start until it is ready, with an empty and with a long log. */
final class StartRun {

    private static final int[] THOUSANDS_OF_BIDS = {0, 100, 500};
    private static final int BIDDERS = 1024;
    private static final int RESTARTS = 3;

    private final PrintWriter err;
    private final Consumer<Result> print;

    StartRun(PrintWriter err, Consumer<Result> print) {
        this.err = err;
        this.print = print;
    }

    void run(int servers, java.util.List<String> settings) throws InterruptedException {
        try (var house = House.ofOurOwn(servers, settings, err)) {
            var cluster = house.cluster();
            var bids = 0L;
            for (var thousands : THOUSANDS_OF_BIDS) {
                bids += thousands > 0 ? bid(house, thousands * 1_000L) : 0;
                var follower = cluster.ids()
                        .stream()
                        .filter(id -> id != cluster.leader())
                        .findFirst()
                        .orElseThrow();
                var millis = new java.util.ArrayList<Long>();
                try (var progress = Progress.of(err, "restarting a server", "times")) {
                    for (var i = 0; i < RESTARTS; i++) {
                        progress.at(i, RESTARTS, "");
                        cluster.kill(follower);
                        var began = System.nanoTime();
                        cluster.startServer(follower);
                        millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
                    }
                }
                millis.sort(null);
                print.accept(Result.of("restart")
                        .with("bidsInLog", bids)
                        .with("logEntries", cluster.row(follower)
                                .map(row -> row.log().endIndex())
                                .orElse(-1L))
                        .with("readyMedianMillis", millis.get(RESTARTS / 2))
                        .with("readyMaxMillis", millis.get(RESTARTS - 1)));
            }
        }
    }

    private long bid(House house, long wanted) throws InterruptedException {
        try (var load = new Load(house, BIDDERS, 1, 1);
                var progress = Progress.of(err, "filling the log", "bids")) {
            load.startClosedLoop();
            var answered = 0L;
            while (answered < wanted) {
                TimeUnit.MILLISECONDS.sleep(50);
                answered += load.tally().take().answered();
                progress.at(answered, wanted, "");
            }
            load.stop();
            return answered + load.tally().take().answered();
        }
    }
}
