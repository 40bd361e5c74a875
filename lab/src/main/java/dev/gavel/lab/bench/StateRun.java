package dev.gavel.lab.bench;

import dev.gavel.cli.servers.DevCluster;
import dev.gavel.client.AuctionClient;
import dev.gavel.client.ClientConfig;
import dev.gavel.client.ServerAddress;
import dev.gavel.client.UnansweredException;
import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.exit.VerbFailedException;
import dev.gavel.server.process.Progress;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A house with much in it: the memory of a server, what bidders notice while a snapshot is written, and
 * how long a server takes until it is back.
 */
final class StateRun {

    /** Enough to keep the machine busy, on as many auctions in turn. */
    private static final int FILLING = 2_048;
    private static final int BIDDERS = 256;
    private static final long USUAL_RATE = 5_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final House house;
    private final int seconds;
    private final long rate;
    private final PrintWriter err;
    private final Consumer<Result> print;

    /**
     * Yet to be run.
     *
     * @param seconds measured without a snapshot
     * @param rate bids a second meanwhile and while snapshots are written; 0 for a usual one
     */
    StateRun(House house, int seconds, long rate, PrintWriter err, Consumer<Result> print) {
        this.house = house;
        this.seconds = seconds;
        this.rate = rate > 0 ? rate : USUAL_RATE;
        this.err = err;
        this.print = print;
    }

    void run(int auctions, long bids) throws InterruptedException {
        var sales = Sales.of(house, 1);
        try (var progress = Progress.of(err, "opening auctions", "auctions")) {
            sales.growTo(house, auctions, done -> progress.at(done, auctions, ""));
        }
        fill(sales, bids);
        snapshots(sales);
        restarts();
    }

    private void fill(Sales sales, long wanted) throws InterruptedException {
        var began = System.nanoTime();
        var answered = 0L;
        try (var load = new Load(house, sales, FILLING, 1, 0);
                var progress = Progress.of(err, "bidding", "bids")) {
            load.startClosedLoop();
            while (answered < wanted) {
                TimeUnit.MILLISECONDS.sleep(100);
                answered += load.tally().take().answered();
                progress.at(answered, wanted, "");
            }
            load.stop();
            answered += load.tally().take().answered();
        }
        var took = (System.nanoTime() - began) / 1e9;
        print.accept(Result.of("state")
                .with("auctions", sales.size())
                .with("bids", answered)
                .with("bidsPerSecond", Math.round(answered / took))
                .with("rssMib", Processes.mostMemoryMib(house.pids())));
    }

    /** One server after another, the leader first, and before that none. */
    private void snapshots(Sales sales) throws InterruptedException {
        var cluster = house.cluster();
        var leader = cluster.leader();
        var ids = new ArrayList<>(List.of(leader));
        cluster.ids().stream().filter(id -> id != leader).forEach(ids::add);
        try (var load = new Load(house, sales, BIDDERS, 1, 0);
                var progress = Progress.of(err, "writing snapshots", "snapshots")) {
            load.startOpenLoop(rate);
            TimeUnit.SECONDS.sleep(seconds); // the load itself settles
            load.tally().take();
            TimeUnit.SECONDS.sleep(seconds);
            print.accept(Result.of("no-snapshot")
                    .with("rate", rate)
                    .with(load.tally().take(), seconds));
            for (var id : ids) {
                progress.at(ids.indexOf(id), ids.size(), "");
                var began = System.nanoTime();
                load.tally().take();
                snapshot(cluster, id);
                var took = (System.nanoTime() - began) / 1e9;
                print.accept(Result.of("snapshot")
                        .with("of", id == leader ? "leader" : "follower")
                        .with("tookSeconds", Math.round(took * 10) / 10.0)
                        .with("fileMib", newestSnapshotMib(cluster.config().recordsOf(id)))
                        .with("rate", rate)
                        .with(load.tally().take(), took));
            }
            load.stop();
        }
    }

    private static void snapshot(DevCluster cluster, int id) throws InterruptedException {
        var address = cluster.address(id);
        try (var client = AuctionClient.connect(ClientConfig
                .of(List.of(new ServerAddress(address.host(), address.clientPort())))
                .withDeadline(PATIENCE))) {
            var unused = client.takeSnapshot();
        } catch (UnansweredException e) {
            throw new VerbFailedException(ExitCodes.UNREACHED,
                    "no snapshot: " + e.outcome().message());
        }
    }

    /** Of one group of replicas there is one folder; the log beside it changes all the time. */
    private static long newestSnapshotMib(Path records) {
        var largest = 0L;
        try (var groups = Files.newDirectoryStream(records.resolve("raft"))) {
            for (var group : groups) {
                var files = group.resolve("sm")
                        .toFile()
                        .listFiles((folder, name) -> name.startsWith("snapshot."));
                for (var file : files == null ? new File[0] : files) {
                    largest = Math.max(largest, file.length());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return largest >> 20;
    }

    private void restarts() throws InterruptedException {
        var cluster = house.cluster();
        var follower = cluster.ids()
                .stream()
                .filter(id -> id != cluster.leader())
                .findFirst()
                .orElseThrow();
        cluster.kill(follower);
        var began = System.nanoTime();
        cluster.startServer(follower);
        found("restart", 1, began);
        cluster.killAll();
        began = System.nanoTime();
        cluster.startAll();
        found("restart", cluster.ids().size(), began);
    }

    private void found(String what, int servers, long began) {
        print.accept(Result.of(what)
                .with("serversStarted", servers)
                .with("readySeconds", Math.round((System.nanoTime() - began) / 1e8) / 10.0)
                .with("rssMib", Processes.mostMemoryMib(house.pids())));
    }
}
