package dev.gavel.lab.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gavel.cli.servers.ClusterStart;
import dev.gavel.cli.servers.ClusterStatus;
import dev.gavel.cli.servers.DevCluster;
import dev.gavel.cli.servers.Http;
import dev.gavel.cli.verbs.Look;
import dev.gavel.cli.verbs.Output;
import dev.gavel.lab.scenario.House;
import dev.gavel.server.config.DemoAddress;
import dev.gavel.server.exit.VerbFailedException;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    private final Keyboard keyboard = Keyboard.listen();
    /** Killed on purpose: they stay down until somebody starts them. */
    private final Set<Integer> keptDown = new HashSet<>();
    private final Set<Integer> cutOff = new HashSet<>();
    private volatile ObjectNode state = Http.JSON.createObjectNode();

    Demo(DevCluster cluster, PrintWriter out, PrintWriter err, boolean usualPorts) {
        this.cluster = cluster;
        this.out = out;
        this.err = err;
        this.usualPorts = usualPorts;
    }

    /** Runs until {@code q} is typed or {@link #end} is called; then all servers have ended. */
    void run() {
        try (var control = DemoControl.open(pages(), () -> state, keyboard::type)) {
            cluster.tell(Map.of(DemoAddress.VARIABLE, control.origin()));
            say("Starting " + cluster.ids().size() + " servers, their records in "
                    + cluster.config().recordsFolder() + " …");
            new ClusterStart(cluster, out, err).run(cluster.ids());
            try (var sale = DemoSale.open(House.of(cluster), this::say)) {
                leader = cluster.leaderIn(cluster.rows());
                welcome();
                open = true;
                lookAfter(sale);
                say("Ending: " + sale.bids() + " bids were accepted. Stopping the servers …");
            }
        } catch (VerbFailedException e) {
            if (!ending.get()) {
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no port for the demonstration's buttons", e);
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

    private void lookAfter(DemoSale sale) {
        while (!ending.get()) {
            var line = keyboard.line(LOOK_EVERY_MILLIS).orElse("");
            switch (line) {
                case "q" -> {
                    return;
                }
                case "k" -> killLeader();
                case "s" -> showStatus(sale);
                default -> DemoOrder.of(line).ifPresent(this::carryOut);
            }
            if (!ending.get()) {
                look();
                sale.visit(cutOff.stream()
                        .filter(cluster::running)
                        .collect(Collectors.toMap(id -> id, id -> cluster.address(id).http())));
                state = state(sale);
            }
        }
    }

    private void carryOut(DemoOrder order) {
        int id = order.server();
        if (!cluster.ids().contains(id)) {
            return;
        }
        boolean running = cluster.running(id);
        switch (order.word()) {
            case "kill" -> {
                if (running) {
                    say("Killing server " + id + " with SIGKILL; start " + id + " brings it back.");
                    keptDown.add(id);
                    cluster.kill(id);
                }
            }
            case "pause" -> {
                if (running && !cluster.paused(id)) {
                    say("Server " + id + " stands still; resume " + id + " lets it go on.");
                    cluster.pause(id);
                }
            }
            case "resume" -> {
                if (cluster.paused(id)) {
                    say("Server " + id + " goes on.");
                    cluster.resume(id);
                }
            }
            case "cut" -> {
                say("Server " + id + " is cut off from the others; join " + id + " heals it.");
                cutOff.add(id);
                cluster.cutOff(cutOff);
            }
            case "join" -> {
                say("Server " + id + " is joined again with those that are not cut off.");
                cutOff.remove(id);
                cluster.cutOff(cutOff);
            }
            case "restart" -> {
                if (running) {
                    say("Server " + id + " is stopped and started again.");
                    cluster.stop(id);
                    cluster.launch(id);
                }
            }
            default -> { // start
                keptDown.remove(id);
                if (!running) {
                    say("Server " + id + " is started again, from its records.");
                    cluster.launch(id);
                }
            }
        }
    }

    private ObjectNode state(DemoSale sale) {
        var json = Http.JSON.createObjectNode();
        var servers = json.putArray("servers");
        for (int id : cluster.ids()) {
            boolean running = cluster.running(id);
            servers.addObject()
                    .put("id", id)
                    .put("running", running)
                    .put("paused", running && cluster.paused(id))
                    .put("cutOff", cutOff.contains(id))
                    .put("answers", cutOff.contains(id) ? sale.answerAt(id) : "");
        }
        var count = sale.count();
        json.put("acknowledged", count.acknowledged())
                .put("checked", count.checked())
                .put("lost", count.lost())
                .put("doubled", count.doubled());
        return json;
    }

    /** Origins of the pages that the servers serve. */
    private Set<String> pages() {
        return cluster.ids()
                .stream()
                .map(id -> cluster.address(id).httpPort())
                .flatMap(port -> Stream.of("http://127.0.0.1:" + port,
                        "http://localhost:" + port))
                .collect(Collectors.toUnmodifiableSet());
    }

    private void killLeader() {
        cluster.leaderIn(cluster.rows()).ifPresentOrElse(id -> {
            say("Killing the leader, server " + id + ", with SIGKILL …");
            cluster.kill(id);
        }, () -> say("There is no leader at the moment."));
    }

    private void showStatus(DemoSale sale) {
        var status = new ClusterStatus(cluster, cluster.answers());
        status.print(new Output(out, err, Look.ofThisProcess()));
        say(status.summary() + ", " + sale.bids() + " bids accepted");
    }

    /** Tells of a new leader, and brings back servers that somebody killed. */
    private void look() {
        var now = cluster.leaderIn(cluster.rows());
        if (now.isPresent() && !now.equals(leader)) {
            say("Server " + now.get() + " leads now.");
            leader = now;
        }
        for (int id : cluster.ids()) {
            if (cluster.running(id) || keptDown.contains(id)) {
                diedAtNanos.remove(id);
            } else if (diedAtNanos.putIfAbsent(id, System.nanoTime()) == null) {
                say("Server " + id + " is gone. It will be started again in "
                        + BACK_AFTER.toSeconds() + " s.");
            } else if (System.nanoTime() - diedAtNanos.get(id) > BACK_AFTER.toNanos()) {
                diedAtNanos.remove(id);
                bringBack(id);
            }
        }
    }

    /** Whatever keeps it from that, such as a server that somebody started beside it, does not end the others. */
    private void bringBack(int id) {
        try {
            cluster.launch(id);
            say("Server " + id + " is started again, from its records.");
        } catch (VerbFailedException e) {
            say("Server " + id + " cannot be started again: " + e.getMessage());
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
                The page has buttons for it, under House; here as well: kill 2, start 2,
                pause 2, resume 2, cut 2 (off from the others), join 2, restart 2.
                """.formatted(first.http(), where, where, where, which, which,
                BACK_AFTER.toSeconds(), first.http()));
    }

    private void say(String what) {
        out.println(what);
        out.flush();
    }
}
