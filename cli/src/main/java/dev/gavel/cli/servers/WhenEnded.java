package dev.gavel.cli.servers;

import java.io.PrintWriter;
import java.util.function.Supplier;

/** Tells a person who ends a verb, by Ctrl-C say, what goes on without the verb and what does not. */
final class WhenEnded {

    private WhenEnded() {}

    /**
     * Does the task. Where this process is ended before the task is done, {@code what} is said.
     *
     * @param what asked then: a sentence without its point
     */
    static void says(PrintWriter err, Supplier<String> what, Runnable task) {
        var hook = new Thread(() -> {
            err.println("gavel: ended before it was done: " + what.get());
            err.flush();
        }, "when-ended");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            task.run();
        } finally {
            remove(hook);
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process is ending, and says so
        }
    }
}
