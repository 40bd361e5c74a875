package dev.gavel.cli;

import dev.gavel.cli.verbs.CommandTree;
import dev.gavel.cli.verbs.Terminals;
import dev.gavel.cli.verbs.ToolTree;
import dev.gavel.server.ServerProgram;
import dev.gavel.server.exit.Program;

import java.io.PrintWriter;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Entry of the command line: each verb, whether it talks to the house, runs servers or measures. */
public final class Main {
    /** What the network's library would log is told in our own words. */
    private static final Logger GRPC = Logger.getLogger("io.grpc");

    private Main() {}

    /** Runs one call and ends the process with its exit code. */
    public static void main(String[] args) {
        if (args.length > 0 && args[0].equals("server")) {
            ServerProgram.main(args);
            return;
        }
        if (isTool(args)) {
            ServerProgram.begin();
            Program.run(true, (out, err) -> ToolTree.of(args[0])
                    .setOut(new PrintWriter(out, true))
                    .setErr(err)
                    .execute(args));
            return;
        }
        GRPC.setLevel(Level.OFF);
        // A call over before a native transport or a logging framework has been loaded is half as long.
        System.setProperty("io.grpc.netty.shaded.io.netty.transport.noNative", "true");
        io.grpc.netty.shaded.io.netty.util.internal.logging.InternalLoggerFactory
                .setDefaultFactory(
                        io.grpc.netty.shaded.io.netty.util.internal.logging.JdkLoggerFactory.INSTANCE);
        Program.run(!isShell(args), (out, err) -> CommandTree.run(args, out, err,
                Terminals.isStandardOutput(), System.getenv()));
    }

    /** Verbs that talk to the house are known without a look at others, which costs time. */
    private static boolean isTool(String[] args) {
        return args.length > 0 && !args[0].startsWith("-") && !isShell(args)
                && !CommandTree.names().contains(args[0]) && ToolTree.has(args[0]);
    }

    /** A shell goes on where a thread beside it fails; a call whose answer nobody awaits any more ends. */
    private static boolean isShell(String[] args) {
        return args.length > 0 && (args[0].equals("client") || args[0].equals("shell"));
    }
}
