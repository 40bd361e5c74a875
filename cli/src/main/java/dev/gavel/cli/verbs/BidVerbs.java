package dev.gavel.cli.verbs;

import dev.gavel.client.Commands;
import dev.gavel.client.JsonObject;
import dev.gavel.client.Outcome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.Optional;
import java.util.OptionalLong;

/** What a bidder does. */
final class BidVerbs {
    private static final String ROUND = "The round you mean; refused if it is over.";

    private BidVerbs() {}

    @Command(name = "bid", description = "Bid an amount on an auction.", footer = {"", "Examples:",
            "  gavel bid 1 125.50 --as ann",
            "  gavel bid 1 125.50 --max 200 --as ann   the house bids on for you up to 200",
            "  gavel bid 1 9.00 --quantity 4 --as ann  four of many, where many are sold",
            "  gavel bid 1 9.00 --quantity 4 --all-or-none --as ann   all four, or none of them",
            "  gavel bid 1 80.00 --buy --as ann        buys it at the buy-now price, or does nothing",
            "  gavel bid 1 125.50 --dry-run --as ann   what would come of it"})
    static final class Bid extends WritingVerb {
        @Parameters(index = "0", paramLabel = "AUCTION", description = "Id of the auction, such as 1.")
        private String auction = "";

        @Parameters(index = "1", paramLabel = "AMOUNT", description = "In the auction's currency, such as 125.50.")
        private String amount = "";

        @Option(names = "--max", paramLabel = "AMOUNT", description = "Secret limit up to which the house bids for you.")
        private Optional<String> max = Optional.empty();

        @Option(names = "--quantity", paramLabel = "N", description = "How many, where several are sold.")
        private Optional<Long> quantity = Optional.empty();

        @Option(names = "--round", paramLabel = "N", description = ROUND)
        private Optional<Long> round = Optional.empty();

        @Option(names = {"--all-or-nothing",
                "--all-or-none"}, description = "uniform, yankee: the whole quantity or none of it.")
        private boolean allOrNothing;

        @Option(names = "--buy", description = "Only buy, at the buy-now price: refused once that is no longer offered.")
        private boolean buy;

        Bid(House house) {
            super(house);
        }

        @Override
        public Integer call() {
            Amounts.requireReadable(amount);
            var currency = house().currencyOf(auction);
            var limit = max.isPresent()
                    ? OptionalLong.of(Amounts.positive("--max", max.get(), currency))
                    : OptionalLong.empty();
            var bid = Commands.bid(auction, Amounts.ofBid(amount, currency), limit)
                    .with("quantity", quantity)
                    .with("round", round);
            var whole = allOrNothing ? bid.with("allOrNothing", true) : bid;
            var outcome = execute(buy ? whole.with("buy", true) : whole);
            return tell(outcome, Sentences.ofBid(outcome, currency,
                    house().sellsUnitsByOpenBids(auction)), auction);
        }
    }

    @Command(name = "join", description = "Take part in an auction.", footer = {"",
            "Example: gavel join 1 --as ann"})
    static final class Join extends AuctionVerb {
        @Option(names = "--round", paramLabel = "N", description = ROUND)
        private Optional<Long> round = Optional.empty();

        Join(House house) {
            super(house);
        }

        @Override
        JsonObject command() {
            return Commands.join(auction()).with("round", round);
        }

        /** Who has just come in wants to know how it stands. */
        @Override
        String done(Outcome outcome) {
            try {
                return outcome.message() + "\n" + Views.result(
                        house().read(JsonObject.of("query", "result").with("auction", auction())));
            } catch (FailedException e) {
                return outcome.message();
            }
        }
    }

    @Command(name = "leave", description = "Leave an auction that you joined.", footer = {"",
            "Example: gavel leave 1 --as ann"})
    static final class Leave extends AuctionVerb {
        @Option(names = "--round", paramLabel = "N", description = ROUND)
        private Optional<Long> round = Optional.empty();

        Leave(House house) {
            super(house);
        }

        @Override
        JsonObject command() {
            return Commands.leave(auction()).with("round", round);
        }
    }

    @Command(name = "confirm", description = "Say that you stay in for a round of a clock auction.", footer = {
            "", "Example: gavel confirm 1 7 --as ann"})
    static final class Confirm extends AuctionVerb {
        @Parameters(index = "1", paramLabel = "ROUND", description = "The round.")
        private long round;

        Confirm(House house) {
            super(house);
        }

        @Override
        JsonObject command() {
            return Commands.confirm(auction(), round);
        }
    }

    @Command(name = "withdraw", description = "Drop out of a running clock auction for good, or take a secret bid back; or "
            + "take an item of yours out of the catalogue.", footer = {"", "Examples:",
                    "  gavel withdraw 1 --as ann",
                    "  gavel withdraw --item 3 --as sue"})
    static final class Withdraw extends WritingVerb {
        @Parameters(paramLabel = "AUCTION", arity = "0..1", description = "Id of the auction, such as 1.")
        private Optional<String> auction = Optional.empty();

        @Option(names = "--item", paramLabel = "ITEM", description = "Id of an item of yours.")
        private Optional<String> item = Optional.empty();

        @Option(names = "--round", paramLabel = "N", description = ROUND)
        private Optional<Long> round = Optional.empty();

        Withdraw(House house) {
            super(house);
        }

        @Override
        public Integer call() {
            if (auction.isPresent() == item.isPresent()) {
                throw new UsageException("give either an auction or --item");
            }
            var outcome = execute(item.isPresent()
                    ? Commands.withdrawItem(item.get())
                    : Commands.withdraw(auction.orElse("")).with("round", round));
            return tell(outcome, outcome.message());
        }
    }

    @Command(name = "retract", description = "Take back your bids, where the conditions of sale"
            + " allow it. Your next bid in that auction must then be at least the highest bid or"
            + " maximum that you took back. In a reverse auction it must be at most the lowest.", footer = {
                    "", "Example: gavel retract 1 --reason \"typed one zero too many\" --as ann"})
    static final class Retract extends AuctionVerb {
        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; everybody sees it.")
        private String reason = "";

        Retract(House house) {
            super(house);
        }

        @Override
        JsonObject command() {
            return Commands.retract(auction(), reason);
        }

        /** Who tries it hears what it will mean, who has done it what it means now. */
        @Override
        String done(Outcome outcome) {
            try {
                return outcome.message() + meaning(house().read(JsonObject.of("query", "auction")
                        .with("auction", auction())));
            } catch (FailedException e) {
                return outcome.message();
            }
        }

        private static String meaning(JsonObject view) {
            var own = view.number("yourRetracted");
            if (own.isEmpty()) {
                return ConditionLines.retracting(view)
                        .map(means -> " Note: " + means + ".")
                        .orElse("");
            }
            return " You took back "
                    + House.currencyIn(view).format(own.getAsLong()) + ": "
                    + ConditionLines.bound(view) + ".";
        }
    }
}
