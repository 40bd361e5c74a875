package dev.gavel.auction.codec;

import dev.gavel.auction.message.Event;
import dev.gavel.auction.model.FormatKind;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.state.Item;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The single table of names in JSON. What once stood here is never renamed or used again. */
public final class WireNames {

    /** What a name of a format must be. */
    static final String FORMAT_RULE = "It must be one of: "
            + String.join(", ", FormatsByName.names()) + ".";

    /** All types of events, in the order in which they are told. */
    static final List<String> EVENT_TYPES = List.of("adopted", "userRegistered", "itemConsigned",
            "itemWithdrawn", "auctionCreated", "auctionScheduled", "auctionOpened",
            "participantJoined", "participantLeft", "bidAccepted", "bidRetracted",
            "auctionExtended", "auctionPaused", "auctionResumed", "roundStarted",
            "sellerReported", "roundConfirmed", "participantWithdrawn", "unitsTaken", "unitsBid",
            "sealedBidPlaced", "sealedBidWithdrawn", "commitmentPosted", "commitmentOpened",
            "revealStarted", "auctionClosed", "offerSettled", "auctionCancelled");

    private WireNames() {}

    /** The type of an event, as {@code bidAccepted}. */
    public static String typeOf(Event event) {
        return switch (event) {
            case Event.HouseAdopted e -> "adopted";
            case Event.UserRegistered e -> "userRegistered";
            case Event.ItemConsigned e -> "itemConsigned";
            case Event.ItemWithdrawn e -> "itemWithdrawn";
            case Event.AuctionCreated e -> "auctionCreated";
            case Event.AuctionScheduled e -> "auctionScheduled";
            case Event.AuctionOpened e -> "auctionOpened";
            case Event.ParticipantJoined e -> "participantJoined";
            case Event.ParticipantLeft e -> "participantLeft";
            case Event.BidAccepted e -> "bidAccepted";
            case Event.BidRetracted e -> "bidRetracted";
            case Event.RoundStarted e -> "roundStarted";
            case Event.RoundConfirmed e -> "roundConfirmed";
            case Event.ParticipantWithdrawn e -> "participantWithdrawn";
            case Event.SellerReported e -> "sellerReported";
            case Event.UnitsTaken e -> "unitsTaken";
            case Event.UnitsBid e -> "unitsBid";
            case Event.SealedBidPlaced e -> "sealedBidPlaced";
            case Event.SealedBidWithdrawn e -> "sealedBidWithdrawn";
            case Event.CommitmentPosted e -> "commitmentPosted";
            case Event.CommitmentOpened e -> "commitmentOpened";
            case Event.RevealStarted e -> "revealStarted";
            case Event.AuctionExtended e -> "auctionExtended";
            case Event.AuctionPaused e -> "auctionPaused";
            case Event.AuctionResumed e -> "auctionResumed";
            case Event.AuctionClosed e -> "auctionClosed";
            case Event.OfferSettled e -> "offerSettled";
            case Event.AuctionCancelled e -> "auctionCancelled";
        };
    }

    /** The name of a state of an auction. */
    public static String nameOf(Phase phase) {
        return switch (phase) {
            case Phase.Draft p -> "draft";
            case Phase.Scheduled p -> "scheduled";
            case Phase.Open p -> "open";
            case Phase.Paused p -> "paused";
            case Phase.Closed p -> "closed";
            case Phase.Cancelled p -> "cancelled";
        };
    }

    /** The name of a result. */
    static String nameOf(Result result) {
        return switch (result) {
            case Result.Sold r -> "sold";
            case Result.SoldUnits r -> "sold";
            case Result.Unsold r -> "unsold";
            case Result.Pending r -> "pending";
        };
    }

    /** The name of a format. */
    public static String nameOf(FormatKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** The format of that name. */
    public static Optional<FormatKind> format(String name) {
        for (var kind : FormatKind.values()) {
            if (nameOf(kind).equals(name)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** The name of an item's status. */
    public static String nameOf(Item.Status status) {
        return switch (status) {
            case LISTED -> "listed";
            case ON_SALE -> "onSale";
            case SOLD -> "sold";
            case WITHDRAWN -> "withdrawn";
        };
    }
}
