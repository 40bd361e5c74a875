package dev.gavel.cli.verbs;

import dev.gavel.auction.model.Currency;
import dev.gavel.client.Commands;
import dev.gavel.client.FileTrouble;
import dev.gavel.client.JsonObject;
import dev.gavel.client.Outcome;
import dev.gavel.sellerrun.Round;
import dev.gavel.sellerrun.SaleFailedException;
import dev.gavel.sellerrun.Selling;
import dev.gavel.sellerrun.SellingListener;
import dev.gavel.server.exit.Crash;
import dev.gavel.server.exit.ExitCodes;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** {@code gavel sell}: a rising clock that runs in this program. */
@Command(name = "sell", sortOptions = false, description = "Sell by a rising clock that this"
        + " program runs, directly with the buyers. Buyers join through the house, and the house"
        + " keeps the result; but the auction goes on even while no server is up. With AUCTION,"
        + " start an auction that waits, or go on with one that was interrupted, from this or"
        + " another address.", footer = {"", "Examples:",
                "  gavel sell --name \"Oak table\" --start 100.00 --step 5.00 --period 2s --as sue",
                "            buyers: gavel buy 1 --as ann; Enter starts it",
                "  gavel sell --name Vase --start 10 --step 1 --period 500ms --start-when 2 --as sue",
                "  gavel sell 1 --as sue                            go on with auction 1",
                "  gavel sell 1 --listen 192.168.1.7:40000 --as sue   from there"})
final class SellVerb extends Verb {
    private static final Duration LOOK = Duration.ofMillis(500);
    /** An input that has ended is known as such by then. */
    private static final long TYPED_MILLIS = 200;

    @Parameters(paramLabel = "AUCTION", arity = "0..1", description = "Id of an auction of yours, such as 1; without it a new one is created.")
    private Optional<String> auction = Optional.empty();

    @Option(names = "--name", paramLabel = "TEXT", description = "Its name; a new auction needs one.")
    private Optional<String> name = Optional.empty();

    @Option(names = "--item-name", paramLabel = "TEXT", description = "What is sold; default: the name.")
    private Optional<String> itemName = Optional.empty();

    @Option(names = "--item-description", paramLabel = "TEXT", description = "More about it.")
    private Optional<String> itemDescription = Optional.empty();

    @Option(names = "--currency", paramLabel = "CODE", defaultValue = "EUR", description = "ISO 4217 code, such as JPY; default: ${DEFAULT-VALUE}.")
    private String currencyCode = "EUR";

    @Option(names = "--start", paramLabel = "AMOUNT", description = "Price of the first round, such as 100.00; default: 0.")
    private Optional<String> start = Optional.empty();

    @Option(names = "--step", paramLabel = "AMOUNT", description = "By how much it rises each round, such as 5.00; a new auction needs it.")
    private Optional<String> step = Optional.empty();

    @Option(names = "--period", paramLabel = "TIME", description = "Length of a round, such as 2s; at least 100ms; a new auction needs it.")
    private Optional<Duration> period = Optional.empty();

    @Option(names = "--grace", paramLabel = "N", defaultValue = "0", description = "Rounds in a row a buyer may be unreachable before they are withdrawn; "
            + "default: ${DEFAULT-VALUE}.")
    private long grace;

    @Option(names = "--start-when", paramLabel = "N", description = "Start as soon as so many have joined, instead of by Enter.")
    private Optional<Integer> startWhen = Optional.empty();

    @Option(names = "--start-after", paramLabel = "TIME", description = "Start after this time, such as 30s, if anybody has joined by then.")
    private Optional<Duration> startAfter = Optional.empty();

    @Option(names = "--listen", paramLabel = "HOST:PORT", description = "Where buyers reach this program, such as 192.168.1.7:40000; default: any free port.")
    private Optional<String> listen = Optional.empty();

    @Option(names = "--journal", paramLabel = "DIR", description = "Folder for keys and rounds; default: ~/.gavel/sell.")
    private Optional<Path> journal = Optional.empty();

    @Option(names = "--unsigned", description = "Do not sign rounds. Then you can go on with the"
            + " auction on a machine that does not have its journal.")
    private boolean unsigned;

    SellVerb(House house) {
        super(house.unhurried());
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (grace < 0) {
            throw new UsageException("--grace: a number of rounds, from 0");
        }
        if (auction.isEmpty()) {
            requireStarter();
        }
        var listener = new Telling();
        try (var selling = begin(listener)) {
            listener.words = new SaleWords(house(), selling.terms());
            if (auction.isPresent() && !selling.hasBegun()) {
                requireStarter();
            }
            greet(selling, listener.words);
            if (!selling.hasBegun()) {
                gather(selling, listener);
            }
            return run(selling);
        } catch (SaleFailedException e) {
            throw SaleWords.failed(e);
        }
    }

    private int run(Selling selling) throws InterruptedException {
        Crash.beforeChange(); // buyers are told what the house may never hear
        try {
            return selling.run().map(ExitCodes::of).orElse(ExitCodes.OK);
        } catch (UncheckedIOException e) {
            throw standsStill(selling, "FILE", FileTrouble.sentence(e));
        }
    }

    /** What was changed up to now stays as it is. */
    private FailedException standsStill(Selling selling, String code, String why) {
        var outcome = Outcome.exception(code, "auction " + selling.terms().auction()
                + " waits as it is: " + why + "; "
                + house().typedAs("sell " + selling.terms().auction()) + " goes on with it");
        return new FailedException(
                Outcome.of(outcome.json().with("auction", selling.terms().auction())),
                ExitCodes.UNKNOWN);
    }

    /** Before an auction is there, or is taken up, that nobody would start. */
    private void requireStarter() throws InterruptedException {
        if (startWhen.isEmpty() && startAfter.isEmpty()) {
            var unused = house().typed().next(TYPED_MILLIS);
            if (house().typed().hasEnded()) {
                throw new UsageException(
                        "nobody can press Enter here: give --start-when or --start-after");
            }
        }
    }

    private Selling begin(SellingListener listener)
            throws IOException, InterruptedException, SaleFailedException {
        var folder = journal.orElseGet(
                () -> Path.of(System.getProperty("user.home", "."), ".gavel", "sell"));
        var setup = new Selling.Setup(house().forSale(),
                house().servers().getFirst(), folder, SaleWords.listen(listen), grace);
        if (auction.isPresent()) {
            if (name.isPresent() || start.isPresent() || step.isPresent() || period.isPresent()) {
                throw new UsageException(
                        "give either AUCTION, to go on with it, or the conditions of a new auction");
            }
            return Selling.takeUp(setup, house().user(), auction.get(), listener);
        }
        return Selling.create(setup, conditions(), !unsigned, listener);
    }

    private JsonObject conditions() {
        var faults = new ArrayList<String>();
        var missing = new ArrayList<String>();
        if (name.isEmpty()) {
            missing.add("--name");
        }
        if (step.isEmpty()) {
            missing.add("--step");
        }
        if (period.isEmpty()) {
            missing.add("--period");
        }
        if (!missing.isEmpty()) {
            faults.add("a new auction needs " + String.join(", ", missing));
        }
        var currency = Currency.of(currencyCode);
        if (currency.isEmpty()) {
            faults.add("--currency: \"" + currencyCode
                    + "\" is no currency of ISO 4217; write EUR, USD, JPY …");
        }
        var opening = amount(faults,
                () -> start.isEmpty() ? 0L
                        : Amounts.parse("--start", start.get(),
                                currency.orElse(Currency.EUR)));
        var rise = amount(faults, () -> step.isEmpty() ? 0L
                : Amounts.positive("--step", step.get(), currency.orElse(Currency.EUR)));
        if (!faults.isEmpty()) {
            throw new UsageException(faults);
        }
        return Commands
                .create(name.orElseThrow(), itemName.or(() -> name).orElseThrow(), "clock", opening)
                .with("itemDescription", itemDescription)
                .with("currency", currency.orElseThrow().code())
                .with("step", rise)
                .with("periodMillis", period.orElseThrow().toMillis());
    }

    /** What is read; where it is none, that is one of the faults. */
    private static long amount(List<String> faults, LongSupplier read) {
        try {
            return read.getAsLong();
        } catch (UsageException e) {
            faults.add(String.valueOf(e.getMessage()));
            return 0;
        }
    }

    private void greet(Selling selling, SaleWords words) throws InterruptedException {
        words.tell("ready", (selling.hasBegun() ? "going on with " : "") + words.offer(),
                JsonObject.of("address", selling.address())
                        .with("journal", selling.journal().toString()));
        if (!house().wantsJson()) {
            house().output()
                    .note("buyers reach this program at " + selling.address()
                            + "; its journal is " + selling.journal());
        }
        var registered = selling.register();
        if (!registered.succeeded()) {
            house().output()
                    .note("the house does not know yet where this program listens: "
                            + Sentences.ofFailure(registered));
        }
    }

    /** Waits for buyers, until it is time to start. */
    private void gather(Selling selling, Telling listener)
            throws InterruptedException, SaleFailedException {
        var typed = house().typed();
        var since = System.nanoTime();
        var hasTold = false;
        if (!house().wantsJson()) {
            house().output()
                    .line("waiting for buyers: "
                            + house().typedAs("buy " + selling.terms().auction()) + " --as NAME"
                            + (startWhen.isEmpty() && startAfter.isEmpty()
                                    ? "; press Enter to start"
                                    : ""));
        }
        while (true) {
            var enter = typed.next(LOOK.toMillis()).isPresent();
            var joined = joined(selling, listener);
            var isTime = startAfter.isPresent()
                    && System.nanoTime() - since > startAfter.get().toNanos();
            var areEnough = startWhen.filter(least -> joined.size() >= least).isPresent();
            if (enter || isTime || areEnough) {
                if (joined.isEmpty()) {
                    if (isTime && !hasTold) {
                        hasTold = true;
                        house().output()
                                .note("nobody has joined yet: the auction starts as soon as"
                                        + " somebody does");
                    } else if (enter) {
                        house().output().note("nobody has joined yet");
                    }
                    continue;
                }
                selling.start();
                return;
            }
            if (startWhen.isEmpty() && startAfter.isEmpty() && typed.hasEnded()) {
                throw standsStill(selling, Outcome.UNKNOWN,
                        "nobody can press Enter here any more: give --start-when or --start-after");
            }
        }
    }

    /** Who has joined; nobody where the house cannot be asked. */
    private static List<String> joined(Selling selling, Telling listener)
            throws InterruptedException, SaleFailedException {
        try {
            var joined = selling.joined();
            listener.joined(joined);
            return joined;
        } catch (SaleFailedException e) {
            if (ExitCodes.of(e.outcome()) == ExitCodes.REFUSED) {
                throw e;
            }
            listener.houseAway(e.outcome().message());
            return List.of();
        }
    }

    /** Prints. */
    private final class Telling implements SellingListener {
        private @Nullable SaleWords words;
        private List<String> joined = List.of();
        private boolean away;

        private SaleWords words() {
            if (words == null) {
                throw new IllegalStateException("nothing is sold yet");
            }
            return words;
        }

        @Override
        public void changed(Round round) {
            words().round(round);
            if (round.finished() && away) {
                words().tell("waiting", "the result is not handed in yet: waiting for the house; "
                        + house().typedAs("sell " + round.auction()) + " goes on with it");
            }
        }

        @Override
        public void lost(String buyer, long rounds) {
            words().tell("lost", buyer + " could not be reached for " + rounds
                    + (rounds == 1 ? " round" : " rounds") + " and is withdrawn",
                    JsonObject.of("user", buyer));
        }

        @Override
        public void stalled() {
            words().tell("stalled",
                    "no buyer who is still in can be reached: the round waits");
        }

        @Override
        public void wentOn() {
            words().tell("wentOn", "a buyer can be reached again: the round begins anew");
        }

        @Override
        public void joined(List<String> buyers) {
            houseBack();
            if (!buyers.equals(joined)) {
                joined = List.copyOf(buyers);
                words().tell("joined", "joined: " + SaleWords.names(buyers));
            }
        }

        @Override
        public void houseAway(String why) {
            if (!away) {
                away = true;
                words().tell("houseAway",
                        "the house cannot be told how the auction stands: " + why);
            }
        }

        @Override
        public void houseBack() {
            if (away) {
                away = false;
                words().tell("houseBack", "the house is back");
            }
        }

        @Override
        public void refused(Outcome why) {
            words().tell("refused", Sentences.ofFailure(why));
        }

        @Override
        public void handedIn(Outcome outcome) {
            words().tell("handedIn", "the house has the result: " + outcome.message(),
                    JsonObject.of("index", outcome.index()));
        }
    }
}
