package dev.gavel.cli.verbs;

import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.exit.Misuse;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.ArrayList;
import java.util.List;

/** {@code gavel help}: the same as {@code --help} behind a verb. */
@Command(name = "help", description = "Explain all verbs, or one of them.", footer = {"",
        "Examples:",
        "  gavel help", "  gavel help bid", "  gavel help members add"})
final class HelpVerb extends Verb {

    @Parameters(paramLabel = "VERB", arity = "0..*", description = "The verb, and a verb below it"
            + " if it has some.")
    private List<String> words = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    HelpVerb(House house) {
        super(house);
    }

    @Override
    public Integer call() {
        var whole = CommandTree.whole(house());
        var at = whole;
        for (var word : words) {
            var tool = at.equals(whole) ? ToolTree.told().get(word) : null;
            var next = tool == null ? at.getSubcommands().get(word) : tool;
            if (next == null) {
                throw new UsageException(unknown(at, whole, word));
            }
            at = next;
        }
        var out = spec.commandLine().getOut();
        at.usage(out);
        out.flush();
        return ExitCodes.OK;
    }

    static String unknown(CommandLine at, CommandLine whole, String word) {
        var verbs = new ArrayList<>(at.getSubcommands().keySet());
        if (at.equals(whole)) {
            verbs.addAll(ToolTree.names());
        }
        return verbs.isEmpty()
                ? at.getCommandSpec().qualifiedName() + " has no verbs below it"
                : "there is no verb \"" + word + "\"" + Misuse.suggestion(word, verbs) + "; verbs: "
                        + String.join(" ", verbs);
    }
}
