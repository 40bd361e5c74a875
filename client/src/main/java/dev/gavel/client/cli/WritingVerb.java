package dev.gavel.client.cli;

import dev.gavel.client.JsonObject;
import dev.gavel.client.Outcome;
import picocli.CommandLine.Option;

/** Something that changes the house, and can be tried without changing it. */
abstract class WritingVerb extends Verb {

    @Option(names = "--dry-run", order = 90, description = "Say what would come of it now; nothing is done.")
    private boolean dryRun;

    WritingVerb(House house) {
        super(house);
    }

    /** Has a command done, or tried; whatever came of it. */
    final Outcome execute(JsonObject command) {
        return dryRun ? house().dryRun(command) : house().execute(command);
    }

    /** Prints what came of it, and gives the exit code for it. */
    final int tell(Outcome outcome, String sentence) {
        return house().tell(outcome, sentence, dryRun ? "dry run: " : "");
    }
}
