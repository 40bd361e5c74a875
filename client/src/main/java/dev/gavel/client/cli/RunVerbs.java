package dev.gavel.client.cli;

import dev.gavel.client.Commands;
import dev.gavel.client.JsonObject;
import picocli.CommandLine.Command;

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

    @Command(name = "accept", description = "As the seller, accept the highest bid though it is below the reserve.", footer = {
            "", "Example: gavel accept 1 --as sue"})
    static final class Accept extends AuctionVerb {
        Accept(House house) {
            super(house);
        }

        @Override
        JsonObject command() {
            return JsonObject.of("op", "acceptOffer").with("auction", auction());
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
            return JsonObject.of("op", "refuseOffer").with("auction", auction());
        }
    }
}
