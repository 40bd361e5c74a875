package dev.gavel.auction.state;

import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.ConditionsOfSale;
import dev.gavel.auction.model.Direction;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.SignedRound;
import dev.gavel.auction.model.Standing;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.model.UserName;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.TreeSet;

/**
 * One auction as it stands. Small, since each bid makes a new one.
 *
 * @param listing what never changes
 * @param phase where it is in its life
 * @param standing who leads at which price, where bids are open
 * @param bids every accepted bid, in order
 * @param participants who joined, left, or has a secret bid. Who only bid openly need not be in it
 * @param unitsTaken how many units were sold off a falling clock
 * @param retractors who has open bids that were not retracted; kept where that can be done, else empty
 * @param signed what the seller's own program signed, where it runs the clock
 */
public record Auction(Listing listing, Phase phase, Standing standing, BidHistory bids,
        SortedTree<UserName, Participant> participants, long unitsTaken,
        SortedTree<UserName, Boolean> retractors, SignedRounds signed) {

    /** A new draft. */
    static Auction draft(Listing listing) {
        return new Auction(listing, Phase.DRAFT,
                Standing.before(listing.conditions().reserve().isSet()), BidHistory.empty(),
                SortedTree.empty(), 0, SortedTree.empty(), SignedRounds.NONE);
    }

    /** As it stood when it was written; who may retract follows from the bids. */
    public static Auction restored(Listing listing, Phase phase, Standing standing,
            BidHistory bids, SortedTree<UserName, Participant> participants,
            long unitsTaken, SignedRounds signed) {
        var retractors = SortedTree.<UserName, Boolean>empty();
        if (listing.conditions().retractUntil().isPresent()) {
            var bidders = new TreeSet<UserName>();
            bids.forEach(bid -> {
                if (!bid.retracted()) {
                    bidders.add(bid.bidder());
                }
            });
            for (var bidder : bidders) {
                retractors = retractors.with(bidder, true);
            }
        }
        return new Auction(listing, phase, standing, retold(listing, bids), participants,
                unitsTaken, retractors, signed);
    }

    /** With what led told anew, where bids are open and not every bid leads. */
    private static BidHistory retold(Listing listing, BidHistory bids) {
        return switch (listing.conditions().format()) {
            case ENGLISH -> bids.retold(Direction.UP);
            case REVERSE -> bids.retold(Direction.DOWN);
            default -> bids;
        };
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

    /** Whether the rules of {@code version} or a later one hold for it. */
    public boolean knows(int version) {
        return listing.version() >= version;
    }

    /** The same, open under the rules of {@code version}. */
    Auction opened(int version, Phase.Open open) {
        return new Auction(listing.under(version), open, standing, bids, participants, unitsTaken,
                retractors, signed);
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

    /** How long after an outage its end can lie that it still moves, in milliseconds. */
    long reachMillis() {
        return conditions().format().hasRounds() ? conditions().rounds().periodMillis()
                : conditions().closingWindowMillis();
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

    /** Whether {@code user} has bids to retract, in an auction where that can be done. */
    public boolean canRetract(UserName user) {
        return retractors.has(user);
    }

    /** How many still take part. */
    public int activeParticipants() {
        var counter = new int[1];
        participants.forEach((name, participant) -> counter[0] += participant.isActive() ? 1 : 0);
        return counter[0];
    }

    /** Whether it has been open, or was called off. */
    public boolean hasStarted() {
        return !(phase instanceof Phase.Draft) && !(phase instanceof Phase.Scheduled);
    }

    /** The same in another phase. */
    public Auction in(Phase newPhase) {
        return new Auction(listing, newPhase, standing, bids, participants, unitsTaken, retractors,
                signed);
    }

    /** The same with one more row in its history. */
    Auction withRow(Bid bid) {
        return new Auction(listing, phase, standing, bids.append(bid), participants, unitsTaken,
                retractors, signed);
    }

    /** The same with one more open bid. */
    Auction withOpenBid(Bid bid, Standing newStanding) {
        var all = conditions().retractUntil().isEmpty() || retractors.has(bid.bidder())
                ? retractors
                : retractors.with(bid.bidder(), true);
        return new Auction(listing, phase, newStanding,
                bids.append(bid, !newStanding.isLedBy(bid.bidder())), participants, unitsTaken,
                all, signed);
    }

    /** The same without the open bids of {@code user}. */
    Auction withoutOpenBids(UserName user, BidHistory newBids, Standing newStanding) {
        return new Auction(listing, phase, newStanding, retold(listing, newBids), participants,
                unitsTaken, retractors.without(user), signed);
    }

    /** The same with {@code user} gone. Who leaves before the start has never been there. */
    Auction withLeft(UserName user) {
        return hasStarted() ? with(user, Participant.LEFT) : without(user);
    }

    /** The same with another history. */
    private Auction withHistory(BidHistory newBids) {
        return new Auction(listing, phase, standing, newBids, participants, unitsTaken, retractors,
                signed);
    }

    /** The same with more signed by the seller's program, heard of at {@code at}. */
    Auction withReport(List<SignedRound> rounds, long at) {
        var all = signed;
        for (var round : rounds) {
            all = all.with(round);
        }
        var heard = phase instanceof Phase.Open open ? open.heardAt(at) : phase;
        return new Auction(listing, heard, standing, bids, participants, unitsTaken, retractors,
                all);
    }

    /** The same with units sold off the clock. */
    Auction withUnitsTaken(Bid bid) {
        return new Auction(listing, phase, standing, bids.append(bid), participants,
                unitsTaken + bid.quantity(), retractors, signed);
    }

    /** The same with {@code user} taking part like that. */
    Auction with(UserName user, Participant participant) {
        return new Auction(listing, phase, standing, bids, participants.with(user, participant),
                unitsTaken, retractors, signed);
    }

    /** The same without {@code user}. */
    private Auction without(UserName user) {
        return new Auction(listing, phase, standing, bids, participants.without(user),
                unitsTaken, retractors, signed);
    }

    /** The same with {@code bid} in place of what counted for its bidder before. */
    Auction withSecretBid(Bid bid, @Nullable String commitment) {
        var after = withoutSecretBid(bid.bidder());
        return after.withRow(bid)
                .with(bid.bidder(),
                        new Participant(true, Participant.NONE, after.bids.size(), commitment));
    }

    /** The same with the secret bid of {@code user} taken back. */
    Auction withoutSecretBid(UserName user) {
        var before = participants.get(user);
        if (before == null || !before.hasRow()) {
            return this;
        }
        return withHistory(bids.with(before.row(), bids.get(before.row()).retract()))
                .with(user, Participant.JOINED);
    }

    /** The same with the commitment of {@code user} opened. */
    Auction withOpened(UserName user, long amount) {
        var before = participants.get(user);
        if (before == null) {
            return this;
        }
        return withHistory(bids.with(before.row(), bids.get(before.row()).opened(amount)))
                .with(user,
                        new Participant(true, Participant.NONE, before.row(), null));
    }
}
