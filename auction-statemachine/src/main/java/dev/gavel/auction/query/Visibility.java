package dev.gavel.auction.query;

import dev.gavel.auction.format.kinds.Formats;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.model.Access;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;
import dev.gavel.auction.state.HouseState;
import dev.gavel.auction.state.Participant;
import dev.gavel.auction.state.SortedTree;

import java.util.Optional;

/** Who may see what. */
public final class Visibility {

    private Visibility() {}

    /**
     * Whether anyone at all may be told all of {@code event}.
     *
     * @param state the house after it
     */
    public static boolean isPublic(HouseState state, Event event) {
        return Audience.of(state, event).isEverybody();
    }

    /**
     * Whether {@code who} may be told of {@code event}; feeds ask {@link Audience} instead, which keeps
     * the answer for the next who asks.
     *
     * @param state the house after it
     * @param who the watcher; empty for someone without a name
     */
    public static boolean maySee(HouseState state, Event event, Optional<UserName> who) {
        return Audience.of(state, event).sightOf(who) != Audience.Sight.NOTHING;
    }

    /** The auction, if {@code who} may know of it. */
    static Optional<Auction> find(HouseState state, AuctionId id, Optional<UserName> who) {
        return state.auction(id).filter(auction -> maySee(auction, who));
    }

    /** Whether {@code who} may know of {@code auction}. */
    static boolean maySee(Auction auction, Optional<UserName> who) {
        return knowsOf(auction.conditions().access(), auction.seller(), who);
    }

    /** Whether {@code who} may know of an auction with that access. */
    static boolean knowsOf(Access access, UserName seller, Optional<UserName> who) {
        return access.visibility() != Access.Visibility.INVITED
                || (who.isPresent() && (access.mayBid(who.get()) || who.get().equals(seller)));
    }

    /** Whether {@code who} may see price, leader, participants and history of {@code auction}. */
    static boolean seesStanding(Auction auction, Optional<UserName> who) {
        return seesStanding(auction.conditions().access(), isSecretNow(auction), auction.seller(),
                auction.participants(), who);
    }

    /** As {@link #seesStanding(Auction, Optional)}, of an auction that stands like that. */
    static boolean seesStanding(Access access, boolean isSecret, UserName seller,
            SortedTree<UserName, Participant> participants, Optional<UserName> who) {
        if (isSecret) {
            return false;
        }
        return access.visibility() != Access.Visibility.PARTICIPANTS
                || (who.isPresent()
                        && (who.get().equals(seller) || participants.has(who.get())));
    }

    /** Whether its bids are secret still. */
    static boolean isSecretNow(Auction auction) {
        return Formats.of(auction).isSecret()
                && !(auction.phase() instanceof Phase.Closed);
    }

    /** Whether {@code who} sells it. */
    static boolean isSeller(Auction auction, Optional<UserName> who) {
        return who.isPresent() && who.get().equals(auction.seller());
    }
}
