package dev.gavel.server;

import dev.gavel.client.exit.Crash;
import dev.gavel.client.exit.StandardOutput;
import dev.gavel.raft.ratis.NoJavaObjects;
import dev.gavel.server.dev.BackupCommand;
import dev.gavel.server.dev.ClusterCommand;
import dev.gavel.server.dev.ConfigCommand;
import dev.gavel.server.dev.DemoCommand;
import dev.gavel.server.dev.ExitCodes;
import dev.gavel.server.dev.LogCommand;
import dev.gavel.server.dev.ParentWatch;
import dev.gavel.server.dev.RecordsCommand;
import dev.gavel.server.dev.RestoreCommand;
import dev.gavel.server.dev.ScenarioCommand;
import dev.gavel.server.dev.TrainCommand;
import dev.gavel.server.dev.UpgradeCommand;
import dev.gavel.server.dev.VerifyCommand;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** The entry of the verbs that run servers. */
@Command(name = "gavel", mixinStandardHelpOptions = true, versionProvider = Main.VersionLine.class, subcommands = {
        BackupCommand.class, ClusterCommand.class,
        ConfigCommand.class, DemoCommand.class, RecordsCommand.class, RestoreCommand.class,
        LogCommand.class, ServerCommand.class,
        ScenarioCommand.class,
        TrainCommand.class, UpgradeCommand.class,
        VerifyCommand.class}, scope = CommandLine.ScopeType.INHERIT)
public final class Main implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Runs one verb and ends the process with its exit code. */
    public static void main(String[] args) {
        NoJavaObjects.areRead();
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        ParentWatch.startIfAsked();
        var results = StandardOutput.ofThisProcess();
        var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        Crash.hearAllThreads(err, args.length == 0 || !args[0].equals("server"));
        int code;
        try {
            code = commandLine().setOut(new PrintWriter(results.writer(), true))
                    .setErr(err)
                    .execute(args);
        } catch (RuntimeException | Error e) {
            code = Crash.tell(e, err);
        }
        System.exit(results.end(code, err));
    }

    static CommandLine commandLine() {
        return ExitCodes.applyTo(new CommandLine(new Main()));
    }

    /** Fails: without a verb there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which verb?");
    }

    /** The lines that {@code --version} prints. */
    static final class VersionLine implements CommandLine.IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[]{"gavel " + Version.text() + " (Java "
                    + Runtime.version().feature() + ")"};
        }
    }
}
