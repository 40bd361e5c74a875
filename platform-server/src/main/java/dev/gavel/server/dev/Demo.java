package dev.gavel.server.dev;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** The demonstration: servers, auctions and robots, and somebody who looks after the servers. */
final class Demo {

    private static final Duration BACK_AFTER = Duration.ofSeconds(5);
    private static final int LOOK_EVERY_MILLIS = 500;

    private final DevCluster cluster;
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean usualPorts;
    private final Map<Integer, Long> diedAtNanos = new HashMap<>();
    private final AtomicBoolean ending = new AtomicBoolean();
    private Optional<Integer> leader = Optional.empty();
    private volatile boolean open;

    Demo(DevCluster cluster, PrintWriter out, PrintWriter err, boolean usualPorts) {
        this.cluster = cluster;
        this.out = out;
        this.err = err;
        this.usualPorts = usualPorts;
    }

    /** Runs until {@code q} is typed or {@link #end} is called; then all servers have ended. */
    void run() {
        try {
            say("Starting " + cluster.ids().size() + " servers, their records in "
                    + cluster.config().recordsFolder() + " …");
            new ClusterStart(cluster, out, err).run(cluster.ids());
            try (var sale = DemoSale.open(House.of(cluster), this::say)) {
                leader = Optional.of(cluster.leader());
                welcome();
                open = true;
                lookAfter(Keyboard.listen(), sale);
                say("Ending: " + sale.bids() + " bids were accepted. Stopping the servers …");
            }
        } catch (VerbFailedException e) {
            if (!ending.get()) {
                throw e;
            }
        } finally {
            ending.set(true);
            if (Thread.interrupted()) { // while they were starting
                say("Stopping the servers …");
            }
            cluster.stopAll();
        }
        say("All stopped.");
    }

    /** Makes {@code running}, the thread in {@link #run}, end soon; once it is ending, nothing. */
    void end(Thread running) {
        if (ending.compareAndSet(false, true) && !open) {
            running.interrupt();
        }
    }

    private void lookAfter(Keyboard keyboard, DemoSale sale) {
        while (!ending.get()) {
            switch (keyboard.line(LOOK_EVERY_MILLIS).orElse("")) {
                case "q" -> {
                    return;
                }
                case "k" -> killLeader();
                case "s" -> showStatus(sale);
                default -> {
                    // whatever else is typed
                }
            }
            if (!ending.get()) {
                look();
            }
        }
    }

    private void killLeader() {
        cluster.leaderIn(cluster.rows()).ifPresentOrElse(id -> {
            say("Killing the leader, server " + id + ", with SIGKILL …");
            cluster.kill(id);
        }, () -> say("There is no leader at the moment."));
    }

    private void showStatus(DemoSale sale) {
        var rows = cluster.rows();
        say(new StatusTable(cluster, rows, cluster.leaderIn(rows)).text() + ", " + sale.bids()
                + " bids accepted");
    }

    /** Tells of a new leader, and brings back servers that somebody killed. */
    private void look() {
        var now = cluster.leaderIn(cluster.rows());
        if (now.isPresent() && !now.equals(leader)) {
            say("Server " + now.get() + " leads now.");
            leader = now;
        }
        for (int id : cluster.ids()) {
            if (cluster.running(id)) {
                diedAtNanos.remove(id);
            } else if (diedAtNanos.putIfAbsent(id, System.nanoTime()) == null) {
                say("Server " + id + " is gone. It will be started again in "
                        + BACK_AFTER.toSeconds() + " s.");
            } else if (System.nanoTime() - diedAtNanos.get(id) > BACK_AFTER.toNanos()) {
                diedAtNanos.remove(id);
                cluster.launch(id);
                say("Server " + id + " is started again, from its records.");
            }
        }
    }

    private void welcome() {
        var first = cluster.address(cluster.ids().getFirst());
        var where = usualPorts ? "" : " --server " + first.client();
        var which = usualPorts ? "" : " --config " + cluster.configFile();
        say("""

                The house is open at http://%s/ and robots are bidding.

                Try in another terminal:
                  ./gavel list%s
                  ./gavel bid 1 500.00 --as you%s
                  ./gavel watch 1%s
                  ./gavel cluster status%s
                  ./gavel cluster kill 0%s     it comes back after %d s
                  curl http://%s/v1/auctions

                Here: k and Enter kills the leader, s shows the servers; q or Ctrl-C ends it all.
                """.formatted(first.http(), where, where, where, which, which,
                BACK_AFTER.toSeconds(), first.http()));
    }

    private void say(String what) {
        out.println(what);
        out.flush();
    }
}
