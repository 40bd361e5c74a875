package dev.gavel.server.process;

import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.exit.VerbFailedException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Signals to processes, where Java has none of its own: stopping and going on. */
public final class Signals {

    private Signals() {}

    /** Stops a process where it stands (SIGSTOP): it answers nothing until it goes on. */
    public static void pause(long pid) {
        send("STOP", pid);
    }

    /** Lets a stopped process go on (SIGCONT). */
    public static void resume(long pid) {
        send("CONT", pid);
    }

    /** The shell's own kill: the program of that name is missing on small systems. */
    private static void send(String signal, long pid) {
        try {
            var shell = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid)
                    .redirectErrorStream(true)
                    .start();
            var said = new String(shell.getInputStream().readAllBytes(),
                    StandardCharsets.UTF_8).strip();
            if (shell.waitFor() != 0) {
                throw new VerbFailedException(ExitCodes.REFUSED,
                        "cannot send SIG" + signal + " to process " + pid + ": " + said);
            }
        } catch (IOException e) {
            throw new VerbFailedException(ExitCodes.REFUSED,
                    "cannot send SIG" + signal + " to process " + pid + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VerbFailedException(ExitCodes.REFUSED, "interrupted");
        }
    }
}
