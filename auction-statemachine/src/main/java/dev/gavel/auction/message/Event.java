package dev.gavel.auction.message;

import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.ConditionsOfSale;
import dev.gavel.auction.model.Direction;
import dev.gavel.auction.model.ItemId;
import dev.gavel.auction.model.Lot;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.SignedRound;
import dev.gavel.auction.model.Standing;
import dev.gavel.auction.model.UserName;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What happened. Events alone make a new state, so they hold all of it, secrets too; what of them is
 * told to whom is decided where they are encoded.
 */
public sealed interface Event {

    /** Which auction it is about. */
    Optional<AuctionId> auction();

    /** An event of the house as a whole. */
    sealed interface OfHouse extends Event {

        @Override
        default Optional<AuctionId> auction() {
            return Optional.empty();
        }
    }

    /** An event of one auction. */
    sealed interface OfAuction extends Event {

        /** Which auction. */
        AuctionId id();

        @Override
        default Optional<AuctionId> auction() {
            return Optional.of(id());
        }
    }

    /**
     * The house stands under another version of the rules from here on.
     *
     * @param version the new one
     * @param former the one before
     */
    record HouseAdopted(int version, int former) implements OfHouse {}

    /** A user came in, or changed address or display name. */
    record UserRegistered(UserName user, Optional<String> address, Optional<String> displayName,
            long atMillis) implements OfHouse {}

    /** An item came into the catalogue. */
    record ItemConsigned(ItemId item, UserName seller, String name, String description,
            OptionalLong price, boolean anyoneMayStart, long atMillis) implements OfHouse {}

    /** An item left the catalogue. */
    record ItemWithdrawn(ItemId item) implements OfHouse {}

    /** An auction came into being. */
    record AuctionCreated(AuctionId id, UserName seller, String name, Lot lot,
            ConditionsOfSale conditions, long atMillis) implements OfAuction {}

    /** An auction will open by itself. */
    record AuctionScheduled(AuctionId id, long opensAt) implements OfAuction {}

    /** An auction takes bids. */
    record AuctionOpened(AuctionId id, long openedAt, long endsAt) implements OfAuction {}

    /** Someone takes part. */
    record ParticipantJoined(AuctionId id, UserName user) implements OfAuction {}

    /** Someone takes part no more. */
    record ParticipantLeft(AuctionId id, UserName user) implements OfAuction {}

    /**
     * A bid was accepted.
     *
     * @param bid what was bid, its maximum included
     * @param standing how the auction stands after it
     * @param enough what the next bid must be to be enough
     * @param direction which way bids go
     */
    record BidAccepted(AuctionId id, Bid bid, Standing standing, long enough, Direction direction)
            implements
                OfAuction {

        /** What became of the bid. */
        public BidStory story() {
            return new BidStory(bid, standing);
        }
    }

    /**
     * A bidder took all own bids back.
     *
     * @param standing how the auction stands without them
     */
    record BidRetracted(AuctionId id, UserName user, String reason, Standing standing,
            long enough, Direction direction) implements OfAuction {}

    /**
     * A round of a clock began, or began again after a pause or an outage.
     *
     * @param price of this round
     * @param since when it began
     * @param endsAt when it ends
     */
    record RoundStarted(AuctionId id, int round, long price, long since, long endsAt)
            implements
                OfAuction {}

    /** A bidder stays in a rising clock: the bid is at the round's price. */
    record RoundConfirmed(AuctionId id, Bid bid, int round) implements OfAuction {}

    /** A bidder dropped out of a rising clock for good, or was dropped. */
    record ParticipantWithdrawn(AuctionId id, UserName user, int round) implements OfAuction {}

    /**
     * Units were sold off a falling clock.
     *
     * @param bid with the round's price and the quantity
     * @param left how many units are left
     */
    record UnitsTaken(AuctionId id, Bid bid, long left) implements OfAuction {}

    /**
     * Units were bid for in the open, in place of an earlier bid of the same bidder.
     *
     * @param bid for how many units at which price of one
     * @param price the lowest price at which units would be sold after it
     * @param enough what the next bid for one unit must at least be
     */
    record UnitsBid(AuctionId id, Bid bid, long price, long enough) implements OfAuction {}

    /** A secret bid was placed, in place of an earlier one of the same bidder. */
    record SealedBidPlaced(AuctionId id, Bid bid) implements OfAuction {}

    /** A secret bid, or a commitment to one, was taken back. */
    record SealedBidWithdrawn(AuctionId id, UserName user) implements OfAuction {}

    /**
     * A commitment was posted, in place of an earlier one of the same bidder.
     *
     * @param bid who and when; its amount is 0 until it is opened
     */
    record CommitmentPosted(AuctionId id, Bid bid, String hash) implements OfAuction {}

    /** A commitment was opened. */
    record CommitmentOpened(AuctionId id, UserName user, long amount) implements OfAuction {}

    /** Commitments may be opened. */
    record RevealStarted(AuctionId id, long at, long endsAt) implements OfAuction {}

    /**
     * The seller's own program was heard of.
     *
     * @param price of this round
     * @param signed what it signed since the last time, oldest first
     */
    record SellerReported(AuctionId id, int round, long price, long at, List<SignedRound> signed)
            implements
                OfAuction {

        /** Keeps the list as it is now. */
        public SellerReported {
            signed = List.copyOf(signed);
        }
    }

    /** The closing time moved. */
    record AuctionExtended(AuctionId id, long endsAt, long formerEndsAt, Cause cause)
            implements
                OfAuction {

        /** Why a closing time moved. */
        public enum Cause {
            /** A late bid on this auction. */
            BID,
            /** A late bid on another auction of the group. */
            GROUP,
            /** There was no majority of servers for a while. */
            OUTAGE
        }
    }

    /** The clock stands. */
    record AuctionPaused(AuctionId id, long at) implements OfAuction {}

    /** The clock runs again. */
    record AuctionResumed(AuctionId id, Phase.Open phase) implements OfAuction {}

    /** It is over. */
    record AuctionClosed(AuctionId id, long at, Result result) implements OfAuction {}

    /** The seller answered the offer below the reserve, or let it lapse. */
    record OfferSettled(AuctionId id, Result result) implements OfAuction {}

    /** It was called off. */
    record AuctionCancelled(AuctionId id, long at) implements OfAuction {}
}
