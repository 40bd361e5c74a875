package dev.gavel.cli.verbs;

import dev.gavel.client.JsonObject;
import dev.gavel.sellerrun.Buying;
import dev.gavel.sellerrun.BuyingListener;
import dev.gavel.sellerrun.Round;
import dev.gavel.sellerrun.SaleFailedException;
import dev.gavel.server.exit.ExitCodes;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** {@code gavel buy}: a seat in an auction that its seller's program runs. */
@Command(name = "buy", description = "Take part in an auction that its seller's program runs (gavel"
        + " sell): joins through the house, then hears the rounds from the seller. Type \"out\" to"
        + " leave for good; any other line shows how the auction stands. Ends with the auction.", footer = {
                "", "Examples:",
                "  gavel buy 1 --as ann",
                "  gavel buy 1 --listen 192.168.1.9:40000 --as ann   where the seller can reach you",
                "  gavel buy 1 --out-at 150.00 --as ann            leaves by itself at that price"})
final class BuyVerb extends Verb {
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final long TYPED_MILLIS = 100;

    @Parameters(paramLabel = "AUCTION", description = "Id of the auction, such as 1.")
    private String auction = "";

    @Option(names = "--listen", paramLabel = "HOST:PORT", description = "Where the seller reaches this program, such as 192.168.1.9:40000; default: any free "
            + "port.")
    private Optional<String> listen = Optional.empty();

    @Option(names = "--out-at", paramLabel = "AMOUNT", description = "Leave in the first round that is at this price or more, such as 150.00.")
    private Optional<String> outAt = Optional.empty();

    BuyVerb(House house) {
        super(house.unhurried());
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var address = SaleWords.listen(listen);
        var limit = outAt.map(text -> Amounts.parse("--out-at", text, house().currencyOf(auction)));
        var listener = new Telling(limit);
        try (var buying = Buying.join(house().forSale(), house().user(), auction,
                house().servers().getFirst(), address, listener)) {
            var words = new SaleWords(house(), buying.terms());
            words.tell("joined", "you take part in " + words.offer() + "; seller "
                    + buying.terms().seller() + "; type out to leave",
                    JsonObject.of("address", buying.address()));
            listener.ready(words, buying);
            return stay(buying, words);
        } catch (SaleFailedException e) {
            throw SaleWords.failed(e);
        }
    }

    private int stay(Buying buying, SaleWords words) throws InterruptedException {
        var typed = house().typed();
        while (buying.end(LOOK).isEmpty()) {
            var line = typed.next(TYPED_MILLIS);
            if (line.isEmpty()) {
                continue;
            }
            if (line.get().strip().equals("out") || line.get().strip().equals("leave")) {
                var outcome = buying.leave();
                if (outcome.isPresent()) {
                    return house().tell(outcome.get(), outcome.get().message());
                }
            } else {
                var now = buying.now();
                words.tell("standing", (buying.isPaused() ? "paused; " : "")
                        + now.map(words::standing).orElse("it has not begun"));
            }
        }
        return ExitCodes.OK;
    }

    /** Prints, once it is known what of. */
    private final class Telling implements BuyingListener {
        private final Optional<Long> limit;
        private volatile @Nullable SaleWords words;
        private volatile @Nullable Buying buying;

        private Telling(Optional<Long> limit) {
            this.limit = limit;
        }

        private void ready(SaleWords told, Buying seat) {
            words = told;
            buying = seat;
        }

        private void tell(String event, String sentence) {
            var known = words;
            if (known != null) {
                known.tell(event, sentence);
            }
        }

        @Override
        public void begun() {
            tell("begun", "it begins");
        }

        @Override
        public void changed(Round round) {
            var known = words;
            if (known != null) {
                known.round(round);
            }
            if (limit.isPresent() && round.price() >= limit.get()
                    && round.participants().getOrDefault(house().user(), false)) {
                leave();
            }
        }

        private void leave() {
            var seat = buying;
            if (seat != null) {
                seat.leaveNow();
            }
        }

        @Override
        public void paused() {
            tell("paused", "paused: nothing is heard of the seller");
        }

        @Override
        public void wentOn() {
            tell("wentOn", "the seller is back");
        }

        @Override
        public void left() {
            tell("left", "you are out, for good");
        }

        @Override
        public void stays(String why) {
            tell("stays", "you stay in: " + why);
        }

        @Override
        public void leavingLater() {
            tell("leavingLater", "the seller's program does not answer yet; it is told again until"
                    + " it does");
        }

        @Override
        public void over(Round round) {
            var known = words;
            if (known != null) {
                known.tell("over", known.ending(round)
                        + (round.winner().filter(house().user()::equals).isPresent()
                                ? ": you won"
                                : ""),
                        round.toJson());
            }
        }

        @Override
        public void houseAway(String why) {
            tell("houseAway", "the house cannot be asked; the seller goes on without it");
        }

        @Override
        public void houseBack() {
            tell("houseBack", "the house is back");
        }
    }
}
