package dev.gavel.cli.servers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gavel.server.cluster.Standing;
import dev.gavel.server.config.ConfigFaultsException;
import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.exit.VerbFailedException;
import dev.gavel.server.process.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

/** {@code gavel upgrade roll}: the servers of this machine, started again one after another. */
@Command(name = "roll", description = "Restarts the servers that run in the background of this"
        + " machine, one after another, so that each runs the program that is installed now. The"
        + " leader comes last, after it has handed leadership over. Each server is ready before the"
        + " next is stopped. Begins only if a majority stays up. If a server is not ready in time,"
        + " stops and says why.", footer = {"", "Examples:", "  gavel upgrade roll",
                "  gavel upgrade roll --records /var/lib/gavel --within 10m"})
final class UpgradeRoll implements Callable<Integer> {

    private static final Duration HANDED_OVER_WITHIN = Duration.ofSeconds(20);
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(7);
    private static final double SECOND = 1e9;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ClusterOptions options = new ClusterOptions();

    @Option(names = "--within", paramLabel = "TIME", defaultValue = "3m", converter = SpanConverter.class, description = "How long a server may take until it is ready, such as 90s or 10m; default: ${DEFAULT-VALUE}.")
    private Duration within = Duration.ofMinutes(3);

    @Option(names = "--json", description = "One JSON object a server, and one when it is done.")
    private boolean json;

    private final List<Integer> rolled = new CopyOnWriteArrayList<>();
    private volatile OptionalInt restarting = OptionalInt.empty();

    @Override
    public Integer call() throws ConfigFaultsException {
        var cluster = options.cluster();
        var left = new ArrayList<>(cluster.ids().stream().filter(cluster::running).toList());
        if (left.isEmpty()) {
            throw new VerbFailedException(ExitCodes.REFUSED, "no server of " + cluster.configFile()
                    + " runs in the background of this machine: gavel cluster start"
                    + options.typed());
        }
        cluster.requireOwn(left);
        cluster.requireNoDemo();
        var of = left.size();
        WhenEnded.says(err(), () -> whereItStands(of), () -> roll(cluster, left, of));
        var leads = leader(cluster);
        say("all " + of + " are ready again, server " + leads + " leads: gavel upgrade status"
                + options.typedConfig(),
                Http.JSON.createObjectNode().put("rolled", of).put("leader", leads));
        return ExitCodes.OK;
    }

    private void roll(DevCluster cluster, List<Integer> left, int of) {
        while (!left.isEmpty()) {
            requireMajorityWithout(cluster, rolled);
            var leader = leader(cluster);
            var next = left.stream()
                    .filter(id -> id != leader)
                    .findFirst()
                    .orElseGet(left::getFirst);
            if (next == leader && !rolled.isEmpty()) {
                handOver(cluster, leader, rolled);
            }
            var began = System.nanoTime();
            restarting = OptionalInt.of(next);
            restart(cluster, next, rolled.size(), of);
            restarting = OptionalInt.empty();
            left.removeIf(next::equals);
            rolled.add(next);
            tell(next, (System.nanoTime() - began) / SECOND, rolled.size(), of);
        }
    }

    /** For one who ends it on the way. */
    private String whereItStands(int of) {
        var now = restarting;
        return rolled.size() + " of " + of + " servers were restarted"
                + (now.isEmpty() ? ""
                        : ", and server " + now.getAsInt()
                                + " was being restarted: if gavel cluster status"
                                + options.typed() + " says that it is stopped, type gavel cluster"
                                + " start " + now.getAsInt() + options.typed())
                + ". gavel upgrade roll" + options.typed() + " begins anew";
    }

    private void restart(DevCluster cluster, int id, int done, int of) {
        try (var progress = Progress.of(err(), "rolling", "servers")) {
            cluster.restart(id, within,
                    why -> progress.at(done, of, "server " + id + ": " + why));
        } catch (VerbFailedException e) {
            throw new VerbFailedException(e.exitCode(), e.getMessage() + "\n  " + done + " of " + of
                    + " servers run the program that is installed now, the others were left as they"
                    + " are: mend server " + id + " and go on with gavel upgrade roll"
                    + options.typed());
        }
    }

    /** One server less must leave enough to decide: who waits for the last one would wait for the house. */
    private void requireMajorityWithout(DevCluster cluster, List<Integer> rolled) {
        var rows = cluster.rows();
        var ready = rows.stream().filter(Standing::ready).map(Standing::id).toList();
        var all = cluster.ids();
        if (all.size() > 1 && ready.size() - 1 <= all.size() / 2) {
            var missing = all.stream().filter(id -> !ready.contains(id)).toList();
            throw new VerbFailedException(ExitCodes.REFUSED, "only " + ready.size() + " of "
                    + all.size() + " servers are ready, so that the house would stand still without"
                    + " one more: " + remedy(cluster, missing)
                    + (rolled.isEmpty() ? ""
                            : "; restarted so far: " + ClusterCommand.words(rolled)));
        }
    }

    /** What does not run is to be started; what does may only need a moment, as after an election. */
    private String remedy(DevCluster cluster, List<Integer> missing) {
        var down = missing.stream().filter(id -> !cluster.running(id)).toList();
        var waits = missing.stream().filter(cluster::running).toList();
        return (down.isEmpty() ? "" : "start " + ClusterCommand.words(down) + " first")
                + (down.isEmpty() || waits.isEmpty() ? "" : ", and ")
                + (waits.isEmpty() ? ""
                        : "wait until " + ClusterCommand.words(waits) + " is ready, which"
                                + " gavel cluster status" + options.typed() + " tells");
    }

    private static int leader(DevCluster cluster) {
        return cluster.ids().size() == 1 ? -1 : cluster.leader();
    }

    private void handOver(DevCluster cluster, int leader, List<Integer> rolled) {
        var address = cluster.address(leader).http();
        var to = Http.JSON.createObjectNode().put("to", rolled.getFirst());
        try {
            var unused = Http.ask(address, "/v1/cluster/transfer", Map.of(), Optional.of(to),
                    ANSWER_PATIENCE);
        } catch (IOException e) {
            // whether it leads is looked at below
        }
        var handed = Patience.until(HANDED_OVER_WITHIN,
                () -> cluster.leaderIn(cluster.rows()).filter(now -> now != leader));
        if (handed.isEmpty()) {
            throw new VerbFailedException(ExitCodes.UNREACHED, "server " + leader
                    + " still leads " + HANDED_OVER_WITHIN.toSeconds() + " s after it was asked to"
                    + " hand leadership over: it was not restarted. The other servers were. Try"
                    + " gavel upgrade roll" + options.typed() + " again");
        }
    }

    private void tell(int id, double seconds, int done, int of) {
        var took = String.format(Locale.ROOT, "%.1f", seconds);
        say("server " + id + " is ready again after " + took + " s (" + done + " of " + of + ")",
                Http.JSON.createObjectNode()
                        .put("server", id)
                        .put("seconds", Double.parseDouble(took)));
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }

    private void say(String line, ObjectNode row) {
        spec.commandLine().getOut().println(json ? row.toString() : line);
        spec.commandLine().getOut().flush();
    }
}
