package dev.gavel.auction.rules;

import dev.gavel.auction.format.Decision;
import dev.gavel.auction.message.Code;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.message.Reply;
import dev.gavel.auction.model.HouseVersion;
import dev.gavel.auction.state.HouseState;

/** Under which version of its rules a house stands. */
public final class VersionRules {

    private static final String HOW = "an operator adopts it";

    private VersionRules() {}

    /**
     * Puts the house under a later version: open auctions keep theirs. Refusals in order: one that this program
     * does not know, the one it has, an earlier one.
     */
    public static Decision adopt(HouseState house, Command.Adopt command) {
        var wanted = command.version();
        if (wanted > HouseVersion.NEWEST) {
            return Decision.bad("version", "There is no version " + wanted
                    + "; the newest that this program can run is " + HouseVersion.NEWEST + ".");
        }
        if (wanted == house.version()) {
            return Decision.no(Code.ALREADY_ADOPTED, "version",
                    "The house is of version " + wanted + " already.");
        }
        if (wanted < house.version()) {
            return Decision.no(Code.ALREADY_ADOPTED, "version", "The house is of version "
                    + house.version() + "; there is no way back to version " + wanted + ".");
        }
        return Decision.yes(new Reply.Adopted((int) wanted),
                new Event.HouseAdopted((int) wanted, house.version()));
    }

    /** A user asks for what only the house itself does. */
    public static Decision notByUsers(HouseState house) {
        return Decision.no(Code.NOT_OWNER, "op", "The house is of version " + house.version()
                + "; only an operator has it adopt another, through a server.");
    }

    /**
     * Only a house of a later version knows it. Field and, in the trace, code are those of programs that knew
     * no versions, so that a log of theirs decides what it decided.
     */
    public static Decision notAdopted(HouseState house, Command.Later command) {
        return Decision.no(new Rejection.Plain(Code.NOT_ADOPTED, null, command.before().field(),
                command.before().field() + ": only a house of version " + command.version()
                        + " knows this; this house is of version " + house.version() + " until "
                        + HOW + "."));
    }
}
