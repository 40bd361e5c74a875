package dev.gavel.server.exit;

import dev.gavel.client.JsonObject;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The last resort: a failure that nobody foresaw becomes one sentence and a code. What programmers need of
 * it goes into a file that only its user can read.
 */
public final class Crash {
    /** Older traces go when there are more. */
    private static final int MOST_TRACES = 10;
    private static final int MOST_CHARS = 64 << 10;
    /** What is closed at the end of a process may hang where something is broken. */
    private static final Duration END_WITHIN = Duration.ofSeconds(10);
    private static final DateTimeFormatter NAME = DateTimeFormatter
            .ofPattern("yyyyMMdd-HHmmss-SSS")
            .withZone(ZoneOffset.UTC);
    private static final String PREFIX = "crash-";

    /** Changes that were asked for, but for those that certainly had no effect. */
    private static final AtomicInteger CHANGES = new AtomicInteger();

    private Crash() {}

    /** A change is about to be asked for: from now on it may have been done. */
    public static void beforeChange() {
        CHANGES.incrementAndGet();
    }

    /** The change asked for last certainly had no effect. */
    public static void hadNoEffect() {
        CHANGES.decrementAndGet();
    }

    /** Another call begins in the same process, as in a shell. */
    public static void nextCall() {
        CHANGES.set(0);
    }

    /** Whether this process has asked for a change that may have been done. */
    public static boolean mayHaveChangedSomething() {
        return CHANGES.get() > 0;
    }

    /**
     * Failures of any thread of this process are told.
     *
     * @param ends whether the process ends by them, as a call does whose answer nobody waits for any more
     */
    public static void hearAllThreads(PrintWriter err, boolean ends) {
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            var code = tell(failure, err);
            if (ends) {
                end(code);
            }
        });
    }

    private static void end(int code) {
        var last = new Thread(() -> {
            try {
                Thread.sleep(END_WITHIN.toMillis());
            } catch (InterruptedException e) {
                // then at once
            }
            Runtime.getRuntime().halt(code);
        }, "gavel-end");
        last.setDaemon(true);
        last.start();
        System.exit(code);
    }

    /** Tells of a failure of this program; the code to end with. */
    public static int tell(Throwable failure, PrintWriter err) {
        var sentence = sentence(failure, folders());
        err.println("gavel: " + sentence);
        err.flush();
        return code();
    }

    /** As {@link #tell}, for a program that reads JSON. */
    public static int tellJson(Throwable failure, PrintWriter out) {
        var sentence = sentence(failure, folders());
        out.println(JsonObject.of("status", "exception")
                .with("code", mayHaveChangedSomething() ? "UNKNOWN" : "CRASH")
                .with("message", sentence));
        out.flush();
        return code();
    }

    private static int code() {
        return mayHaveChangedSomething() ? ExitCodes.UNKNOWN : ExitCodes.CRASH;
    }

    static String sentence(Throwable failure, List<Path> folders) {
        return "this call failed by a mistake in Gavel itself"
                + (mayHaveChangedSomething()
                        ? "; what it asked for may or may not have been done"
                        : "")
                + folders.stream()
                        .flatMap(folder -> write(failure, folder).stream())
                        .findFirst()
                        .map(file -> "; please report it with the file " + file)
                        .orElse("; no folder could take its trace");
    }

    /** Where traces may go, the best first. */
    private static List<Path> folders() {
        var home = Path.of(System.getProperty("user.home", ""));
        var temporary = Path.of(System.getProperty("java.io.tmpdir", ""),
                "gavel-" + System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9_-]", "_"));
        return home.isAbsolute() && Files.isDirectory(home)
                ? List.of(home.resolve(".gavel").resolve("crashes"), temporary)
                : List.of(temporary);
    }

    private static Optional<Path> write(Throwable failure, Path folder) {
        try {
            if (folder.getParent() != null) {
                Files.createDirectories(folder.getParent());
            }
            if (!Files.isDirectory(folder)) {
                Files.createDirectory(folder, ownersOnly(folder, "rwx------"));
            }
            var file = folder.resolve(PREFIX + NAME.format(Instant.now()) + "-"
                    + ProcessHandle.current().pid() + ".txt");
            Files.createFile(file, ownersOnly(folder, "rw-------"));
            Files.writeString(file, trace(failure), StandardCharsets.UTF_8,
                    StandardOpenOption.WRITE);
            removeOld(folder);
            return Optional.of(file);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            return Optional.empty();
        }
    }

    private static FileAttribute<?>[] ownersOnly(Path folder, String permissions) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[]{PosixFilePermissions
                        .asFileAttribute(PosixFilePermissions.fromString(permissions))}
                : new FileAttribute<?>[0];
    }

    private static String trace(Throwable failure) {
        var text = new StringWriter();
        text.append(Instant.now().toString())
                .append(", Java ")
                .append(Runtime.version().toString())
                .append('\n');
        failure.printStackTrace(new PrintWriter(text, true));
        return text.getBuffer().length() <= MOST_CHARS ? text.toString()
                : text.getBuffer().substring(0, MOST_CHARS) + "\n…\n";
    }

    private static void removeOld(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (var file : files.filter(each -> each.getFileName().toString().startsWith(PREFIX))
                    .sorted(Comparator.reverseOrder())
                    .skip(MOST_TRACES)
                    .toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
