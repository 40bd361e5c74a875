package dev.gavel.cli.verbs;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Whether people type what is read and look at what is printed. */
public final class Terminals {

    /** Where nobody can tell, as on a pseudo-terminal of no size. */
    private static final int USUAL_WIDTH = 80;
    private static final long PATIENCE_MILLIS = 500;

    private Terminals() {}

    /** Whether a person types. */
    public static boolean isStandardInput() {
        return isTerminal(0);
    }

    /** Whether a person looks. */
    public static boolean isStandardOutput() {
        return isTerminal(1);
    }

    /** Columns of the terminal of this process, as it is now. */
    static int width() {
        try {
            var stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!stty.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                stty.destroyForcibly();
                return USUAL_WIDTH;
            }
            var words = new String(stty.getInputStream().readAllBytes(),
                    StandardCharsets.US_ASCII).strip().split(" ", 2);
            return words.length == 2 && words[1].matches("[1-9][0-9]{0,3}")
                    ? Integer.parseInt(words[1])
                    : USUAL_WIDTH;
        } catch (IOException e) {
            return USUAL_WIDTH; // no stty, or no terminal to ask
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return USUAL_WIDTH;
        }
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
