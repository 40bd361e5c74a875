package dev.gavel.client.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether people look at what is printed. */
final class Terminals {
    private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");

    private Terminals() {}

    /** Newer Javas give a console to a pipe too, so the system is asked; where it cannot tell, no. */
    static boolean isStandardOutput() {
        try {
            if (Files.isSymbolicLink(STANDARD_OUTPUT)) {
                var target = Files.readSymbolicLink(STANDARD_OUTPUT).toString();
                return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty")
                        || target.equals("/dev/console");
            }
        } catch (IOException e) {
            return false;
        }
        return false;
    }
}
