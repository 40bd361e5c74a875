package dev.gavel.auction.query;

import dev.gavel.auction.message.Event;
import dev.gavel.auction.model.Access;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.HouseState;
import dev.gavel.auction.state.Participant;
import dev.gavel.auction.state.SortedTree;
import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * Who may be told of one event, judged by the house right after it. What happens later changes nothing,
 * so a watcher who comes back is told the same as one who stayed. Keeps no more of the house than the
 * judgement needs.
 */
public final class Audience {

    /** How much of an event somebody may be told. */
    public enum Sight {
        /** All that events tell. */
        ALL,
        /** That it happened, without bidder and price. */
        OUTLINE,
        /** Not even that it happened. */
        NOTHING
    }

    /** How near somebody stands to an auction. */
    public enum Rank {
        /** May not know of it. */
        STRANGER,
        /** Knows of it, but does not see how it stands. */
        OUTSIDE,
        /** Sees how it stands. */
        INSIDE
    }

    private static final Audience EVERYBODY = new Audience(Sight.ALL, null, null);
    private static final Audience NOBODY = new Audience(Sight.NOTHING, null, null);

    /** Of those who know of the auction, but do not see how it stands. */
    private final Sight outside;
    private final @Nullable Circle circle;
    /** Whose own doing it is, and so no secret to them; null where that does not matter. */
    private final @Nullable UserName doer;

    private Audience(Sight outside, @Nullable Circle circle, @Nullable UserName doer) {
        this.outside = outside;
        this.circle = circle;
        this.doer = doer;
    }

    /**
     * The audience of {@code event}.
     *
     * @param after the house after it
     */
    public static Audience of(HouseState after, Event event) {
        if (event instanceof Event.UserRegistered newcomer) {
            // A first bid registers its bidder: told to others, it would give away a secret one.
            return new Audience(Sight.NOTHING, null, newcomer.user());
        }
        if (!(event instanceof Event.OfAuction about)) {
            return EVERYBODY;
        }
        var auction = after.auctionOrNull(about.id().value());
        if (auction == null) {
            return NOBODY;
        }
        var outside = Visibility.seesStanding(auction, Optional.empty()) ? Sight.ALL
                : sightOutside(about);
        var access = auction.conditions().access();
        return outside == Sight.ALL && access.visibility() != Access.Visibility.INVITED ? EVERYBODY
                : new Audience(outside,
                        new Circle(access, auction.seller(), Visibility.isSecretNow(auction),
                                auction.participants()),
                        doerOf(about));
    }

    private static Sight sightOutside(Event.OfAuction event) {
        return switch (event) {
            case Event.BidAccepted e -> Sight.NOTHING;
            case Event.BidRetracted e -> Sight.NOTHING;
            case Event.ParticipantJoined e -> Sight.NOTHING;
            case Event.ParticipantLeft e -> Sight.NOTHING;
            case Event.RoundStarted e -> Sight.NOTHING;
            case Event.RoundConfirmed e -> Sight.NOTHING;
            case Event.ParticipantWithdrawn e -> Sight.NOTHING;
            case Event.SellerReported e -> Sight.NOTHING;
            case Event.UnitsTaken e -> Sight.NOTHING;
            case Event.UnitsBid e -> Sight.NOTHING;
            case Event.SealedBidPlaced e -> Sight.NOTHING;
            case Event.SealedBidWithdrawn e -> Sight.NOTHING;
            case Event.CommitmentPosted e -> Sight.NOTHING;
            case Event.CommitmentOpened e -> Sight.NOTHING;
            case Event.AuctionClosed e -> ofResult(e.result());
            case Event.OfferSettled e -> ofResult(e.result());
            case Event.AuctionCreated e -> Sight.ALL;
            case Event.AuctionScheduled e -> Sight.ALL;
            case Event.AuctionOpened e -> Sight.ALL;
            case Event.RevealStarted e -> Sight.ALL;
            case Event.AuctionExtended e -> Sight.ALL;
            case Event.AuctionPaused e -> Sight.ALL;
            case Event.AuctionResumed e -> Sight.ALL;
            case Event.AuctionCancelled e -> Sight.ALL;
        };
    }

    /** Winner and final price are everybody's; an offer is no sale yet. */
    private static Sight ofResult(Result result) {
        return result instanceof Result.Pending ? Sight.OUTLINE : Sight.ALL;
    }

    /** Whose own doing it is, and so no secret to them; null where that does not matter. */
    private static @Nullable UserName doerOf(Event.OfAuction event) {
        return switch (event) {
            case Event.ParticipantJoined e -> e.user();
            case Event.ParticipantLeft e -> e.user();
            case Event.SealedBidPlaced e -> e.bid().bidder();
            case Event.SealedBidWithdrawn e -> e.user();
            case Event.CommitmentPosted e -> e.bid().bidder();
            case Event.CommitmentOpened e -> e.user();
            default -> null;
        };
    }

    /** Whether anyone at all may be told all of it, so that nobody need be asked for by name. */
    public boolean isEverybody() {
        return circle == null && outside == Sight.ALL;
    }

    /** How much {@code who} may be told; empty stands for someone without a name. */
    public Sight sightOf(Optional<UserName> who) {
        return doer != null && who.isPresent() && doer.equals(who.get()) ? Sight.ALL
                : sightAt(rankOf(who));
    }

    /** Whose own doing it is, so that they are told whatever their rank; empty where all are told. */
    public Optional<UserName> doer() {
        return Optional.ofNullable(doer);
    }

    /** How near {@code who} stood to its auction. */
    public Rank rankOf(Optional<UserName> who) {
        return circle == null ? Rank.OUTSIDE : circle.rankOf(who);
    }

    /** How much somebody of that rank may be told. */
    public Sight sightAt(Rank rank) {
        return switch (rank) {
            case STRANGER -> Sight.NOTHING;
            case OUTSIDE -> outside;
            case INSIDE -> Sight.ALL;
        };
    }

    /** Whether everybody surely has the same rank in both, so that one judgement does for both. */
    public boolean ranksAs(Audience other) {
        return circle == null ? other.circle == null
                : other.circle != null && circle.ranksAs(other.circle);
    }

    /** What of the auction tells who is within. */
    private record Circle(Access access, UserName seller, boolean isSecret,
            SortedTree<UserName, Participant> participants) {

        Rank rankOf(Optional<UserName> who) {
            if (!Visibility.knowsOf(access, seller, who)) {
                return Rank.STRANGER;
            }
            return Visibility.seesStanding(access, isSecret, seller, participants, who)
                    ? Rank.INSIDE
                    : Rank.OUTSIDE;
        }

        @SuppressWarnings("ReferenceEquality") // parts of one auction that did not change are shared
        boolean ranksAs(Circle other) {
            return access == other.access && participants == other.participants
                    && isSecret == other.isSecret && seller.equals(other.seller);
        }
    }
}
