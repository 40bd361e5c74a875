package dev.gavel.cli.verbs;

import dev.gavel.auction.codec.FormatsByName;
import dev.gavel.client.Commands;
import dev.gavel.client.JsonObject;
import dev.gavel.client.Outcome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.Optional;

/** What the seller does with an auction once it is created. */
final class RunVerbs {
    private RunVerbs() {}

    @Command(name = "open", description = "Open an auction of yours for bids now.", footer = {"",
            "Example: gavel open 1 --as sue"})
    static final class Open extends AuctionVerb {
        Open(House house) {
            super(house);
        }

        @Override
        JsonObject command() {
            return Commands.open(auction());
        }
    }

    @Command(name = "pause", description = "Stop the clock of an open auction of yours.", footer = {
            "", "Example: gavel pause 1 --as sue"})
    static final class Pause extends AuctionVerb {
        Pause(House house) {
            super(house);
        }

        @Override
        JsonObject command() {
            return Commands.pause(auction());
        }
    }

    @Command(name = "resume", description = "Let the clock of a paused auction of yours go on.", footer = {
            "", "Example: gavel resume 1 --as sue"})
    static final class Resume extends AuctionVerb {
        Resume(House house) {
            super(house);
        }

        @Override
        JsonObject command() {
            return Commands.resume(auction());
        }
    }

    @Command(name = "close", description = "End an open auction of yours now.", footer = {"",
            "Example: gavel close 1 --as sue"})
    static final class Close extends AuctionVerb {
        Close(House house) {
            super(house);
        }

        @Override
        JsonObject command() {
            return Commands.close(auction());
        }
    }

    @Command(name = "cancel", description = "Call an auction of yours off; nobody buys.", footer = {
            "", "Example: gavel cancel 1 --as sue"})
    static final class Cancel extends AuctionVerb {
        Cancel(House house) {
            super(house);
        }

        @Override
        JsonObject command() {
            return Commands.cancel(auction());
        }
    }

    @Command(name = "accept", description = "In a dutch auction, buy at the price of the round. In others, as the "
            + "seller, accept the highest bid though it is below the reserve.", footer = {"",
                    "Examples:",
                    "  gavel accept 1 --as ann                buy one of a dutch auction",
                    "  gavel accept 1 --quantity 3 --as ann   buy three, where several are sold",
                    "  gavel accept 2 --as sue                take the offer below the reserve"})
    static final class Accept extends AuctionVerb {
        @Option(names = "--quantity", paramLabel = "N", description = "dutch: how many, such as 3; default: 1.")
        private Optional<Long> quantity = Optional.empty();

        @Option(names = "--round", paramLabel = "N", description = "dutch: the round you mean; refused if it is over.")
        private Optional<Long> round = Optional.empty();

        Accept(House house) {
            super(house);
        }

        @Override
        JsonObject command() {
            if (FormatsByName.isBoughtByAccepting(house().formatOf(auction()))) {
                return Commands.accept(auction()).with("round", round).with("quantity", quantity);
            }
            if (quantity.isPresent() || round.isPresent()) {
                throw new UsageException("--quantity and --round are for dutch auctions; auction "
                        + auction() + " is none");
            }
            return Commands.acceptOffer(auction());
        }

        /** A bidder means a price to buy at, which only a dutch auction has. */
        @Override
        boolean isOfAnotherKind(Outcome outcome) {
            return super.isOfAnotherKind(outcome) || outcome.code().equals("NOT_OWNER");
        }
    }

    @Command(name = "refuse", description = "As the seller, refuse the highest bid, which is below the reserve.", footer = {
            "", "Example: gavel refuse 1 --as sue"})
    static final class Refuse extends AuctionVerb {
        Refuse(House house) {
            super(house);
        }

        @Override
        JsonObject command() {
            return Commands.refuseOffer(auction());
        }
    }
}
