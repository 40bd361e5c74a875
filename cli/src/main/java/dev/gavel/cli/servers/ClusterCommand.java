package dev.gavel.cli.servers;

import dev.gavel.cli.verbs.Look;
import dev.gavel.cli.verbs.Output;
import dev.gavel.server.config.ConfigFaultsException;
import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.exit.VerbFailedException;
import dev.gavel.server.process.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/** {@code gavel cluster}: the servers of the configuration as background processes of this machine. */
@Command(name = "cluster", description = "Runs the servers of the configuration in the background of this machine.", footer = {
        "", "Examples:", "  gavel cluster start", "  gavel cluster status",
        "  gavel cluster kill 0      and see the others go on", "  gavel cluster start 0",
        "  gavel cluster stop"})
public final class ClusterCommand implements Runnable {

    private static final String ID = "ID";
    private static final long LOOK_MILLIS = 100;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Without a verb of its own there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(),
                "cluster start, stop, status, kill, pause, resume or restart?");
    }

    @Command(name = "start", description = "Starts the servers that do not run, or just server ID,"
            + " and waits until they are ready.")
    void start(@Mixin ClusterOptions options,
            @Parameters(paramLabel = ID, arity = "0..1") Optional<Integer> id)
            throws ConfigFaultsException {
        var cluster = options.cluster();
        cluster.requireNoDemo();
        var starting = id.map(List::of).orElse(cluster.ids());
        var err = spec.commandLine().getErr();
        WhenEnded.says(err, () -> "the servers that were started go on running; gavel cluster"
                + " status" + options.typed() + " shows them",
                () -> new ClusterStart(cluster, out(), err).run(starting));
    }

    @Command(name = "stop", description = "Asks all servers, or just server ID, to stop, and waits"
            + " until they have. A leader hands leadership over first; nothing is lost.")
    void stop(@Mixin ClusterOptions options,
            @Parameters(paramLabel = ID, arity = "0..1") Optional<Integer> id)
            throws ConfigFaultsException {
        var cluster = options.cluster();
        var running = id.map(List::of)
                .orElse(cluster.ids())
                .stream()
                .filter(cluster::running)
                .toList();
        if (running.isEmpty()) {
            say("nothing to stop: no server runs in the background");
            return;
        }
        cluster.requireOwn(running);
        cluster.requireNoDemo();
        progressing("stopping", running.size(),
                () -> running.stream().filter(one -> !cluster.running(one)).count(),
                () -> id.ifPresentOrElse(cluster::stop, cluster::stopAll));
        say("stopped " + (running.size() == 1 ? "server " : "servers ") + words(running));
    }

    @Command(name = "status", description = "Shows how each server stands. Exit code 4 without a leader"
            + " that a majority follows.")
    int status(@Mixin ClusterOptions options,
            @Option(names = "--json", description = "One JSON object instead of the table.") boolean json)
            throws ConfigFaultsException {
        var cluster = options.cluster();
        var status = new ClusterStatus(cluster, cluster.answers());
        if (json) {
            say(status.json());
        } else {
            status.print(new Output(out(), spec.commandLine().getErr(), Look.ofThisProcess()));
            status.objections().forEach(this::say);
            say(status.summary());
        }
        return status.leader().isPresent() ? ExitCodes.OK : ExitCodes.UNREACHED;
    }

    @Command(name = "kill", description = "Ends server ID at once (SIGKILL), as a crash would.")
    void kill(@Mixin ClusterOptions options, @Parameters(paramLabel = ID) int id)
            throws ConfigFaultsException {
        var cluster = options.cluster();
        long pid = runningPid(cluster, id);
        cluster.requireOwn(List.of(id));
        var isOfDemo = ServerCommandLine.isOfDemo(pid);
        cluster.kill(id);
        say("killed server " + id + " (process " + pid + "); "
                + (isOfDemo ? "its demonstration starts it again"
                        : "gavel cluster start " + id + options.typed() + " brings it back"));
    }

    @Command(name = "pause", description = "Freezes server ID (SIGSTOP); gavel cluster resume ID"
            + " lets it go on.")
    void pause(@Mixin ClusterOptions options, @Parameters(paramLabel = ID) int id)
            throws ConfigFaultsException {
        var cluster = options.cluster();
        runningPid(cluster, id);
        cluster.requireOwn(List.of(id));
        cluster.pause(id);
        say("paused server " + id + "; gavel cluster resume " + id + options.typed()
                + " lets it go on");
    }

    @Command(name = "resume", description = "Lets a paused server go on (SIGCONT).")
    void resume(@Mixin ClusterOptions options, @Parameters(paramLabel = ID) int id)
            throws ConfigFaultsException {
        var cluster = options.cluster();
        runningPid(cluster, id);
        cluster.requireOwn(List.of(id));
        var isPaused = cluster.paused(id);
        cluster.resume(id);
        say("server " + id + (isPaused ? " goes on" : " was not paused: it goes on as before"));
    }

    @Command(name = "restart", description = "Stops server ID if it runs, starts it from its records"
            + " and waits until it is ready.")
    void restart(@Mixin ClusterOptions options, @Parameters(paramLabel = ID) int id)
            throws ConfigFaultsException {
        var cluster = options.cluster();
        cluster.requireOwn(List.of(id));
        cluster.requireNoDemo();
        long began = System.nanoTime();
        WhenEnded.says(spec.commandLine().getErr(),
                () -> "if gavel cluster status" + options.typed() + " says that server " + id
                        + " is stopped, gavel cluster start " + id + options.typed(),
                () -> progressing("restarting", 1, () -> 0, () -> cluster.restart(id)));
        say(String.format(Locale.ROOT, "server %d is ready again after %.1f s", id,
                Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0));
    }

    /** Does it, and tells meanwhile how many servers are done. */
    private void progressing(String what, int of, LongSupplier done, Runnable task) {
        try (var progress = Progress.of(spec.commandLine().getErr(), what, "servers")) {
            var teller = Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        Thread.sleep(LOOK_MILLIS);
                        progress.at(done.getAsLong(), of, "");
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt(); // it is done
                }
            });
            try {
                task.run();
            } finally {
                teller.interrupt();
                Patience.join(teller);
            }
        }
    }

    private static long runningPid(DevCluster cluster, int id) {
        return cluster.pid(id)
                .orElseThrow(() -> new VerbFailedException(ExitCodes.REFUSED,
                        "server " + id + " does not run in the background of this machine"
                                + (cluster.ready(id)
                                        ? ", but something answers at " + cluster.address(id).http()
                                                + ": started by hand?"
                                        : "")));
    }

    static String words(List<Integer> ids) {
        return String.join(", ", ids.stream().map(String::valueOf).toList());
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private void say(String line) {
        out().println(line);
        out().flush();
    }
}
