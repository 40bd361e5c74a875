package dev.gavel.lab.bench;

import dev.gavel.server.process.Progress;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * SIGKILL of the leader under load, again and again: how long nobody is answered, and whether a bid
 * that was acknowledged is missing or there twice afterwards.
 */
final class KillRun {

    private static final int BEFORE_SECONDS = 3;
    private static final int AFTER_SECONDS = 5;

    private final House house;
    private final int bidders;
    private final int auctions;
    private final int connections;
    private final PrintWriter err;
    private final Consumer<Result> print;

    KillRun(House house, int bidders, int auctions, int connections, PrintWriter err,
            Consumer<Result> print) {
        this.house = house;
        this.bidders = bidders;
        this.auctions = auctions;
        this.connections = connections;
        this.err = err;
        this.print = print;
    }

    /** 0 when nothing was lost and nothing doubled, else 1. */
    int run(int kills) throws InterruptedException {
        var cluster = house.cluster();
        var silences = new java.util.ArrayList<Double>();
        var accepted = 0L;
        var unknown = 0L;
        try (var load = new Load(house, bidders, auctions, connections)) {
            load.connect(err);
            load.startClosedLoop();
            try (var progress = Progress.of(err, "killing leaders", "kills")) {
                progress.at(0, kills, "");
                for (var kill = 1; kill <= kills; kill++) {
                    TimeUnit.SECONDS.sleep(BEFORE_SECONDS);
                    var quiet = load.tally().take();
                    accepted += quiet.accepted();
                    unknown += quiet.exceptions();
                    var leader = cluster.leader();
                    cluster.kill(leader);
                    TimeUnit.SECONDS.sleep(AFTER_SECONDS);
                    var around = load.tally().take();
                    accepted += around.accepted();
                    unknown += around.exceptions();
                    var silence = Result.millis(around.longestSilence().toNanos() / 1_000.0);
                    silences.add(silence);
                    progress.at(kill, kills, "silence " + silence + " ms");
                    cluster.startServer(leader);
                }
            }
            load.stop();
            var rest = load.tally().take();
            accepted += rest.accepted();
            unknown += rest.exceptions();
            silences.sort(null);
            var inTheHouse = load.bidsInTheHouse();
            var lost = Math.max(0, accepted - inTheHouse);
            var doubled = Math.max(0, inTheHouse - accepted - unknown);
            print.accept(Result.of("kill-leader")
                    .with("kills", kills)
                    .with("bidders", bidders)
                    .with("auctions", auctions)
                    .with("connections", connections)
                    .with("silenceMinMillis", silences.get(0))
                    .with("silenceMedianMillis", silences.get(silences.size() / 2))
                    .with("silenceMaxMillis", silences.get(silences.size() - 1))
                    .with("acknowledged", accepted)
                    .with("unknown", unknown)
                    .with("inTheHouse", inTheHouse)
                    .with("lost", lost)
                    .with("doubled", doubled));
            return lost == 0 && doubled == 0 ? 0 : 1;
        }
    }
}
