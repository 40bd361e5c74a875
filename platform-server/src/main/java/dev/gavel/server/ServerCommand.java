package dev.gavel.server;

import dev.gavel.client.FileTrouble;
import dev.gavel.raft.PortInUseException;
import dev.gavel.raft.RecordsException;
import dev.gavel.raft.ReplicaStatus;
import dev.gavel.raft.Restored;
import dev.gavel.raft.ratis.RecordsCheckup;
import dev.gavel.server.config.ConfigFaultsException;
import dev.gavel.server.config.Mode;
import dev.gavel.server.config.ServerAddress;
import dev.gavel.server.config.ServerConfig;
import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.exit.VerbFailedException;
import dev.gavel.server.logs.Sentence;
import dev.gavel.server.logs.ServerLog;
import dev.gavel.server.process.ConfigOption;
import dev.gavel.server.process.DemoPartition;
import dev.gavel.server.process.PidFile;
import dev.gavel.server.process.Progress;
import dev.gavel.server.process.RecordsPlace;
import dev.gavel.server.process.UsualConfig;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;

/** {@code gavel server ID}: one server in the foreground, until it is asked to end. */
@Command(name = "server", description = {"Runs one server of the configuration in the foreground.",
        "Ctrl-C or SIGTERM stops it: leadership is handed over first."}, footer = {"", "Examples:",
                "  gavel server 0",
                "  gavel server 3 --config my.conf --records /var/lib/gavel",
                "  gavel server 5 --join 127.0.0.1:20000           a sixth joins while the others work",
                "  gavel server 5 --join 127.0.0.1:20000 --spare   it waits for gavel members add",
                "  gavel server --join 127.0.0.1:20000             it finds a free id itself",
                "  gavel server --discover                         … and the house as well"})
final class ServerCommand implements Callable<Integer> {

    /** A port it needs is taken. */
    static final int PORT_IN_USE = ExitCodes.PORT_IN_USE;
    /** The records are another's, in use, or cannot be read. */
    static final int RECORDS = ExitCodes.RECORDS;
    /** It stopped by itself because of a fault: a bug or a broken disk. */
    static final int FAULT = ExitCodes.FAULT;
    /** It is no member of the house any more. */
    static final int REMOVED = ExitCodes.REMOVED;

    private static final long LOOK_MILLIS = 20;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "ID", arity = "0..1", description = "Id of the server, as the"
            + " configuration lists it. With --join, an id that is not listed, or none.")
    private Optional<Integer> given = Optional.empty();

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Mixin
    private JoinOptions join = new JoinOptions();

    @Option(names = "--records", paramLabel = "DIR", description = "folder for the records of all"
            + " servers, with a folder below it for each; default: the configuration's")
    private Optional<Path> records = Optional.empty();

    @Override
    public Integer call() throws ConfigFaultsException, InterruptedException {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        var read = config.load();
        var settings = records.map(read::withRecordsFolder)
                .orElse(read)
                .typedAs(config.typed() + records
                        .map(folder -> UsualConfig.typed("--records", folder))
                        .orElse(""));
        RecordsPlace.require(settings.recordsFolder(), true);
        var beginning = new Beginnings(settings, join).of(given);
        var me = beginning.me();
        RecordsPlace.require(settings.recordsOf(me.id()), true);
        try (var log = ServerLog.begin(settings.bounds().logging(), settings.tracesOf(me.id()),
                Optional.ofNullable(System.getenv(ServerLog.FILE_VARIABLE)).map(Path::of))) {
            return run(settings, beginning, log);
        }
    }

    private Integer run(ServerConfig settings, Beginning beginning, ServerLog log)
            throws InterruptedException {
        var me = beginning.me();
        var out = spec.commandLine().getOut();
        var running = new AtomicReference<>(start(settings, beginning));
        PidFile.claim(settings, me);
        var hook = Thread.ofPlatform().name("stop").unstarted(() -> {
            var server = running.get();
            say(out, "stopping" + (server.status().role() == ReplicaStatus.Role.LEADER
                    ? ": handing leadership over"
                    : ""));
            server.close();
            log.close();
            say(out, "stopped");
        });
        Runtime.getRuntime().addShutdownHook(hook);
        while (true) {
            var server = running.get();
            greet(out, settings, me, server);
            tellWaiting(out, settings, beginning, server);
            tellReplay(out, server);
            var end = awaitEnd(server);
            if (end.cause() != End.Cause.TURNED_AWAY) {
                Runtime.getRuntime().removeShutdownHook(hook);
                throw ended(end, server);
            }
            server.close();
            say(out, end.sentence() + ": it begins anew");
            RecordsCheckup.startOver(settings.newcomer(me));
            running.set(start(settings, beginning));
        }
    }

    private static void tellWaiting(PrintWriter out, ServerConfig settings, Beginning beginning,
            PlatformServer server) {
        var me = beginning.me();
        if (beginning.joins() && server.replica().members().peer(me.id()).isEmpty()) {
            say(out, "waiting to be taken in by the house at "
                    + String.join(", ", beginning.seeds())
                    + "; afterwards, start it with: gavel server " + me.id() + settings.typed());
        }
    }

    private static PlatformServer start(ServerConfig settings, Beginning beginning) {
        var me = beginning.me();
        try {
            requireFree("HTTP", me.host(), me.httpPort());
            requireFree("client", me.host(), me.clientPort());
            var partition = DemoPartition.ofThisProcess();
            return PlatformServer.start(settings, beginning,
                    ReplicaStarter.onTheNetwork(partition), Clock.systemUTC(), partition);
        } catch (PortInUseException e) {
            throw new VerbFailedException(PORT_IN_USE, inUse("Raft", me.raft(), me.raftPort()));
        } catch (RecordsException e) {
            throw new VerbFailedException(RECORDS, "" + e.getMessage());
        } catch (IOException e) {
            throw new VerbFailedException(ExitCodes.REFUSED,
                    "server " + me.id() + " cannot start: " + FileTrouble.sentence(e));
        }
    }

    private static void requireFree(String what, String host, int port) throws IOException {
        if (PortHolder.isTaken(host, port)) {
            throw new VerbFailedException(PORT_IN_USE, inUse(what, host + ":" + port, port));
        }
    }

    private static String inUse(String what, String address, int port) {
        return "the " + what + " port " + address + " is in use"
                + PortHolder.of(port).map(holder -> " by " + holder).orElse("")
                + "; stop that, or give this server another port in the configuration";
    }

    private void greet(PrintWriter out, ServerConfig settings, ServerAddress me,
            PlatformServer server) {
        var restored = server.replica().restored();
        say(out, "server " + me.id() + " of \"" + settings.cluster() + "\"  http " + me.http()
                + "  client " + me.client() + "  raft " + me.raft());
        if (settings.access().mode() == Mode.OPEN && !isLoopback(me.host())) {
            say(out, "WARNING: this server listens on " + me.host()
                    + " in open mode: whoever reaches "
                    + "it there can bid under any name");
        }
        say(out, "restored from " + settings.recordsOf(me.id()) + ": term " + restored.term()
                + ", vote "
                + restored.vote().map(vote -> "" + vote).orElse("none") + ", log length "
                + restored.logLength() + ", snapshot "
                + (restored.snapshotIndex() < 0 ? "none" : "at index " + restored.snapshotIndex())
                + ", in " + seconds(restored.took()));
    }

    private void tellReady(PrintWriter out, PlatformServer server, Restored.Replayed replayed) {
        var status = server.status();
        say(out, "ready: " + replayed.entries() + " entries replayed, " + seconds(replayed.took())
                + " since the start, "
                + (status.role() == ReplicaStatus.Role.LEADER ? "this server leads"
                        : "server " + status.leader().map(leader -> "" + leader).orElse("?")
                                + " leads"));
    }

    /**
     * Prints how far the server is with its log, until that is replayed. Replay takes a majority.
     */
    private void tellReplay(PrintWriter out, PlatformServer server) throws InterruptedException {
        var replica = server.replica();
        var from = Math.max(0, replica.restored().snapshotIndex());
        try (var progress = Progress.of(spec.commandLine().getErr(), "replaying", "entries")) {
            while (!isReady(server) && !server.end().isDone()) {
                var now = replica.status();
                var until = Math.max(now.commitIndex(), replica.restored().logEndIndex());
                progress.at(Math.max(0, now.appliedIndex() - from), Math.max(0, until - from),
                        server.notReadyBecause());
                Thread.sleep(LOOK_MILLIS);
            }
        }
        if (isReady(server)) {
            tellReady(out, server, replica.replayed().join());
        }
    }

    private static boolean isReady(PlatformServer server) {
        return server.replica().replayed().isDone() && server.notReadyBecause().isEmpty();
    }

    private static End awaitEnd(PlatformServer server) throws InterruptedException {
        try {
            return server.end().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static VerbFailedException ended(End end, PlatformServer server) {
        if (end.cause() != End.Cause.FAULT) {
            server.close();
        }
        return new VerbFailedException(switch (end.cause()) {
            case FAULT -> FAULT;
            case REMOVED -> REMOVED;
            case REFUSED, TURNED_AWAY -> ExitCodes.REFUSED;
        }, "this server stops: " + Sentence.plain(end.sentence()));
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.2f s", took.toMillis() / 1000.0);
    }

    private static void say(PrintWriter out, String line) {
        out.println(line);
        out.flush();
    }
}
