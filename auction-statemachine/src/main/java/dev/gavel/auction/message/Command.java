package dev.gavel.auction.message;

import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.ConditionsOfSale;
import dev.gavel.auction.model.ItemId;
import dev.gavel.auction.model.Lot;
import dev.gavel.auction.model.SignedRound;
import dev.gavel.auction.model.UserName;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What may be asked of the house. Who asks comes beside it, never within. */
public sealed interface Command {

    /** Puts the house under a later version of its rules. */
    record Adopt(long version) implements Command {}

    /**
     * Something that only a house of a later version knows.
     *
     * @param version the first that knows it
     * @param command what it is there
     * @param before what it is to a house of an earlier one
     */
    record Later(int version, Command command, Malformed before) implements Command {}

    /** Makes the caller a user, or changes their address and display name. */
    record Register(Optional<String> address, Optional<String> displayName) implements Command {}

    /**
     * Puts an item into the catalogue.
     *
     * @param anyoneMayStart whether others may put it up for auction, too
     */
    record Consign(String name, String description, OptionalLong price, boolean anyoneMayStart)
            implements
                Command {}

    /** Takes one's item out of the catalogue. */
    record WithdrawItem(ItemId item) implements Command {}

    /**
     * Creates an auction.
     *
     * @param name of the auction
     * @param lot what it sells; where it names a catalogue item, that item's name and description hold
     * @param conditions all it is held under
     * @param open whether it opens at once
     * @param unique whether it is refused if the seller has the very same one not yet over
     */
    record Create(String name, Lot lot, ConditionsOfSale conditions, boolean open, boolean unique)
            implements
                Command {}

    /** Opens a draft or scheduled auction now. */
    record Open(AuctionId auction) implements Command {}

    /** Stops the clock. */
    record Pause(AuctionId auction) implements Command {}

    /** Lets the clock run on. */
    record Resume(AuctionId auction) implements Command {}

    /** Ends the auction now; the standing bid wins. */
    record Close(AuctionId auction) implements Command {}

    /** Calls the auction off; nobody wins. */
    record Cancel(AuctionId auction) implements Command {}

    /** Takes part. */
    record Join(AuctionId auction, OptionalLong round) implements Command {}

    /** Stops taking part, before it starts where the format binds those who joined. */
    record Leave(AuctionId auction, OptionalLong round) implements Command {}

    /** Drops out of a rising clock, or takes a secret bid back. */
    record Withdraw(AuctionId auction, OptionalLong round) implements Command {}

    /**
     * Bids.
     *
     * @param auction where
     * @param amount in minor units
     * @param maximum up to where the house may bid for the bidder
     * @param quantity units wanted, where a lot has many
     * @param round the round of a clock it answers
     * @param allOrNothing whether a part of the quantity is of no use
     * @param buys whether it is only to buy at the buy-now price, which is refused once that is no longer
     *     offered; any other bid is then an ordinary one
     */
    record Bid(AuctionId auction, long amount, OptionalLong maximum, OptionalLong quantity,
            OptionalLong round, boolean allOrNothing, boolean buys) implements Command {}

    /** Buys off a falling clock at the price of the round. */
    record Accept(AuctionId auction, OptionalLong round, OptionalLong quantity)
            implements
                Command {}

    /** Stays in a rising clock for the round named. */
    record Confirm(AuctionId auction, long round) implements Command {}

    /** Takes back all own bids. */
    record Retract(AuctionId auction, String reason) implements Command {}

    /** Posts the hash of a secret bid, 64 hexadecimal digits in lower case. */
    record Commit(AuctionId auction, String hash) implements Command {}

    /** Opens a hashed bid; the nonce is 64 hexadecimal digits. */
    record Reveal(AuctionId auction, long amount, String nonce) implements Command {}

    /** Takes the offer below the reserve. */
    record AcceptOffer(AuctionId auction) implements Command {}

    /** Refuses the offer below the reserve. */
    record RefuseOffer(AuctionId auction) implements Command {}

    /**
     * What the seller's own program reports of the clock it runs.
     *
     * @param round which round; -1 before the start
     * @param price of that round, in minor units
     * @param participants who is in and who is out, in order of name; who is not named stays as they are
     * @param signed the rounds since the last report under the program's signature, oldest first
     * @param finished whether that was the last one
     * @param winner who won, if it was
     */
    record Update(AuctionId auction, int round, long price, List<Mark> participants,
            List<SignedRound> signed, boolean finished, Optional<UserName> winner)
            implements
                Command {

        /** Keeps the lists as they are now. */
        public Update {
            participants = List.copyOf(participants);
            signed = List.copyOf(signed);
        }

        /** Somebody is in, or out. */
        public record Mark(UserName name, boolean isActive) {}
    }

    /**
     * Bytes that are no command. It is in the log like any other and gets a refusal as its answer.
     *
     * @param field what is wrong, as a path such as {@code softClose.mode}
     * @param sentence what is wrong with it, for people
     */
    record Malformed(String field, String sentence) implements Command {}
}
