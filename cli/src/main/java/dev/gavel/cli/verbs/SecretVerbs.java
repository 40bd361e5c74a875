package dev.gavel.cli.verbs;

import dev.gavel.client.Commands;
import dev.gavel.client.JsonObject;
import dev.gavel.client.Outcome;
import dev.gavel.client.SecretBid;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.Optional;

/** Bids that not even the house can read before the end. */
final class SecretVerbs {
    private SecretVerbs() {}

    @Command(name = "commit", description = "Post the hash of a secret bid, where the auction takes commitments. Keep "
            + "the nonce that is printed: without it the bid cannot be opened.", footer = {"",
                    "Examples:", "  gavel commit 1 125.50 --as ann",
                    "  gavel commit 1 --hash HASH --as ann   a hash made elsewhere:",
                    "      printf '1|ann|12550|NONCE' | sha256sum"})
    static final class Commit extends WritingVerb {
        @Parameters(index = "0", paramLabel = "AUCTION", description = "Id of the auction, such as 1.")
        private String auction = "";

        @Parameters(index = "1", arity = "0..1", paramLabel = "AMOUNT", description = "In the auction's currency, such as 125.50.")
        private Optional<String> amount = Optional.empty();

        @Option(names = "--nonce", paramLabel = "HEX", description = "64 hexadecimal digits of your own; default: fresh ones.")
        private Optional<String> nonce = Optional.empty();

        @Option(names = "--hash", paramLabel = "HEX", description = "The hash itself, instead of an amount.")
        private Optional<String> hash = Optional.empty();

        Commit(House house) {
            super(house);
        }

        @Override
        public Integer call() {
            if (amount.isPresent() == hash.isPresent() || (hash.isPresent() && nonce.isPresent())) {
                throw new UsageException("give either an amount or --hash");
            }
            if (hash.isPresent()) {
                var outcome = execute(Commands.commit(auction, hash.get()));
                return tell(outcome, outcome.message(), auction);
            }
            var currency = house().currencyOf(auction);
            var minorUnits = Amounts.ofBid(amount.orElse(""), currency);
            requireEnough(minorUnits);
            var bid = nonce.isPresent()
                    ? of(auction, house().user(), minorUnits, nonce.get())
                    : fresh(minorUnits);
            var outcome = execute(bid.commit());
            if (!outcome.withoutEffect() && !outcome.succeeded()) {
                house().output().note("it may have been done; keep the nonce " + bid.nonce());
            }
            var told = Outcome.of(outcome.json().with("nonce", bid.nonce()));
            return tell(told,
                    told.message() + "\nnonce " + bid.nonce() + "\nopen it with: "
                            + house().typedAs("reveal " + auction + " " + amount.orElse("")
                                    + " --nonce " + bid.nonce() + " --as " + house().user()),
                    auction);
        }

        /** The house may take the hash and its answer be lost, so the nonce is told before it is sent. */
        private SecretBid fresh(long minorUnits) {
            var bid = SecretBid.fresh(auction, house().user(), minorUnits);
            if (!isDryRun()) {
                house().output()
                        .note("the hash is sent now; keep the nonce " + bid.nonce()
                                + ", which alone opens the bid");
            }
            return bid;
        }

        /** The house sees the amount when the bid is opened, and that is too late to bid more. */
        private void requireEnough(long minorUnits) {
            var view = house().read(JsonObject.of("query", "auction").with("auction", auction));
            var start = view.number("start").orElse(0);
            if (minorUnits < start) {
                throw new UsageException("AMOUNT: the opening bid is at least "
                        + House.currencyIn(view).format(start)
                        + "; a bid below it could not be opened");
            }
        }
    }

    @Command(name = "reveal", description = "Open a secret bid whose hash you posted, after the end of the auction.", footer = {
            "", "Example: gavel reveal 1 125.50 --nonce NONCE --as ann"})
    static final class Reveal extends AuctionVerb {
        @Parameters(index = "1", paramLabel = "AMOUNT", description = "The amount you committed to, such as 125.50.")
        private String amount = "";

        @Option(names = "--nonce", required = true, paramLabel = "HEX", description = "The nonce that commit printed.")
        private String nonce = "";

        Reveal(House house) {
            super(house);
        }

        @Override
        JsonObject command() {
            var minorUnits = Amounts.ofBid(amount, house().currencyOf(auction()));
            return of(auction(), house().user(), minorUnits, nonce).reveal();
        }
    }

    private static SecretBid of(String auction, String user, long amount, String nonce) {
        try {
            return new SecretBid(auction, user, amount, nonce);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--nonce: " + e.getMessage());
        }
    }
}
