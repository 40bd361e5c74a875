package dev.gavel.client.cli;

import dev.gavel.client.exit.Crash;
import dev.gavel.client.exit.StandardOutput;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Entry of the command line: every verb that talks to the house. */
public final class Main {
    /** What the network's library would log is told in our own words. */
    private static final Logger GRPC = Logger.getLogger("io.grpc");

    private Main() {}

    /** Runs one call and ends the process with its exit code. */
    public static void main(String[] args) {
        GRPC.setLevel(Level.OFF);
        // A call over before a native transport or a logging framework has been loaded is half as long.
        System.setProperty("io.grpc.netty.shaded.io.netty.transport.noNative", "true");
        io.grpc.netty.shaded.io.netty.util.internal.logging.InternalLoggerFactory
                .setDefaultFactory(
                        io.grpc.netty.shaded.io.netty.util.internal.logging.JdkLoggerFactory.INSTANCE);
        var results = StandardOutput.ofThisProcess();
        var out = results.writer();
        var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        Crash.hearAllThreads(err, !isShell(args));
        int code;
        try {
            code = CommandTree.run(args, out, err, Terminals.isStandardOutput(), System.getenv());
        } catch (RuntimeException | Error e) {
            code = Crash.tell(e, err);
        }
        System.exit(results.end(code, err));
    }

    /** A shell goes on where a thread beside it fails; a call whose answer nobody awaits any more ends. */
    private static boolean isShell(String[] args) {
        return args.length > 0 && (args[0].equals("client") || args[0].equals("shell"));
    }
}
