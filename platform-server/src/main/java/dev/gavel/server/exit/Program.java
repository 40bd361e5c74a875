package dev.gavel.server.exit;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** One call as a program of its own: where its results and its mistakes go, and what it ends with. */
public final class Program {

    private Program() {}

    /** What the program does. */
    @FunctionalInterface
    public interface Call {

        /**
         * Does it.
         *
         * @param out for results, in UTF-8; not flushed line by line
         * @param err for what people are told besides
         * @return the exit code
         */
        int run(PrintWriter out, PrintWriter err);
    }

    /**
     * Runs the call, and ends the process with its exit code.
     *
     * @param endsByAnyThread whether the process ends where any of its threads fails
     */
    public static void run(boolean endsByAnyThread, Call call) {
        var results = StandardOutput.ofThisProcess();
        var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        Crash.hearAllThreads(err, endsByAnyThread);
        int code;
        try {
            code = call.run(results.writer(), err);
        } catch (RuntimeException | Error e) {
            code = Crash.tell(e, err);
        }
        System.exit(results.end(code, err));
    }
}
