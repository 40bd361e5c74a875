package dev.gavel.cli.servers;

import dev.gavel.server.config.DemoAddress;
import dev.gavel.server.config.ServerConfig;
import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.exit.VerbFailedException;
import dev.gavel.server.logs.ServerLog;
import dev.gavel.server.process.ParentWatch;
import dev.gavel.server.process.PidFile;
import dev.gavel.server.process.ProcessState;
import dev.gavel.server.process.RecordsPlace;
import dev.gavel.server.process.Signals;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The process of one server on this machine, whether it runs or not. */
final class ServerProcess {

    /** What Java says of SIGKILL. */
    private static final int KILLED = 128 + 9;
    /**
     * Runs a program in a session of its own: what ends the program that started it, such as Ctrl-C, does
     * not reach it.
     */
    private static final Path SETSID = Path.of("/usr/bin/setsid");
    private static final Duration LOOK_AGAIN = Duration.ofMillis(2);
    private static final Duration KILL_PATIENCE = Duration.ofSeconds(5);

    private final ServerConfig config;
    private final int id;
    private final PidFile pidFile;
    private final Path log;
    /** Held while we run: it holds the pipe that {@link ParentWatch} listens to. */
    private Optional<Process> child = Optional.empty();
    private long logSizeAtStart;
    private Map<String, String> environment = Map.of();
    private Optional<Build> build = Optional.empty();

    ServerProcess(ServerConfig config, int id) {
        this.config = config;
        this.id = id;
        this.pidFile = PidFile.of(config, config.server(id).orElseThrow());
        this.log = config.recordsFolder().resolve("server-" + id + ".log");
    }

    /** Which build it runs, whenever it is started from now on; empty: the one that runs this. */
    void install(Optional<Build> other) {
        build = other;
    }

    /** What it is told besides, whenever it is started from now on. */
    void tell(Map<String, String> variables) {
        environment = Map.copyOf(variables);
    }

    int id() {
        return id;
    }

    /** Where the server's output is appended. */
    Path log() {
        return log;
    }

    Optional<ProcessHandle> running() {
        return child.filter(Process::isAlive)
                .map(Process::toHandle)
                .or(() -> pidFile.running().map(PidFile.Running::process));
    }

    /** Where the records of the running process are, if elsewhere than this configuration says. */
    Optional<Path> recordsElsewhere() {
        return pidFile.running()
                .map(PidFile.Running::records)
                .filter(
                        records -> !records
                                .equals(config.recordsFolder().toAbsolutePath().normalize()));
    }

    boolean paused() {
        return running().filter(process -> ProcessState.paused(process.pid())).isPresent();
    }

    /**
     * Starts the process; it is not ready yet.
     *
     * @param tied whether it ends when this process does, however that comes about
     */
    void start(boolean tied) {
        start(tied, List.of());
    }

    /** As the other, with more words on its command line. */
    void start(boolean tied, List<String> more) {
        RecordsPlace.require(config.recordsFolder(), true);
        try {
            Files.createDirectories(config.recordsFolder());
            logSizeAtStart = Files.exists(log) ? Files.size(log) : 0;
            var words = new ArrayList<String>();
            if (!tied && Files.isExecutable(SETSID)) {
                words.add(SETSID.toString());
            }
            words.addAll(ServerCommandLine.of(config, id, build));
            words.addAll(more);
            var builder = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log.toFile()));
            builder.environment().put("GAVEL_BUILD", "never");
            builder.environment().remove(DemoAddress.VARIABLE);
            builder.environment()
                    .put(ServerLog.FILE_VARIABLE, log.toAbsolutePath().toString());
            builder.environment().putAll(environment);
            if (tied) {
                builder.environment().put(ParentWatch.VARIABLE, "yes");
            } else {
                builder.environment().remove(ParentWatch.VARIABLE);
                builder.redirectInput(new File("/dev/null"));
            }
            var process = builder.start();
            child = Optional.of(process);
            pidFile.write(process.toHandle(), config.recordsFolder());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start server " + id, e);
        }
    }

    /** Says a line to a process that was started here; one that is gone hears nothing. */
    void say(String line) {
        child.filter(Process::isAlive).ifPresent(process -> {
            try {
                var out = process.getOutputStream();
                out.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
                out.flush();
            } catch (IOException e) {
                // it has just ended
            }
        });
    }

    /** What it has printed since it was started here, at most the last lines. */
    List<String> lastWords(int lines) {
        try {
            if (!Files.exists(log)) {
                return List.of();
            }
            var bytes = Files.readAllBytes(log);
            int from = bytes.length < logSizeAtStart ? 0 : (int) logSizeAtStart; // emptied since
            var said = new String(bytes, from, bytes.length - from,
                    StandardCharsets.UTF_8).lines().toList();
            return said.subList(Math.max(0, said.size() - lines), said.size());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + log, e);
        }
    }

    /** Asks it to end (SIGTERM): it hands leadership over first. Does not wait. */
    void terminate() {
        running().ifPresent(process -> {
            if (ProcessState.paused(process.pid())) {
                Signals.resume(process.pid());
            }
            process.destroy();
        });
    }

    /** Another user whose process it is; empty where this one may signal it, or it does not run. */
    Optional<String> anothers() {
        return running().flatMap(process -> Owner.other(process.pid()));
    }

    /** Ends it at once (SIGKILL) and waits until it is gone. */
    void kill() {
        running().ifPresent(process -> {
            if (!process.destroyForcibly() && process.isAlive()) {
                throw new VerbFailedException(ExitCodes.REFUSED, "server " + id + ", process "
                        + process.pid() + ", may not be ended by this user");
            }
            if (!goneWithin(process, KILL_PATIENCE)) {
                throw new VerbFailedException(ExitCodes.REFUSED, "server " + id + ", process "
                        + process.pid() + ", does not die of SIGKILL: is its disk stuck?");
            }
        });
        pidFile.delete();
    }

    /** Waits until it has ended; whether it did. */
    boolean endedWithin(Duration patience) {
        boolean ended = running().map(process -> goneWithin(process, patience)).orElse(true);
        if (ended) {
            pidFile.delete();
        }
        return ended;
    }

    /** Whether what was started here was ended by SIGKILL, as the system does for want of memory. */
    boolean wasKilled() {
        return child.filter(process -> !process.isAlive() && process.exitValue() == KILLED)
                .isPresent();
    }

    /** What the process that was started here ended with; empty while it runs on for so long. */
    Optional<Integer> exitCodeWithin(Duration patience) throws InterruptedException {
        return child.isPresent()
                && child.get().waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)
                        ? Optional.of(child.get().exitValue())
                        : Optional.empty();
    }

    /** Looked at again and again: whoever waited to be told would wait for a thread of the whole process. */
    private boolean goneWithin(ProcessHandle process, Duration patience) {
        var until = System.nanoTime() + patience.toNanos();
        while (isThere(process) && System.nanoTime() - until < 0
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
        return !isThere(process);
    }

    /** Of one that was started here, this JVM learns a moment later than the system that it has ended. */
    private boolean isThere(ProcessHandle process) {
        return (process.isAlive() && !ProcessState.ended(process.pid()))
                || child.filter(Process::isAlive).isPresent();
    }
}
