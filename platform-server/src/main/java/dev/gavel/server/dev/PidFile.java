package dev.gavel.server.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Remembers which process runs a server: its number and when it began, since numbers are used again
 * and another's process must never be signalled.
 */
final class PidFile {

    /** The system rounds the time a process began; no number comes round again within this. */
    private static final Duration ROUNDING = Duration.ofSeconds(2);

    private final Path file;

    PidFile(Path file) {
        this.file = file;
    }

    /** Replaces what is remembered. */
    void write(ProcessHandle process) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            var aside = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(aside, process.pid() + " " + began(process) + "\n");
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** The process, if it is the one remembered and still runs. */
    Optional<ProcessHandle> running() {
        try {
            var words = Files.readString(file).strip().split(" ", -1);
            var process = ProcessHandle.of(Long.parseLong(words[0]));
            var then = Instant.parse(words[1]);
            return process.filter(ProcessHandle::isAlive)
                    .filter(
                            one -> Duration.between(then, began(one))
                                    .abs()
                                    .compareTo(ROUNDING) <= 0);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        } catch (RuntimeException e) {
            return Optional.empty(); // half written or by another program: nothing that we started
        }
    }

    /** Forgets the process. */
    void delete() {
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
