package dev.gavel.server;

import dev.gavel.raft.ratis.NoJavaObjects;
import dev.gavel.server.exit.Program;
import dev.gavel.server.process.Failures;
import dev.gavel.server.process.ParentWatch;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;

/**
 * The program that is one server: {@code gavel server}, with this module and those below it on its class
 * path, and no command line. That one adds its own verbs to the same root.
 */
@Command(name = "gavel", mixinStandardHelpOptions = true, versionProvider = ServerProgram.VersionLine.class, subcommands = ServerCommand.class, scope = CommandLine.ScopeType.INHERIT)
public final class ServerProgram implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Runs one server and ends the process with its exit code. */
    public static void main(String[] args) {
        begin();
        ParentWatch.startIfAsked();
        // a server whose threads fail says so and goes on, or stops by itself where it must
        Program.run(false, (out, err) -> Failures.applyTo(commandLine())
                .setOut(new PrintWriter(out, true))
                .setErr(err)
                .execute(args));
    }

    /** What holds for every process that runs or reads servers: no Java objects are read, and one log. */
    public static void begin() {
        NoJavaObjects.areRead();
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    /** The root and the verb {@code server}. */
    public static CommandLine commandLine() {
        return new CommandLine(new ServerProgram());
    }

    /** Without a verb there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which verb?");
    }

    /** What {@code --version} prints. */
    static final class VersionLine implements CommandLine.IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[]{"gavel " + Version.text() + " (Java "
                    + Runtime.version().feature() + ")"};
        }
    }
}
