package dev.gavel.cli.verbs;

import dev.gavel.auction.model.Currency;
import dev.gavel.client.JsonObject;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code gavel create}: an auction with all its conditions of sale. */
@Command(name = "create", sortOptions = false, description = "Create an auction: a draft, unless "
        + "--open or --opens-at says more. Amounts are in the auction's currency.", footer = {"",
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

    @Option(names = "--name", required = true, paramLabel = "TEXT", description = "Its name.")
    private String name = "";

    @Option(names = "--item", paramLabel = "ITEM", description = "Id of an item in the catalogue, such as 3.")
    private Optional<String> item = Optional.empty();

    @Option(names = "--item-name", paramLabel = "TEXT", description = "What is sold, where it is not in the catalogue; default: the name.")
    private Optional<String> itemName = Optional.empty();

    @Option(names = "--item-description", paramLabel = "TEXT", description = "More about it.")
    private Optional<String> itemDescription = Optional.empty();

    @Option(names = "--format", completionCandidates = Choices.Formats.class, paramLabel = "FORMAT", defaultValue = "english", description = "english, clock, dutch, sealed, vickrey, reverse, uniform or yankee; default: "
            + "${DEFAULT-VALUE}.")
    private String format = "english";

    @Option(names = "--currency", paramLabel = "CODE", defaultValue = "EUR", description = "ISO 4217 code, such as JPY; default: ${DEFAULT-VALUE}.")
    private String currencyCode = "EUR";

    @Option(names = "--start", paramLabel = "AMOUNT", description = "Least first bid, such as 100.00; default: 0.")
    private Optional<String> start = Optional.empty();

    @Option(names = "--duration", paramLabel = "TIME", description = "How long it takes bids once open, such as 45s, 2m or 1h.")
    private Optional<Duration> duration = Optional.empty();

    @Option(names = "--ends-at", paramLabel = "INSTANT", description = "When it ends instead, such as 2030-01-31T18:00:00Z.")
    private Optional<String> endsAt = Optional.empty();

    @Option(names = "--opens-at", paramLabel = "INSTANT", description = "When it opens by itself, such as 2030-01-31T17:00:00Z.")
    private Optional<String> opensAt = Optional.empty();

    @Option(names = "--open", description = "Open it at once.")
    private boolean open;

    @Option(names = "--unique", description = "Refuse it if you have one that is exactly alike.")
    private boolean unique;

    @ArgGroup(validate = false, heading = "%nRising (english) and falling (reverse) bids:%n")
    private Bidding bidding = new Bidding();

    @ArgGroup(validate = false, heading = "%nEnd and reserve:%n")
    private Ending ending = new Ending();

    @ArgGroup(validate = false, heading = "%nOther formats and access:%n")
    private Further further = new Further();

    /** How bids rise. */
    static final class Bidding {
        @Option(names = "--increment", paramLabel = "STEP", description = "Step to the next bid: an amount 0.50, a percentage 5%%, a table "
                + "unit, ebay-uk, power-of-ten or godaddy, or bands 0:0.05,1:0.20 "
                + "(from:step).")
        private Optional<String> increment = Optional.empty();

        @Option(names = "--grid", description = "Only amounts on the ladder of these steps.")
        private boolean grid;

        @Option(names = "--proxy", completionCandidates = Choices.Proxies.class, paramLabel = "MODE", description = "Maximum bids: allowed (default), always or never.")
        private Optional<String> proxy = Optional.empty();

        @Option(names = "--buy-now", paramLabel = "AMOUNT", description = "Sells at once to who bids this, such as 500.00.")
        private Optional<String> buyNow = Optional.empty();

        @Option(names = "--buy-now-until", completionCandidates = Choices.BuyNowUntil.class, paramLabel = "WHEN", description = "firstBid (default) or reserveMet.")
        private Optional<String> buyNowUntil = Optional.empty();

        @Option(names = "--retract-until", paramLabel = "INSTANT", description = "Until when bids may be taken back, such as "
                + "2030-01-31T17:30:00Z.")
        private Optional<String> retractUntil = Optional.empty();
    }

    /** How it ends. */
    static final class Ending {
        @Option(names = "--soft-close", paramLabel = "WINDOW[+EXTENSION]", description = "A bid in the last WINDOW moves the end, such as 30s or 30s+2m.")
        private Optional<String> softClose = Optional.empty();

        @Option(names = "--soft-close-trigger", completionCandidates = Choices.Triggers.class, paramLabel = "WHICH", description = "Bids that do: price (default), accepted or lead.")
        private Optional<String> trigger = Optional.empty();

        @Option(names = "--soft-close-mode", completionCandidates = Choices.Modes.class, paramLabel = "HOW", description = "reset: to EXTENSION from the bid (default); add: EXTENSION later.")
        private Optional<String> mode = Optional.empty();

        @Option(names = "--max-extensions", paramLabel = "N", description = "How often at most, such as 10.")
        private Optional<Long> maxExtensions = Optional.empty();

        @Option(names = "--hard-end", paramLabel = "INSTANT", description = "Never later than this, such as 2030-01-31T20:00:00Z.")
        private Optional<String> hardEnd = Optional.empty();

        @Option(names = "--group", paramLabel = "NAME", description = "Auctions of one group are extended together, such as evening.")
        private Optional<String> group = Optional.empty();

        @Option(names = "--outage-grace", paramLabel = "TIME", description = "Longer outages move the end, such as 5s; default: 2s.")
        private Optional<Duration> outageGrace = Optional.empty();

        @Option(names = "--max-pause", paramLabel = "TIME", description = "How long you may pause it, all pauses together, such as 1h; then it goes on by itself. "
                + "0: not at all; default: 24h.")
        private Optional<String> maxPause = Optional.empty();

        @Option(names = "--reserve", paramLabel = "AMOUNT", description = "Secret price below which it is not sold, such as 400.00.")
        private Optional<String> reserve = Optional.empty();

        @Option(names = "--reserve-mode", completionCandidates = Choices.ReserveModes.class, paramLabel = "MODE", description = "Maximum bids below the reserve: plain (default) or jump.")
        private Optional<String> reserveMode = Optional.empty();

        @Option(names = "--below-reserve", completionCandidates = Choices.BelowReserve.class, paramLabel = "WHAT", description = "unsold (default), or offer: you may accept the highest bid.")
        private Optional<String> belowReserve = Optional.empty();

        @Option(names = "--offer-for", paramLabel = "TIME", description = "How long you may, such as 24h.")
        private Optional<Duration> offerFor = Optional.empty();
    }

    /** What other formats need, and who may take part. */
    static final class Further {
        @Option(names = "--period", paramLabel = "TIME", description = "clock, dutch: length of a round, such as 10s.")
        private Optional<Duration> period = Optional.empty();

        @Option(names = "--step", paramLabel = "AMOUNT", description = "clock, dutch: change of the price per round, such as 5.00.")
        private Optional<String> step = Optional.empty();

        @Option(names = "--floor", paramLabel = "AMOUNT", description = "dutch: lowest price, such as 20.00.")
        private Optional<String> floor = Optional.empty();

        @Option(names = "--quantity", paramLabel = "N", description = "dutch, uniform, yankee: how many are sold, such as 100.")
        private Optional<Long> quantity = Optional.empty();

        @Option(names = "--confirm", completionCandidates = Choices.Confirms.class, paramLabel = "MODE", description = "clock: stay (default), or confirm: each round anew.")
        private Optional<String> confirm = Optional.empty();

        @Option(names = "--grace", paramLabel = "N", description = "clock: rounds a bidder may miss to confirm, such as 1.")
        private Optional<Long> grace = Optional.empty();

        @Option(names = "--commit", description = "sealed, vickrey: bidders first send a hash of their bid.")
        private boolean commit;

        @Option(names = "--reveal", paramLabel = "TIME", description = "Time after the end to open it, such as 10m.")
        private Optional<Duration> reveal = Optional.empty();

        @Option(names = "--margin", completionCandidates = Choices.Margins.class, paramLabel = "HOW", description = "uniform: partial (default) or proRata.")
        private Optional<String> margin = Optional.empty();

        @Option(names = "--visibility", completionCandidates = Choices.Visibilities.class, paramLabel = "WHO", description = "Who sees it: public (default), participants or invited.")
        private Optional<String> visibility = Optional.empty();

        @Option(names = "--invite", paramLabel = "USER", split = ",", description = "Only these may bid, such as ann,bob.")
        private List<String> invited = List.of();

        @Option(names = "--run-by", completionCandidates = Choices.Runners.class, paramLabel = "WHO", description = "clock: house (default), or seller: a program of the seller's own calls the rounds.")
        private Optional<String> runBy = Optional.empty();

        @Option(names = "--seller-key", paramLabel = "KEY", description = "With --run-by seller: the Ed25519 public key in base64 by which that program signs its rounds.")
        private Optional<String> sellerKey = Optional.empty();
    }

    CreateVerb(House house) {
        super(house);
    }

    @Override
    public Integer call() {
        var outcome = execute(command());
        return tell(outcome, outcome.message());
    }

    JsonObject command() {
        var currency = Currency.of(currencyCode)
                .orElseThrow(() -> new UsageException(
                        "\"" + currencyCode
                                + "\" is no currency of ISO 4217; write EUR, USD, JPY …"));
        var json = JsonObject.of("op", "create")
                .with("name", name)
                .with("item", item)
                .with("itemName", itemName)
                .with("itemDescription", itemDescription)
                .with("format", format)
                .with("currency", currency.code())
                .with("start",
                        start.map(text -> Amounts.parse("--start", text, currency)).orElse(0L))
                .with("durationMillis", duration.map(Duration::toMillis))
                .with("endsAt", endsAt)
                .with("opensAt", opensAt);
        json = withFurther(withEnding(withBidding(json, currency), currency), currency);
        json = flag(json, "unique", unique);
        return flag(json, "open", open);
    }

    private JsonObject withBidding(JsonObject json, Currency currency) {
        return flag(json, "grid", bidding.grid)
                .with("increment", bidding.increment.map(
                        text -> Increments.parse("--increment", text, currency)))
                .with("proxy", bidding.proxy)
                .with("buyNow", amount("--buy-now", bidding.buyNow, currency))
                .with("buyNowUntil", bidding.buyNowUntil)
                .with("retractUntil", bidding.retractUntil);
    }

    private JsonObject withEnding(JsonObject json, Currency currency) {
        return json.with("softClose", softClose())
                .with("group", ending.group)
                .with("outageGraceMillis", ending.outageGrace.map(Duration::toMillis))
                .with("maxPauseMillis", ending.maxPause.map(CreateVerb::pause))
                .with("reserve", amount("--reserve", ending.reserve, currency))
                .with("reserveMode", ending.reserveMode)
                .with("belowReserve", ending.belowReserve)
                .with("offerMillis", ending.offerFor.map(Duration::toMillis));
    }

    private Optional<JsonObject> softClose() {
        if (ending.softClose.isEmpty()) {
            if (ending.trigger.isPresent() || ending.mode.isPresent()
                    || ending.maxExtensions.isPresent() || ending.hardEnd.isPresent()) {
                throw new UsageException("give --soft-close too, such as --soft-close 30s");
            }
            return Optional.empty();
        }
        var text = ending.softClose.get();
        var plus = text.indexOf('+');
        var window = Spans.parse(plus < 0 ? text : text.substring(0, plus));
        var extension = plus < 0 ? window : Spans.parse(text.substring(plus + 1));
        return Optional.of(JsonObject.of("windowMillis", window.toMillis())
                .with("extendMillis", extension.toMillis())
                .with("trigger", ending.trigger)
                .with("mode", ending.mode)
                .with("maxExtensions", ending.maxExtensions)
                .with("hardEnd", ending.hardEnd));
    }

    private JsonObject withFurther(JsonObject json, Currency currency) {
        var invited = further.invited.isEmpty()
                ? Optional.<List<String>>empty()
                : Optional.of(further.invited);
        return flag(json, "commit", further.commit)
                .with("periodMillis", further.period.map(Duration::toMillis))
                .with("step", amount("--step", further.step, currency))
                .with("floor", amount("--floor", further.floor, currency))
                .with("quantity", further.quantity)
                .with("confirm", further.confirm)
                .with("grace", further.grace)
                .with("revealMillis", further.reveal.map(Duration::toMillis))
                .with("margin", further.margin)
                .with("visibility", further.visibility)
                .with("invited", invited)
                .with("runBy", further.runBy)
                .with("sellerKey", further.sellerKey);
    }

    private static long pause(String text) {
        return text.equals("0") ? 0 : Spans.parse(text).toMillis();
    }

    private static JsonObject flag(JsonObject json, String name, boolean set) {
        return set ? json.with(name, true) : json;
    }

    private static Optional<Long> amount(String option, Optional<String> text,
            Currency currency) {
        return text.map(given -> Amounts.positive(option, given, currency));
    }
}
