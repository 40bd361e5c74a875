package dev.gavel.auction.state;

import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.ConditionsOfSale;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.Standing;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.model.UserName;
import org.jspecify.annotations.Nullable;

/**
 * One auction as it stands. Small, since each bid makes a new one.
 *
 * @param listing what never changes
 * @param phase where it is in its life
 * @param standing who leads at which price, where bids are open
 * @param bids every accepted bid, in order
 * @param participants who joined, left, or has a secret bid. Who only bid openly need not be in it
 * @param unitsTaken how many units were sold off a falling clock
 */
public record Auction(Listing listing, Phase phase, Standing standing, PagedTable<Bid> bids,
        SortedTree<UserName, Participant> participants, long unitsTaken) {

    /** A new draft. */
    static Auction draft(Listing listing) {
        return new Auction(listing, Phase.DRAFT,
                Standing.before(listing.conditions().reserve().isSet()), PagedTable.empty(),
                SortedTree.empty(), 0);
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

    /** The price of {@code round} of a rising clock. */
    public long risingPrice(int round) {
        return conditions().start() + round * conditions().rounds().step();
    }

    /** The price of {@code round} of a falling clock. */
    public long fallingPrice(int round) {
        return Math.max(conditions().rounds().floor(),
                conditions().start() - round * conditions().rounds().step());
    }

    /** How {@code user} takes part; null if they do not. */
    public @Nullable Participant participant(UserName user) {
        return participants.get(user);
    }

    /** How many still take part. */
    public int activeParticipants() {
        var counter = new int[1];
        participants.forEach((name, participant) -> counter[0] += participant.isActive() ? 1 : 0);
        return counter[0];
    }

    /** The same in another phase. */
    public Auction in(Phase newPhase) {
        return new Auction(listing, newPhase, standing, bids, participants, unitsTaken);
    }

    /** The same with one more bid. */
    Auction withBid(Bid bid, Standing newStanding) {
        return new Auction(listing, phase, newStanding, bids.append(bid), participants,
                unitsTaken);
    }

    /** The same with another history. */
    Auction withHistory(PagedTable<Bid> newBids, Standing newStanding) {
        return new Auction(listing, phase, newStanding, newBids, participants, unitsTaken);
    }

    /** The same with units sold off the clock. */
    Auction withUnitsTaken(Bid bid) {
        return new Auction(listing, phase, standing, bids.append(bid), participants,
                unitsTaken + bid.quantity());
    }

    /** The same with {@code user} taking part like that. */
    Auction with(UserName user, Participant participant) {
        return new Auction(listing, phase, standing, bids, participants.with(user, participant),
                unitsTaken);
    }

    /** The same without {@code user}. */
    Auction without(UserName user) {
        return new Auction(listing, phase, standing, bids, participants.without(user),
                unitsTaken);
    }

    /** The same with {@code bid} in place of what counted for its bidder before. */
    Auction withSecretBid(Bid bid, @Nullable String commitment) {
        var after = withoutSecretBid(bid.bidder());
        return after.withHistory(after.bids.append(bid), standing)
                .with(bid.bidder(),
                        new Participant(true, Participant.NONE, after.bids.size(), commitment));
    }

    /** The same with the secret bid of {@code user} taken back. */
    Auction withoutSecretBid(UserName user) {
        var before = participants.get(user);
        if (before == null || !before.hasRow()) {
            return this;
        }
        return withHistory(bids.with(before.row(), bids.get(before.row()).retract()), standing)
                .with(user, Participant.JOINED);
    }

    /** The same with the commitment of {@code user} opened. */
    Auction withOpened(UserName user, long amount) {
        var before = participants.get(user);
        if (before == null) {
            return this;
        }
        return withHistory(bids.with(before.row(), bids.get(before.row()).opened(amount)),
                standing).with(user,
                        new Participant(true, Participant.NONE, before.row(), null));
    }
}
