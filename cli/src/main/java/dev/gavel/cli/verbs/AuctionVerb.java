package dev.gavel.cli.verbs;

import dev.gavel.client.JsonObject;
import dev.gavel.client.Outcome;
import picocli.CommandLine.Parameters;

/** A command about one auction, which is all it needs to know. */
abstract class AuctionVerb extends WritingVerb {

    @Parameters(paramLabel = "AUCTION", description = "Id of the auction, such as 1.")
    private String auction = "";

    AuctionVerb(House house) {
        super(house);
    }

    final String auction() {
        return auction;
    }

    /** The command to be done. */
    abstract JsonObject command();

    @Override
    public Integer call() {
        var outcome = execute(command());
        return tell(outcome, outcome.succeeded() && !house().wantsJson() ? done(outcome)
                : outcome.message(), auction);
    }

    /** What people are told once it is done. */
    String done(Outcome outcome) {
        return outcome.message();
    }
}
