package dev.gavel.cli.verbs;

import dev.gavel.auction.codec.FormatsByName;
import dev.gavel.client.JsonObject;
import dev.gavel.server.exit.ExitCodes;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What anybody may look at. */
final class ReadVerbs {
    private ReadVerbs() {}

    @Command(name = "list", description = "Auctions, by id.", footer = {"", "Examples:",
            "  gavel list --state open",
            "  gavel list --seller sue --text table --json",
            "  gavel list --mine --as ann"})
    static final class ListAuctions extends ReadingVerb {
        @Option(names = "--state", completionCandidates = Choices.States.class, paramLabel = "STATE", description = "draft, scheduled, open, paused, closed or cancelled.")
        private Optional<String> state = Optional.empty();

        @Option(names = "--format", completionCandidates = Choices.Formats.class, paramLabel = "FORMAT", description = "Only of this kind, such as english.")
        private Optional<String> format = Optional.empty();

        @Option(names = "--seller", paramLabel = "USER", description = "Only of this seller.")
        private Optional<String> seller = Optional.empty();

        @Option(names = "--text", paramLabel = "TEXT", description = "Only with this in the name or item, whatever the case and the accents.")
        private Optional<String> text = Optional.empty();

        @Option(names = "--mine", description = "Only those that you (--as) joined or bid on.")
        private boolean mine;

        @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "How many at most, to 1000; default: ${DEFAULT-VALUE}.")
        private int limit;

        @Option(names = "--after", paramLabel = "CURSOR", description = "Go on after this cursor,"
                + " which the page before printed at its end.")
        private Optional<String> after = Optional.empty();

        private static final int LEADER = 6;

        ListAuctions(House house) {
            super(house);
        }

        @Override
        public Integer call() {
            var page = read(JsonObject.of("query", "auctions")
                    .with("state", state)
                    .with("format", format)
                    .with("seller", seller)
                    .with("q", text)
                    .with("mine", mine ? Optional.of(true) : Optional.empty())
                    .with("limit", limit)
                    .with("after", after));
            if (house().wantsJson()) {
                house().output().json(page);
                return ExitCodes.OK;
            }
            var auctions = page.objects("auctions");
            house().output()
                    .table(List.of("AUCTION", "NAME", "STATE", "PRICE", "", "BIDS",
                            "LEADER", "SELLER", "LEFT"),
                            auctions.stream().map(ListAuctions::row).toList(),
                            List.of("SELLER", "BIDS", ""), row -> row.get(LEADER)
                                    .equals(house().knownUser()) ? Ink.GOOD : Ink.PLAIN);
            return Pages.end(house(), page, auctions.isEmpty(), "no auctions");
        }

        private static List<String> row(JsonObject view) {
            var currency = House.currencyIn(view);
            var left = view.number("remainingMillis");
            return List.of(view.text("auction").orElse(""), view.text("name").orElse(""),
                    Sentences.state(view),
                    isUnsoldWithoutBids(view) ? "-"
                            : Sentences.amount(view,
                                    view.has("hammerPrice") ? "hammerPrice" : "price", currency),
                    currency.code(), Views.count(view, "bids"),
                    view.text("winner").or(() -> view.text("leader")).orElse("-"),
                    view.text("seller").orElse(""),
                    left.isPresent() ? Spans.inWords(left.getAsLong()) : "-");
        }

        /** Whether it ended at no price: what it started at, or was called last, nobody took. */
        private static boolean isUnsoldWithoutBids(JsonObject view) {
            return view.has("result") && !view.has("hammerPrice")
                    && view.number("bids").orElse(0) == 0;
        }
    }

    @Command(name = "show", description = "One auction as it stands.", footer = {"",
            "Example: gavel show 1"})
    static final class Show extends ReadingVerb {
        @Parameters(paramLabel = "AUCTION", description = "Id of the auction, such as 1.")
        private String auction = "";

        Show(House house) {
            super(house);
        }

        @Override
        public Integer call() {
            var view = read(JsonObject.of("query", "auction").with("auction", auction));
            if (house().wantsJson()) {
                house().output().json(view);
            } else {
                Views.lines(view).forEach(house().output()::line);
            }
            return ExitCodes.OK;
        }
    }

    @Command(name = "result", description = "How an auction ended, or stands.", footer = {"",
            "Example: gavel result 1"})
    static final class Result extends ReadingVerb {
        @Parameters(paramLabel = "AUCTION", description = "Id of the auction, such as 1.")
        private String auction = "";

        Result(House house) {
            super(house);
        }

        @Override
        public Integer call() {
            var view = read(JsonObject.of("query", "result").with("auction", auction));
            if (house().wantsJson()) {
                house().output().json(view);
            } else {
                house().output().line(Views.result(view));
            }
            return ExitCodes.OK;
        }
    }

    @Command(name = "history", description = "Every bid on an auction, oldest first.", footer = {"",
            "Example: gavel history 1 --json"})
    static final class History extends PageVerb {
        History(House house) {
            super(house, "bids");
        }

        @Override
        int show(JsonObject page) {
            var currency = house().currencyOf(auction());
            var heads = new ArrayList<>(List.of("AT", "BIDDER", "AMOUNT", "", "STANDS",
                    "LOG INDEX"));
            var ofUnits = page.objects("bids")
                    .stream()
                    .anyMatch(bid -> bid.has("quantity") || bid.flag("allOrNothing"));
            if (ofUnits) {
                heads.add(heads.indexOf("STANDS"), "QUANTITY");
            }
            var view = read(JsonObject.of("query", "auction").with("auction", auction()));
            var ofMaxima = page.objects("bids")
                    .stream()
                    .anyMatch(bid -> maximum(bid, view) != null);
            if (ofMaxima) {
                heads.add(heads.indexOf("STANDS"), "YOUR MAXIMUM");
            }
            var isSecret = FormatsByName.isSecret(view.text("format").orElse(""));
            var rows = new ArrayList<List<String>>();
            for (var bid : page.objects("bids")) {
                var row = new ArrayList<>(
                        List.of(bid.text("at").orElse(""), bid.text("bidder").orElse(""),
                                bid.has("opened") ? ""
                                        : Sentences.amount(bid, "amount", currency),
                                bid.has("opened") ? "" : currency.code(), stands(bid, isSecret),
                                Views.count(bid, "index")));
                if (ofUnits) {
                    row.add(heads.indexOf("QUANTITY"),
                            bid.number("quantity").orElse(1)
                                    + (bid.flag("allOrNothing") ? ", all or nothing" : ""));
                }
                if (ofMaxima) {
                    var field = maximum(bid, view);
                    row.add(heads.indexOf("YOUR MAXIMUM"),
                            field == null ? "" : Sentences.amount(bid, field, currency));
                }
                rows.add(row);
            }
            var stands = heads.indexOf("STANDS");
            house().output()
                    .table(heads, rows, List.of("LOG INDEX"),
                            row -> row.get(stands).startsWith("standing") ? Ink.GOOD
                                    : row.get(stands).isEmpty() ? Ink.PLAIN : Ink.DIM);
            if (!rows.isEmpty() && isCalledOff(view)) {
                house().output().note("the auction was called off: no bid counts");
            }
            return Pages.end(house(), page, rows.isEmpty(), whyNone(view));
        }

        /**
         * The field of an own bid that says how far it goes; null of those of others. A bid without a maximum
         * goes as far as its amount, which {@code show} tells as the maximum of who leads.
         */
        private @Nullable String maximum(JsonObject bid, JsonObject view) {
            if (bid.has("max")) {
                return "max";
            }
            var isOwn = bid.text("bidder").filter(house().knownUser()::equals).isPresent()
                    && !bid.flag("automatic");
            return isOwn && ConditionLines.takesMaxima(view) ? "amount" : null;
        }

        private static boolean isCalledOff(JsonObject view) {
            return view.text("state").filter("cancelled"::equals).isPresent();
        }

        /** A clock has a winner and no bids, and secret bids are told at the close. */
        private static String whyNone(JsonObject view) {
            if (view.text("winner").isPresent()) {
                return "no bids: " + view.text("winner").get() + " got it without one";
            }
            var isOver = !Set.of("draft", "scheduled", "open", "paused")
                    .contains(view.text("state").orElse("open"));
            return !view.has("bids") && !isOver ? "no bids that you may see yet"
                    : isCalledOff(view) ? "no bids; the auction was called off"
                            : isOver ? "no bids" : "no bids yet";
        }

        /** Whether it leads or was taken back, and whether the house bid it up to a maximum. */
        private static String stands(JsonObject bid, boolean isSecret) {
            if (bid.flag("retracted")) {
                return isSecret ? "replaced or withdrawn" : "retracted";
            }
            if (bid.has("opened")) {
                return "not opened";
            }
            var automatic = bid.flag("automatic") ? "automatic" : "";
            return !bid.flag("standing") ? automatic
                    : automatic.isEmpty() ? "standing" : "standing, " + automatic;
        }
    }
}
