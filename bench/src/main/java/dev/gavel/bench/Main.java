package dev.gavel.bench;

import dev.gavel.client.exit.Crash;
import dev.gavel.client.exit.StandardOutput;
import dev.gavel.server.dev.ExitCodes;
import picocli.CommandLine;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Entry of {@code gavel bench}. */
public final class Main {

    private Main() {}

    /** Runs the verb and ends the process with its exit code. */
    public static void main(String[] args) {
        var words = args.length > 0 && args[0].equals("bench")
                ? Arrays.copyOfRange(args, 1, args.length)
                : args;
        var results = StandardOutput.ofThisProcess();
        var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        Crash.hearAllThreads(err, true);
        int code;
        try {
            code = commandLine().setOut(new PrintWriter(results.writer(), true))
                    .setErr(err)
                    .execute(words);
        } catch (RuntimeException | Error e) {
            code = Crash.tell(e, err);
        }
        System.exit(results.end(code, err));
    }

    static CommandLine commandLine() {
        return ExitCodes.applyTo(new CommandLine(new BenchCommand()));
    }
}
