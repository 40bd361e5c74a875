package dev.gavel.cli.verbs;

import dev.gavel.client.JsonObject;
import dev.gavel.client.Outcome;
import picocli.CommandLine.Option;

/** Something that looks at the house, and can also look at one server of it alone. */
abstract class ReadingVerb extends Verb {

    @Option(names = "--local", order = 90, description = "Read from one server, without a majority;"
            + " that server may be a little behind.")
    private boolean local;

    ReadingVerb(House house) {
        super(house);
    }

    /**
     * Reads a view.
     *
     * @throws FailedException if there is none to read
     */
    final JsonObject read(JsonObject query) {
        if (local) {
            return house().readLocal(query);
        }
        try {
            return house().read(query);
        } catch (FailedException e) {
            if (!house().wantsJson() && isForWantOfAMajority(e.outcome())) {
                throw e.withNext("what next: with --local it tells what one server has, without a"
                        + " majority");
            }
            throw e;
        }
    }

    private static boolean isForWantOfAMajority(Outcome outcome) {
        return outcome.code().equals(Outcome.NO_MAJORITY)
                || outcome.code().equals(Outcome.NO_LEADER);
    }
}
