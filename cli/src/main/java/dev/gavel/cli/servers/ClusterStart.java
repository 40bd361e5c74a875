package dev.gavel.cli.servers;

import dev.gavel.server.cluster.Standing;
import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.exit.VerbFailedException;
import dev.gavel.server.process.Progress;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Starts servers together and tells as each is ready, or why it is not. */
public final class ClusterStart {

    /** Set by the launcher where no server of this build was watched yet. */
    public static final String UNTRAINED = "gavel.untrained";

    private final DevCluster cluster;
    private final PrintWriter out;
    private final PrintWriter err;
    private final LongSupplier nanoTime;

    /** Of servers of {@code cluster}, told of on {@code out}, and on {@code err} how far it is. */
    public ClusterStart(DevCluster cluster, PrintWriter out, PrintWriter err) {
        this(cluster, out, err, System::nanoTime);
    }

    /** As the other, by another clock than the system's. */
    public ClusterStart(DevCluster cluster, PrintWriter out, PrintWriter err,
            LongSupplier nanoTime) {
        this.cluster = cluster;
        this.out = out;
        this.err = err;
        this.nanoTime = nanoTime;
    }

    /**
     * Starts those of {@code ids} that do not run.
     *
     * @throws VerbFailedException when one of them does not become ready; the others go on
     */
    public void run(List<Integer> ids) {
        var already = ids.stream().filter(cluster::running).toList();
        if (!already.isEmpty()) {
            out.println((already.size() == 1 ? "already runs: server " : "already run: servers ")
                    + ClusterCommand.words(already));
        }
        var starting = new ArrayList<>(ids);
        starting.removeAll(already);
        long began = nanoTime.getAsLong();
        starting.forEach(cluster::launch);
        if (await(starting, began, starting.size())) {
            throw new VerbFailedException(ExitCodes.REFUSED, "not all servers could be started");
        }
        if (Boolean.getBoolean(UNTRAINED) && already.size() < ids.size()) {
            err.println(
                    "gavel: servers start slowly at first. Once no server runs and this machine is"
                            + " idle, a server is run for a minute and what it needs is recorded;"
                            + " later servers start fast. To do that now: gavel train. To prevent"
                            + " it: GAVEL_TRAINING=off");
            err.flush();
        }
    }

    /** Whether one of them failed. */
    private boolean await(List<Integer> starting, long began, int all) {
        int failed = 0;
        var patience = new StartPatience(began);
        try (var progress = Progress.of(err, "starting", "servers")) {
            while (!starting.isEmpty()) {
                for (int id : List.copyOf(starting)) {
                    failed += look(id, starting, began, progress) ? 1 : 0;
                }
                var now = nanoTime.getAsLong();
                var rows = starting.stream().flatMap(id -> cluster.row(id).stream()).toList();
                cameNearer(patience, starting, rows, all, now);
                if (patience.isOver(now)) {
                    starting.forEach(id -> tellFailed(
                            cluster.notReady(id, patience.waited(now)), progress));
                    return true;
                }
                progress.at(all - starting.size() - failed, all, slowest(starting, rows));
                Patience.pause(Duration.ofMillis(50));
            }
        }
        return failed > 0;
    }

    private void cameNearer(StartPatience patience, List<Integer> starting, List<Standing> rows,
            int all, long now) {
        patience.left(starting.size(), all, now);
        starting.stream()
                .filter(id -> !patience.knowsThatItWrites(id) && cluster.hasWritten(id))
                .forEach(id -> patience.writes(id, now));
        rows.forEach(row -> patience.answers(row, now));
    }

    /** Whether this one failed; it leaves {@code starting} then, or when it is ready. */
    private boolean look(int id, List<Integer> starting, long began, Progress progress) {
        try {
            if (cluster.readyOrEnded(id).isPresent()) {
                starting.remove(Integer.valueOf(id));
                progress.clear();
                tellReady(id, began);
            }
            return false;
        } catch (VerbFailedException e) {
            starting.remove(Integer.valueOf(id));
            tellFailed(e, progress);
            return true;
        }
    }

    private void tellFailed(VerbFailedException e, Progress progress) {
        progress.clear();
        err.println("gavel: " + e.getMessage());
        err.flush();
    }

    /** What the first that is awaited says of itself. */
    private static String slowest(List<Integer> starting, List<Standing> rows) {
        return rows.stream()
                .filter(row -> !row.ready())
                .findFirst()
                .map(row -> "server " + row.id() + ": " + row.notReadyBecause())
                .orElseGet(() -> starting.isEmpty() ? ""
                        : "server " + starting.getFirst() + ": it does not answer yet");
    }

    private void tellReady(int id, long began) {
        var address = cluster.address(id);
        out.println(String.format(Locale.ROOT,
                "server %d is ready  http://%s  client %s  (process %d, %.1f s)", id,
                address.http(), address.client(), cluster.pid(id).orElse(-1L),
                (nanoTime.getAsLong() - began) / 1e9));
        out.flush();
    }
}
