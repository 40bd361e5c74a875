package dev.gavel.auction.query;

import dev.gavel.auction.message.Event;
import dev.gavel.auction.model.Access;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;
import dev.gavel.auction.state.HouseState;

import java.util.Optional;

/** Who may see what. */
public final class Visibility {

    private Visibility() {}

    /**
     * Whether anyone at all may be told of {@code event}, so that feeds need not ask for each watcher.
     *
     * @param state the house after it
     */
    public static boolean isPublic(HouseState state, Event event) {
        return maySee(state, event, Optional.empty());
    }

    /**
     * Whether {@code who} may be told of {@code event}: feeds ask this for every watcher.
     *
     * @param state the house after it
     * @param who the watcher; empty for someone without a name
     */
    public static boolean maySee(HouseState state, Event event, Optional<UserName> who) {
        if (!(event instanceof Event.OfAuction about)) {
            return true;
        }
        var auction = state.auction(about.id());
        if (auction.isEmpty() || !maySee(auction.get(), who)) {
            return false;
        }
        return switch (about) {
            case Event.BidAccepted e -> seesStanding(auction.get(), who);
            case Event.BidRetracted e -> seesStanding(auction.get(), who);
            case Event.ParticipantJoined e -> seesStanding(auction.get(), who);
            case Event.ParticipantLeft e -> seesStanding(auction.get(), who);
            case Event.RoundStarted e -> seesStanding(auction.get(), who);
            case Event.RoundConfirmed e -> seesStanding(auction.get(), who);
            case Event.ParticipantWithdrawn e -> seesStanding(auction.get(), who);
            case Event.SealedBidPlaced e -> isOwn(auction.get(), e.bid().bidder(), who);
            case Event.SealedBidWithdrawn e -> isOwn(auction.get(), e.user(), who);
            case Event.CommitmentPosted e -> isOwn(auction.get(), e.bid().bidder(), who);
            case Event.CommitmentOpened e -> isOwn(auction.get(), e.user(), who);
            default -> true;
        };
    }

    /** The auction, if {@code who} may know of it. */
    static Optional<Auction> find(HouseState state, AuctionId id, Optional<UserName> who) {
        return state.auction(id).filter(auction -> maySee(auction, who));
    }

    /** Whether {@code who} may know of {@code auction}. */
    static boolean maySee(Auction auction, Optional<UserName> who) {
        var access = auction.conditions().access();
        return access.visibility() != Access.Visibility.INVITED
                || (who.isPresent() && (access.mayBid(who.get()) || isSeller(auction, who)));
    }

    /** Whether {@code who} may see price, leader, participants and history of {@code auction}. */
    static boolean seesStanding(Auction auction, Optional<UserName> who) {
        if (auction.conditions().format().isSecret()
                && !(auction.phase() instanceof Phase.Closed)) {
            return false;
        }
        return auction.conditions().access().visibility() != Access.Visibility.PARTICIPANTS
                || isSeller(auction, who)
                || (who.isPresent() && auction.participants().has(who.get()));
    }

    private static boolean isOwn(Auction auction, UserName bidder, Optional<UserName> who) {
        return seesStanding(auction, who) || (who.isPresent() && who.get().equals(bidder));
    }

    /** Whether {@code who} sells it. */
    static boolean isSeller(Auction auction, Optional<UserName> who) {
        return who.isPresent() && who.get().equals(auction.seller());
    }
}
