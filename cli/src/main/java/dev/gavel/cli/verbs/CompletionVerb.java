package dev.gavel.cli.verbs;

import dev.gavel.server.exit.ExitCodes;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code gavel completion}: a script for bash. */
@Command(name = "completion", description = "Print a script that makes bash complete verbs and "
        + "options.", footer = {"", "Example: source <(gavel completion)"})
final class CompletionVerb extends Verb {

    CompletionVerb(House house) {
        super(house);
    }

    @Override
    public Integer call() {
        CommandLine whole = CommandTree.whole(house());
        house().output().line(AutoComplete.bash("gavel", whole));
        return ExitCodes.OK;
    }
}
