package dev.gavel.cli.verbs;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.util.List;
import java.util.Set;

/** {@code gavel create}: an auction with all its conditions of sale. */
@Command(name = "create", sortOptions = false, description = "Create an auction: a draft, unless"
        + " --open or --opens-at is given. Amounts are in the auction's currency.", footer = {"",
                "Examples:",
                "  gavel create --name \"Oak table\" --start 100.00 --duration 45s --open --as sue",
                "  gavel create --name \"Rare coin\" --start 50 --duration 2h --reserve 400 \\",
                "      --increment ebay-uk --soft-close 2m --proxy always --open --as sue", "",
                "One of each format:",
                "  english   --format english --start 100.00 --duration 45s --soft-close 10s --open",
                "  clock     --format clock --start 100.00 --step 10.00 --period 10s",
                "            then: gavel join 1 --as ann; gavel open 1 --as sue",
                "  dutch     --format dutch --start 100.00 --step 5.00 --floor 20.00 --period 10s \\",
                "            --quantity 3 --open",
                "  sealed    --format sealed --start 10.00 --duration 1h --reserve 50.00 --open",
                "  vickrey   --format vickrey --start 10.00 --duration 1h --commit --reveal 10m --open",
                "  reverse   --format reverse --start 900.00 --duration 1h --increment 1%% --open",
                "  uniform   --format uniform --start 5.00 --quantity 100 --margin proRata \\",
                "            --duration 1h --open",
                "  yankee    --format yankee --start 5.00 --quantity 10 --increment 0.50 \\",
                "            --duration 1h --soft-close 30s --open"})
final class CreateVerb extends WritingVerb {
    /** What ends an auction by the clock, be it by rounds. */
    private static final List<String> ENDS = List.of("durationMillis", "endsAt", "periodMillis");
    /** The states of an auction that bids are or will be taken in without a further word of its seller. */
    private static final Set<String> TAKING_BIDS = Set.of("open", "scheduled");

    private CreateVerb(House house) {
        super(house);
    }

    /** The verb, with its options. */
    static CommandLine line(House house) {
        var line = new CommandLine(new CreateVerb(house));
        CreateOptions.addTo(line.getCommandSpec());
        line.getCommandSpec().parser().collectErrors(true);
        return line;
    }

    /** What is wrong with the values that could be read. */
    List<String> faults() {
        return new CreateOptions(spec()).faults();
    }

    @Override
    public Integer call() {
        var command = new CreateOptions(spec()).command();
        var outcome = execute(command);
        var code = tell(outcome, outcome.message());
        var opens = outcome.json().text("state").filter(TAKING_BIDS::contains).isPresent();
        if (outcome.succeeded() && opens && !house().wantsJson()
                && ENDS.stream().noneMatch(command::has)) {
            var auction = outcome.json().text("auction");
            house().output()
                    .note("no time ends " + auction.map(id -> "auction " + id).orElse("the auction")
                            + ": it goes on until "
                            + house().typedAs("close " + auction.orElse("AUCTION")));
        }
        return code;
    }
}
