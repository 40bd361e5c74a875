package dev.gavel.auction.state;

import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.ConditionsOfSale;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.Standing;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.model.UserName;

/**
 * One auction as it stands. Small, since each bid makes a new one.
 *
 * @param listing what never changes
 * @param phase where it is in its life
 * @param standing who leads at which price
 * @param bids every accepted bid, in order
 * @param participants who joined or left: true while taking part. Who only bid need not be in it
 */
public record Auction(Listing listing, Phase phase, Standing standing, PagedTable<Bid> bids,
        SortedTree<UserName, Boolean> participants) {

    /** A new draft. */
    static Auction draft(Listing listing) {
        return new Auction(listing, Phase.DRAFT,
                Standing.before(listing.conditions().reserve().isSet()), PagedTable.empty(),
                SortedTree.empty());
    }

    /** Which. */
    public AuctionId id() {
        return listing.id();
    }

    /** Whose. */
    public UserName seller() {
        return listing.seller();
    }

    /** All it is held under. */
    public ConditionsOfSale conditions() {
        return listing.conditions();
    }

    /** When time itself next changes it; {@link Times#NEVER} if it does not. */
    public long deadline() {
        return switch (phase) {
            case Phase.Open open -> open.endsAt();
            case Phase.Scheduled scheduled -> scheduled.opensAt();
            case Phase.Closed closed -> closed.result() instanceof Result.Pending offer
                    ? offer.untilMillis()
                    : Times.NEVER;
            case Phase.Draft d -> Times.NEVER;
            case Phase.Paused p -> Times.NEVER;
            case Phase.Cancelled c -> Times.NEVER;
        };
    }

    /** Whether it takes bids. */
    public boolean isOpen() {
        return phase instanceof Phase.Open;
    }

    /** The same in another phase. */
    public Auction in(Phase newPhase) {
        return new Auction(listing, newPhase, standing, bids, participants);
    }

    /** The same with one more bid. */
    Auction withBid(Bid bid, Standing newStanding) {
        return new Auction(listing, phase, newStanding, bids.append(bid), participants);
    }

    /** The same with another history. */
    Auction withHistory(PagedTable<Bid> newBids, Standing newStanding) {
        return new Auction(listing, phase, newStanding, newBids, participants);
    }

    /** The same with {@code user} taking part, or no more. */
    Auction withParticipant(UserName user, boolean active) {
        return new Auction(listing, phase, standing, bids, participants.with(user, active));
    }
}
