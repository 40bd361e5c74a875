package dev.gavel.cli.servers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gavel.server.cluster.Standing;
import dev.gavel.server.config.ServerAddress;
import dev.gavel.server.config.ServerConfig;
import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.exit.VerbFailedException;
import dev.gavel.server.http.StandingJson;
import dev.gavel.server.process.DemoPartition;
import dev.gavel.server.process.Ports;
import dev.gavel.server.process.Progress;
import dev.gavel.server.process.Signals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The servers of a configuration as processes of this machine, to be started, killed, stopped where
 * they stand and started again. Meant for one thread.
 *
 * <pre>{@code
 * try (var cluster = DevCluster.start(5)) {
 *     int leader = cluster.leader();
 *     cluster.kill(leader);
 *     int next = cluster.leader();
 *     cluster.restart(leader);
 * }
 * }</pre>
 */
public final class DevCluster implements AutoCloseable {

    /** How long a server may take until it is ready. */
    public static final Duration START_PATIENCE = Duration.ofMinutes(3);
    private static final Duration LEADER_PATIENCE = Duration.ofSeconds(30);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(15);
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(1);
    private static final int LAST_WORDS = 8;

    private ServerConfig config;
    private final boolean tied;
    private final Optional<Path> temporary;
    private final Map<Integer, ServerProcess> processes = new TreeMap<>();
    private final Map<Integer, List<String>> joined = new HashMap<>();
    private Set<Integer> cutOff = Set.of();

    private DevCluster(ServerConfig config, boolean tied, Optional<Path> temporary) {
        this.config = config;
        this.tied = tied;
        this.temporary = temporary;
        config.servers()
                .forEach(server -> processes.put(server.id(),
                        new ServerProcess(config, server.id())));
    }

    /**
     * Starts servers with the usual settings on free ports, with records in a temporary folder that
     * goes on {@link #close}; waits until all are ready. They end with this process at the latest.
     */
    public static DevCluster start(int servers) {
        return start(servers, "");
    }

    /**
     * As {@link #start(int)}.
     *
     * @param settings lines for the configuration, such as
     *        {@code replication.snapshot-every-entries = 100}
     */
    public static DevCluster start(int servers, String settings) {
        return start(servers, settings, new PrintWriter(Writer.nullWriter()));
    }

    /**
     * As the other.
     *
     * @param err where it is told how far the start is, on a terminal
     */
    public static DevCluster start(int servers, String settings, PrintWriter err) {
        var cluster = prepare(servers, settings);
        try {
            cluster.startAll(err);
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** As {@link #start(int)}, without starting them yet. */
    public static DevCluster prepare(int servers) {
        return prepare(servers, "");
    }

    /** As {@link #start(int, String)}, without starting them yet. */
    public static DevCluster prepare(int servers, String settings) {
        try {
            var folder = Files.createTempDirectory("gavel-");
            return new DevCluster(LoopbackConfig.write(folder, servers, settings), true,
                    Optional.of(folder));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot set up servers in a temporary folder", e);
        }
    }

    /**
     * The servers of a configuration, none of them started by this.
     *
     * @param tied whether those started from here end with this process
     */
    public static DevCluster of(ServerConfig config, boolean tied) {
        return new DevCluster(config, tied, Optional.empty());
    }

    /** Where the servers are and how they are set. */
    public ServerConfig config() {
        return config;
    }

    /** The file the servers were started with. */
    public Path configFile() {
        return config.file();
    }

    /** What the servers are told in their environment, whenever they are started from now on. */
    public void tell(Map<String, String> variables) {
        processes.values().forEach(process -> process.tell(variables));
    }

    /** As the other, of one server. */
    public void tell(int id, Map<String, String> variables) {
        process(id).tell(variables);
    }

    /**
     * Server {@code id} runs another build of the program, whenever it is started from now on.
     *
     * @param build the other one; empty: the program that runs this
     */
    public void install(int id, Optional<Build> build) {
        process(id).install(build);
    }

    /** All ids, rising. */
    public List<Integer> ids() {
        return List.copyOf(processes.keySet());
    }

    /** Where server {@code id} is found. */
    public ServerAddress address(int id) {
        return config.server(id).orElseThrow(() -> unknown(id));
    }

    /**
     * Waits for the end of a server that was started here; its exit code. Empty when it runs on for
     * {@code patience}.
     */
    public Optional<Integer> exitCode(int id, Duration patience) throws InterruptedException {
        return process(id).exitCodeWithin(patience);
    }

    /** Starts each that does not run and waits until all are ready. */
    public void startAll() {
        startAll(new PrintWriter(Writer.nullWriter()));
    }

    private void startAll(PrintWriter err) {
        var started = ids().stream().filter(id -> !running(id)).toList();
        try (var progress = Progress.of(err, "starting", "servers")) {
            started.forEach(this::launch);
            for (int ready = 0; ready < started.size(); ready++) {
                int before = ready;
                awaitReady(started.get(ready), () -> progress.at(before, started.size(), ""));
            }
        }
    }

    /**
     * Starts one that does not run and waits until it is ready, which takes a majority.
     *
     * @throws VerbFailedException with its last words when it ends instead
     */
    public void startServer(int id) {
        launch(id);
        awaitReady(id);
    }

    /** Starts one that does not run, without waiting. */
    public void launch(int id) {
        if (running(id)) {
            throw new VerbFailedException(ExitCodes.REFUSED, "server " + id + " already runs");
        }
        recordsElsewhere().ifPresent(folder -> {
            throw new VerbFailedException(ExitCodes.REFUSED,
                    "other servers of this configuration run"
                            + " with their records in " + folder + ": add --records " + folder
                            + ", or stop them first");
        });
        process(id).start(tied);
        if (!cutOff.isEmpty()) {
            process(id).say(DemoPartition.line(cutOff));
        }
    }

    /**
     * From now on these and no others are cut off from all other servers, also when they are started
     * anew. It takes servers that were started from here, in a demonstration.
     */
    public void cutOff(Set<Integer> ids) {
        cutOff = Set.copyOf(ids);
        processes.values().forEach(process -> process.say(DemoPartition.line(cutOff)));
    }

    /** Refuses where servers of a demonstration run: it looks after them itself, and keeps their records. */
    void requireNoDemo() {
        var of = ids().stream()
                .filter(id -> pid(id).filter(ServerCommandLine::isOfDemo).isPresent())
                .toList();
        if (!of.isEmpty() && !tied) {
            throw new VerbFailedException(ExitCodes.REFUSED, (of.size() == 1 ? "server "
                    : "servers ")
                    + ClusterCommand.words(of) + (of.size() == 1 ? " runs" : " run")
                    + " in a demonstration, which starts and stops its servers itself. In the"
                    + " demonstration's terminal, type for instance restart 0, or q to end it");
        }
    }

    /** Where the servers that run keep their records, if elsewhere than this configuration says. */
    private Optional<Path> recordsElsewhere() {
        return processes.values()
                .stream()
                .flatMap(one -> one.recordsElsewhere().stream())
                .findFirst();
    }

    /**
     * Starts one more server on free ports, which asks those that are here to be taken in. Does not wait.
     *
     * @param more words for its command line, such as {@code --spare}; with {@code --discover} it is told of nobody
     */
    public void join(int id, String... more) {
        joinThrough(id, ids(), more);
    }

    /** As the other, told of these servers only. */
    public void joinThrough(int id, List<Integer> through, String... more) {
        var ports = Ports.free(3);
        var newcomer = new ServerAddress(id, "127.0.0.1", ports.get(0), ports.get(1),
                ports.get(2));
        var words = new ArrayList<>(List.of("--http-port", "" + newcomer.httpPort(),
                "--client-port", "" + newcomer.clientPort(), "--raft-port",
                "" + newcomer.raftPort()));
        words.addAll(List.of(more));
        if (!words.contains("--discover")) {
            words.addAll(List.of("--join", through.stream()
                    .map(one -> address(one).client())
                    .collect(Collectors.joining(","))));
        }
        var servers = new ArrayList<>(config.servers());
        servers.add(newcomer);
        config = config.withServers(servers);
        processes.put(id, new ServerProcess(config, id));
        joined.put(id, List.copyOf(words));
        joinAgain(id);
    }

    /** Starts a server that does not run by the same command line by which it was to join. */
    public void joinAgain(int id) {
        process(id).start(tied, joined.getOrDefault(id, List.of()));
    }

    /** Counts a server no longer that was removed from the house and does not run. */
    public void forget(int id) {
        process(id);
        processes.remove(id);
        config = config.withServers(
                config.servers().stream().filter(server -> server.id() != id).toList());
    }

    /** What a server printed last. */
    public List<String> lastWords(int id) {
        return process(id).lastWords(LAST_WORDS);
    }

    /** Waits until a server is ready. */
    public void awaitReady(int id) {
        awaitReady(id, () -> {});
    }

    private void awaitReady(int id, Runnable meanwhile) {
        awaitReady(id, START_PATIENCE, meanwhile);
    }

    private void awaitReady(int id, Duration within, Runnable meanwhile) {
        if (Patience.until(within, () -> {
            meanwhile.run();
            return readyOrEnded(id);
        }).isEmpty()) {
            throw notReady(id, within);
        }
    }

    /** Says why it is not ready after so long. */
    VerbFailedException notReady(int id, Duration within) {
        return new VerbFailedException(ExitCodes.UNREACHED, "server " + id
                + " is not ready after " + within.toSeconds() + " s: "
                + whyNotReady(id).orElse("it does not answer at " + address(id).http())
                + "\n  its log: " + process(id).log());
    }

    /** Whether it is ready; empty while it starts. */
    Optional<Boolean> readyOrEnded(int id) {
        if (!running(id)) {
            throw new VerbFailedException(ExitCodes.REFUSED, endedAtItsStart(id));
        }
        // of another process on its port we would not want to hear that it is ready
        return row(id).filter(Standing::ready)
                .filter(row -> pid(id).equals(Optional.of(row.vitals().pid())))
                .map(row -> true);
    }

    private String endedAtItsStart(int id) {
        var words = process(id).lastWords(LAST_WORDS);
        return "server " + id + (process(id).wasKilled()
                ? " was killed at its start (SIGKILL), as the system does where memory is lacking"
                : " ended at its start")
                + (words.isEmpty() ? "" : ":\n  " + String.join("\n  ", words))
                + "\n  its log: " + process(id).log();
    }

    /** Whether its process runs, ready or not, paused or not. */
    public boolean running(int id) {
        return process(id).running().isPresent();
    }

    /** Whether it has printed anything since it was started. */
    boolean hasWritten(int id) {
        return !process(id).lastWords(1).isEmpty();
    }

    /** Whether its process is stopped where it stands. */
    public boolean paused(int id) {
        return process(id).paused();
    }

    /** Number of its process, while it runs. */
    public Optional<Long> pid(int id) {
        return process(id).running().map(ProcessHandle::pid);
    }

    /** Where its output goes. */
    public Path log(int id) {
        return process(id).log();
    }

    /** Whether it says that it may take traffic. */
    public boolean ready(int id) {
        try {
            return Http.ask(address(id).http(), "/readyz", Map.of(), Optional.empty(),
                    ANSWER_PATIENCE).status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** How it says it stands; empty while it does not answer. */
    public Optional<Standing> row(int id) {
        return answer(id).map(StandingJson::read);
    }

    /** The same, as it says it. */
    private Optional<JsonNode> answer(int id) {
        try {
            var response = Http.ask(address(id).http(), "/v1/cluster", Map.of(), Optional.empty(),
                    ANSWER_PATIENCE);
            for (var row : response.body().path("servers")) {
                if (response.status() == 200 && row.path("id").asInt(-1) == id) {
                    return Optional.of(row);
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** How each that answers says it stands; those that do not answer cost a second together. */
    public List<Standing> rows() {
        return answers().stream().map(StandingJson::read).toList();
    }

    /** The same, as they say it: with what only later programs tell. */
    public List<JsonNode> answers() {
        var asked = ids().stream()
                .map(id -> CompletableFuture.supplyAsync(() -> answer(id),
                        task -> Thread.ofVirtual().start(task)))
                .toList(); // all at once, before the first is waited for
        return asked.stream()
                .map(CompletableFuture::join)
                .flatMap(Optional::stream)
                .sorted(Comparator.comparingInt(answer -> answer.path("id").asInt()))
                .toList();
    }

    /**
     * The server that leads: waits for one that a majority of the servers follows.
     *
     * @throws VerbFailedException when none comes about in time
     */
    public int leader() {
        return Patience.until(LEADER_PATIENCE, () -> leaderIn(rows()))
                .orElseThrow(() -> new VerbFailedException(ExitCodes.UNREACHED,
                        "no leader after " + LEADER_PATIENCE.toSeconds()
                                + " s; what the servers say: "
                                + answers()));
    }

    /** The leader of the highest term, where a majority of all servers names it. */
    public Optional<Integer> leaderIn(List<Standing> rows) {
        long term = rows.stream().mapToLong(Standing::term).max().orElse(-1);
        return rows.stream()
                .filter(row -> row.term() == term && row.leads())
                .map(Standing::id)
                .filter(leader -> rows.stream()
                        .filter(row -> row.term() == term && row.leader() == leader)
                        .count() > processes.size() / 2)
                .findFirst();
    }

    /** Ends a server at once (SIGKILL); returns when it is gone. */
    public void kill(int id) {
        process(id).kill();
    }

    /** Kills all of them. */
    public void killAll() {
        processes.values()
                .stream()
                .flatMap(process -> process.running().stream())
                .forEach(ProcessHandle::destroyForcibly);
        ids().forEach(this::kill);
    }

    /** Stops a server where it stands (SIGSTOP). */
    public void pause(int id) {
        Signals.pause(runningPid(id));
    }

    /** Lets a paused server go on (SIGCONT). */
    public void resume(int id) {
        Signals.resume(runningPid(id));
    }

    /**
     * Only the user who started servers, and the system's own, may stop them.
     *
     * @throws VerbFailedException that says whose they are
     */
    void requireOwn(List<Integer> ids) {
        var others = ids.stream().filter(id -> process(id).anothers().isPresent()).toList();
        if (!others.isEmpty()) {
            var whose = others.stream()
                    .map(id -> process(id).anothers().orElse("another user"))
                    .distinct()
                    .toList();
            throw new VerbFailedException(ExitCodes.REFUSED,
                    (others.size() == 1 ? "server " : "servers ") + ClusterCommand.words(others)
                            + (others.size() == 1 ? " runs as " : " run as ")
                            + String.join(" and ", whose)
                            + ": only that user or root may stop, pause or restart them");
        }
    }

    /** Asks a server to end (SIGTERM), which hands leadership over, and waits; at last kills it. */
    public void stop(int id) {
        process(id).terminate();
        if (!process(id).endedWithin(STOP_PATIENCE)) {
            kill(id);
        }
    }

    /** Ends those that run, each as {@link #stop}, the leader last; all when it returns. */
    public void stopAll() {
        var leader = rows().stream().filter(Standing::leads).map(Standing::id).findFirst();
        ids().stream()
                .filter(id -> leader.filter(id::equals).isEmpty())
                .forEach(id -> process(id).terminate());
        leader.ifPresent(id -> process(id).terminate());
        ids().forEach(this::stop);
    }

    /** Stops a server if it runs, starts it again from its records and waits until it is ready. */
    public void restart(int id) {
        stop(id);
        startServer(id);
    }

    /**
     * As the other.
     *
     * @param within how long it may take until it is ready
     * @param meanwhile told again and again why it is not
     */
    public void restart(int id, Duration within, Consumer<String> meanwhile) {
        meanwhile.accept("stopping");
        stop(id);
        launch(id);
        awaitReady(id, within,
                () -> meanwhile.accept(whyNotReady(id).orElse("starting")));
    }

    /** Ends all servers, and takes their temporary records away. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted(); // which would cut the waits below short
        ids().forEach(id -> process(id).terminate());
        ids().forEach(this::stop);
        temporary.ifPresent(Folders::delete);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<String> whyNotReady(int id) {
        return row(id).map(Standing::notReadyBecause).filter(why -> !why.isEmpty());
    }

    private long runningPid(int id) {
        return pid(id).orElseThrow(() -> new VerbFailedException(ExitCodes.REFUSED, "server " + id
                + " does not run here, or was not started by gavel cluster start"));
    }

    private ServerProcess process(int id) {
        return Optional.ofNullable(processes.get(id)).orElseThrow(() -> unknown(id));
    }

    private VerbFailedException unknown(int id) {
        return new VerbFailedException(ExitCodes.USAGE,
                "there is no server " + id + " in " + config.file() + ": it has "
                        + ClusterCommand.words(ids()));
    }
}
