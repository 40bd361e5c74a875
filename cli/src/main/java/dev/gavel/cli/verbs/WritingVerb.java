package dev.gavel.cli.verbs;

import dev.gavel.client.JsonObject;
import dev.gavel.client.Outcome;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Something that changes the house, and can be tried without changing it. */
abstract class WritingVerb extends Verb {

    @Option(names = "--dry-run", order = 90, description = "Say what the verb would do now; nothing"
            + " is done.")
    private boolean dryRun;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    WritingVerb(House house) {
        super(house);
    }

    /** Has a command done, or tried; whatever came of it. */
    final Outcome execute(JsonObject command) {
        return dryRun ? house().dryRun(command) : house().execute(command);
    }

    /** What was typed. */
    final CommandSpec spec() {
        return spec;
    }

    /** Whether it is only tried. */
    final boolean isDryRun() {
        return dryRun;
    }

    /** Prints what came of it, and gives the exit code for it. */
    final int tell(Outcome outcome, String sentence) {
        return house().tell(house().wantsJson() ? outcome : FieldOptions.named(outcome, spec),
                sentence, dryRun ? "dry run: " : "");
    }

    /** As {@link #tell(Outcome, String)}, of something about one auction. */
    final int tell(Outcome outcome, String sentence, String auction) {
        var code = tell(outcome, sentence);
        if (!house().wantsJson() && isOfAnotherKind(outcome)) {
            Instead.in(auction, house()).ifPresent(house().output()::note);
        }
        return code;
    }

    /** Whether the auction is of a kind that does not take what was asked for. */
    boolean isOfAnotherKind(Outcome outcome) {
        return outcome.status() == Outcome.Status.FAIL
                && outcome.code().equals("BAD_COMMAND")
                && outcome.json().text("field").filter("op"::equals).isPresent();
    }
}
