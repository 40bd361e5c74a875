package dev.gavel.server.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the system says of a process, where Java does not: that it is stopped, or a zombie. */
public final class ProcessState {

    private ProcessState() {}

    /** Whether the process is stopped; false where the system does not tell. */
    public static boolean paused(long pid) {
        return is('T', pid);
    }

    /**
     * Whether the process has ended and only waits for its parent to ask how, which may be never: in a
     * container whose first process does not. As long as one of its threads is there, its ports are too.
     */
    public static boolean ended(long pid) {
        try (var threads = Files.list(of(pid, "task"))) {
            return is('Z', pid) && threads.count() <= 1;
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    private static boolean is(char state, long pid) {
        try {
            // "pid (name) state …", and the name may hold anything
            var stat = Files.readString(of(pid, "stat"));
            return stat.startsWith(") " + state, stat.lastIndexOf(')'));
        } catch (IOException e) {
            return false;
        }
    }

    private static Path of(long pid, String file) {
        return Path.of("/proc", Long.toString(pid), file);
    }
}
