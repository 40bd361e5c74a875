package dev.gavel.server.dev;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Signals to processes, where Java has none of its own: stopping and going on. */
final class Signals {

    private Signals() {}

    /** Stops a process where it stands (SIGSTOP): it answers nothing until it goes on. */
    static void pause(long pid) {
        send("STOP", pid);
    }

    /** Lets a stopped process go on (SIGCONT). */
    static void resume(long pid) {
        send("CONT", pid);
    }

    /** Whether the process is stopped; false where the system does not tell. */
    static boolean paused(long pid) {
        try {
            // "pid (name) state …", and the name may hold anything
            var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.startsWith(") T", stat.lastIndexOf(')'));
        } catch (IOException e) {
            return false;
        }
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
                throw new VerbFailedException(ExitCodes.FAILED,
                        "cannot send SIG" + signal + " to process " + pid + ": " + said);
            }
        } catch (IOException e) {
            throw new VerbFailedException(ExitCodes.FAILED,
                    "cannot send SIG" + signal + " to process " + pid + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VerbFailedException(ExitCodes.FAILED, "interrupted");
        }
    }
}
