package dev.gavel.client.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether people type what is read and look at what is printed. */
public final class Terminals {

    private Terminals() {}

    /** Whether a person types. */
    public static boolean isStandardInput() {
        return isTerminal(0);
    }

    /** Whether a person looks. */
    static boolean isStandardOutput() {
        return isTerminal(1);
    }

    /** Newer Javas give a console to a pipe too, so the system is asked; where it cannot tell, no. */
    private static boolean isTerminal(int descriptor) {
        var link = Path.of("/proc/self/fd/" + descriptor);
        try {
            if (Files.isSymbolicLink(link)) {
                var target = Files.readSymbolicLink(link).toString();
                return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty")
                        || target.equals("/dev/console");
            }
        } catch (IOException e) {
            return false;
        }
        return false;
    }
}
