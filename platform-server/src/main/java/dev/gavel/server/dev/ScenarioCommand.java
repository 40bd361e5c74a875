package dev.gavel.server.dev;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.time.Clock;

/** {@code gavel scenario}: stories with crashes, played with real servers. */
@Command(name = "scenario", description = "Plays a story with crashes on servers of its own and prints"
        + " its log. Exit code 0 only if all went as it must.")
public final class ScenarioCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Without a story there is nothing to play. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which one? Try: gavel scenario list");
    }

    @Command(name = "list", description = "Lists the stories.")
    void list() {
        spec.subcommands().forEach((name, command) -> {
            if (!name.equals("list")) {
                spec.commandLine()
                        .getOut()
                        .printf("%-10s %s%n", name, String.join(" ",
                                command.getCommandSpec().usageMessage().description()));
            }
        });
        spec.commandLine().getOut().flush();
    }

    @Command(name = "handin", description = "Bid 5 is accepted, the leader is killed, the new leader"
            + " refuses bid 3, the auction ends: the winner has 5.")
    int handin() {
        var story = new Story(spec.commandLine().getOut(), Clock.systemUTC());
        try (var cluster = DevCluster.start(5)) {
            new HandInScenario(cluster, story).play();
        }
        return story.end() ? ExitCodes.OK : ExitCodes.FAILED;
    }
}
