package dev.gavel.cli.verbs;

import dev.gavel.auction.model.Currency;
import dev.gavel.client.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.time.Duration;
import java.util.Optional;

/** {@code gavel start}: an item of the catalogue is sold from now on. */
@Command(name = "start", description = "Sell an item of the catalogue from now on: makes an auction for it and opens "
        + "it, in one step. It is an english auction that begins at the item's price; gavel create has all other "
        + "conditions of sale.", footer = {"", "Examples:", "  gavel start 3 --as sue",
                "  gavel start 3 --duration 2m --start 80.00 --as sue"})
final class StartVerb extends WritingVerb {
    /** Items are looked for by page. */
    private static final int MOST_PAGES = 100;
    private static final int PAGE = 1_000;

    @Parameters(paramLabel = "ITEM", description = "Id of the item as gavel items shows it, such as 3, or its name.")
    private String item = "";

    @Option(names = "--duration", paramLabel = "TIME", defaultValue = "5m", description = "How long it takes bids, such as 45s, 2m or 1h; default: ${DEFAULT-VALUE}.")
    private Duration duration = Duration.ofMinutes(5);

    @Option(names = "--start", paramLabel = "AMOUNT", description = "Least first bid, such as 80.00; default: the item's price.")
    private Optional<String> start = Optional.empty();

    @Option(names = "--increment", paramLabel = "STEP", description = "Step to the next bid; gavel"
            + " create --help tells how to write it.")
    private Optional<String> increment = Optional.empty();

    StartVerb(House house) {
        super(house);
    }

    @Override
    public Integer call() {
        house().user();
        var found = find().orElseThrow(() -> new UsageException("there is no item \"" + item
                + "\" in the catalogue; " + house().typedAs("items") + " shows it"));
        var id = found.text("item").orElse(item);
        var currency = Currency.EUR;
        var command = JsonObject.of("op", "create")
                .with("name", found.text("name").orElse(item))
                .with("item", id)
                .with("format", "english")
                .with("currency", currency.code())
                .with("start", start.map(text -> Amounts.parse("--start", text, currency))
                        .orElseGet(() -> found.number("price").orElse(0)))
                .with("increment",
                        increment.map(text -> Increments.parse("--increment", text, currency)))
                .with("durationMillis", duration.toMillis())
                .with("open", true);
        var outcome = execute(command);
        var auction = outcome.json().text("auction");
        return tell(outcome, outcome.message() + auction.map(
                number -> " Bid with: " + house().typedAs("bid " + number + " AMOUNT")).orElse(""));
    }

    /** By id, else by name: that of the one to be had, where others of that name are sold or gone. */
    private Optional<JsonObject> find() {
        var after = Optional.<String>empty();
        var named = Optional.<JsonObject>empty();
        var toBeHad = Optional.<JsonObject>empty();
        var isOne = true;
        for (var pages = 0; pages < MOST_PAGES; pages++) {
            var page = house().read(JsonObject.of("query", "items")
                    .with("all", true)
                    .with("limit", PAGE)
                    .with("after", after));
            for (var each : page.objects("items")) {
                if (each.text("item").filter(item::equals).isPresent()) {
                    return Optional.of(each);
                }
                if (each.text("name").filter(item::equalsIgnoreCase).isEmpty()) {
                    continue;
                }
                named = Optional.of(each);
                if (each.text("status").filter("listed"::equals).isPresent()) {
                    isOne = toBeHad.isEmpty();
                    toBeHad = named;
                }
            }
            after = page.text("next");
            if (after.isEmpty()) {
                break;
            }
        }
        if (!isOne) {
            throw new UsageException("several items are called \"" + item
                    + "\": give the id of one, as " + house().typedAs("items")
                    + " shows it");
        }
        return toBeHad.isPresent() ? toBeHad : named;
    }
}
