package dev.gavel.cli.verbs;

import dev.gavel.client.JsonObject;
import dev.gavel.server.exit.ExitCodes;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.Optional;

/** Shows what an auction has many of, a page at a time. */
abstract class PageVerb extends ReadingVerb {

    private final String query;

    @Parameters(paramLabel = "AUCTION", description = "Id of the auction, such as 1.")
    private String auction = "";

    @Option(names = "--limit", paramLabel = "N", defaultValue = "1000", description = "How many at most, to 1000; default: ${DEFAULT-VALUE}.")
    private int limit;

    @Option(names = "--after", paramLabel = "CURSOR", description = "Go on after this cursor, which"
            + " the page before printed at its end.")
    private Optional<String> after = Optional.empty();

    /** Asks the house {@code query}. */
    PageVerb(House house, String query) {
        super(house);
        this.query = query;
    }

    /** Of which auction. */
    final String auction() {
        return auction;
    }

    @Override
    public final Integer call() {
        var page = read(JsonObject.of("query", query)
                .with("auction", auction)
                .with("limit", limit)
                .with("after", after));
        if (house().wantsJson()) {
            house().output().json(page);
            return ExitCodes.OK;
        }
        return show(page);
    }

    /** Prints it for people; the exit code. */
    abstract int show(JsonObject page);
}
