package dev.gavel.client.cli;

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
        var out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
        var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        var code = CommandTree.run(args, out, err, Terminals.isStandardOutput(), System.getenv());
        out.flush();
        System.exit(code);
    }
}
