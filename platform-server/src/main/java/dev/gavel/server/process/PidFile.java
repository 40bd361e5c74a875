package dev.gavel.server.process;

import dev.gavel.server.config.ServerAddress;
import dev.gavel.server.config.ServerConfig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Remembers which process runs a server: its number, when it began, since numbers are used again and
 * another's process must never be signalled, and where it keeps its records.
 */
public final class PidFile {

    /** The system rounds the time a process began; no number comes round again within this. */
    private static final Duration ROUNDING = Duration.ofSeconds(2);

    private final Path file;

    PidFile(Path file) {
        this.file = file;
    }

    /**
     * What was remembered of a process that still runs.
     *
     * @param process the process
     * @param records folder of the records of all servers it was started with
     */
    public record Running(ProcessHandle process, Path records) {}

    /**
     * The file for a server. Where the launcher writes, by the server's address, so that a server is
     * found whoever started it; without a launcher, with the records.
     */
    public static PidFile of(ServerConfig config, ServerAddress server) {
        return new PidFile(Optional.ofNullable(System.getProperty("gavel.state"))
                .map(state -> Path.of(state, "run",
                        server.host().replace(':', '_') + "-" + server.raftPort() + ".pid"))
                .orElseGet(() -> config.recordsFolder().resolve("server-" + server.id() + ".pid")));
    }

    /** Remembers this process as the one that runs a server, so that {@code gavel cluster} finds it. */
    public static void claim(ServerConfig config, ServerAddress server) {
        of(config, server).write(ProcessHandle.current(), config.recordsFolder());
    }

    /** Replaces what is remembered. */
    public void write(ProcessHandle process, Path records) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            var aside = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(aside, process.pid() + " " + began(process) + "\n"
                    + records.toAbsolutePath().normalize() + "\n");
            Optional.ofNullable(Files.getFileAttributeView(aside, PosixFileAttributeView.class))
                    .ifPresent(PidFile::letAllRead);
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** The launcher's umask hides what servers write; whose they are, others may know. */
    private static void letAllRead(PosixFileAttributeView file) {
        try {
            file.setPermissions(PosixFilePermissions.fromString("rw-r--r--"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process, if it is the one remembered and still runs. */
    public Optional<Running> running() {
        try {
            var lines = Files.readAllLines(file);
            var words = lines.getFirst().split(" ", -1);
            var then = Instant.parse(words[1]);
            var records = Path.of(lines.get(1));
            return ProcessHandle.of(Long.parseLong(words[0]))
                    .filter(one -> one.isAlive() && !ProcessState.ended(one.pid()))
                    .filter(one -> Duration.between(then, began(one))
                            .abs()
                            .compareTo(ROUNDING) <= 0)
                    .map(process -> new Running(process, records));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        } catch (RuntimeException e) {
            return Optional.empty(); // half written or by another program: nothing that we started
        }
    }

    /** Forgets the process. */
    public void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file, e);
        }
    }

    private static Instant began(ProcessHandle process) {
        return process.info().startInstant().orElse(Instant.EPOCH);
    }
}
