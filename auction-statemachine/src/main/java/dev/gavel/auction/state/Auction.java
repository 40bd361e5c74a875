package dev.gavel.auction.state;

import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.ConditionsOfSale;
import dev.gavel.auction.model.Direction;
import dev.gavel.auction.model.Limits;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.SignedRound;
import dev.gavel.auction.model.Standing;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.model.UserName;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
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
 * @param retractors who has, or had, open bids; kept where these can be retracted, else empty
 * @param signed what the seller's own program signed, where it runs the clock
 */
public record Auction(Listing listing, Phase phase, Standing standing, BidHistory bids,
        SortedTree<UserName, Participant> participants, long unitsTaken,
        SortedTree<UserName, OpenBidder> retractors, SignedRounds signed) {

    /** From which version on pauses, and the silence of a seller's program, end by the clock. */
    private static final int PAUSES_END = 2;

    /** A new draft. */
    static Auction draft(Listing listing) {
        return new Auction(listing, Phase.DRAFT,
                Standing.before(listing.conditions().reserve().isSet()), BidHistory.empty(),
                SortedTree.empty(), 0, SortedTree.empty(), SignedRounds.NONE);
    }

    /**
     * As it stood when it was written; who may retract follows from the bids.
     *
     * @param openBids which way its bids go, where they are open
     */
    public static Auction restored(Listing listing, Phase phase, Standing standing,
            BidHistory bids, Optional<Direction> openBids,
            SortedTree<UserName, Participant> participants, long unitsTaken,
            SignedRounds signed) {
        var retractors = SortedTree.<UserName, OpenBidder>empty();
        if (openBids.isPresent() && listing.conditions().retractUntil().isPresent()) {
            var bidders = new TreeMap<UserName, OpenBidder>();
            bids.forEach(bid -> {
                var before = bidders.getOrDefault(bid.bidder(), OpenBidder.NONE);
                bidders.put(bid.bidder(), bid.retracted()
                        ? before.tookBack(bid.maximum(), openBids.get())
                        : before.bidding());
            });
            for (var bidder : bidders.entrySet()) {
                retractors = retractors.with(bidder.getKey(), bidder.getValue());
            }
        }
        // What led is told anew, where bids are open and not every bid leads.
        var told = openBids.isPresent() ? bids.retold(openBids.get()) : bids;
        return new Auction(listing, phase, standing, told, participants, unitsTaken, retractors,
                signed);
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
            case Phase.Open open -> conditions().rounds().isRunBySeller() && knows(PAUSES_END)
                    ? open.since() + Limits.SELLER_SILENT_MILLIS_MAX
                    : open.endsAt();
            case Phase.Scheduled scheduled -> scheduled.opensAt();
            case Phase.Closed closed -> closed.result() instanceof Result.Pending offer
                    ? offer.untilMillis()
                    : Times.NEVER;
            case Phase.Draft d -> Times.NEVER;
            case Phase.Paused p -> knows(PAUSES_END)
                    ? p.since() + pauseLeft(p.before(), p.since())
                    : Times.NEVER;
            case Phase.Cancelled c -> Times.NEVER;
        };
    }

    /**
     * How long it may still be paused at {@code now}, in milliseconds. In a format with rounds the part of the
     * round that a pause makes void counts as well, so that no round is kept from its end for ever.
     */
    public long pauseLeft(Phase.Open open, long now) {
        var used = open.pausedMillis()
                + (conditions().hasRounds() ? now - open.since() : 0);
        return Math.max(0, conditions().timing().maxPauseMillis() - used);
    }

    /**
     * How long it may be paused, all pauses together, in milliseconds; empty where nothing bounds that, or
     * where the seller's own program runs the clock, which no command pauses.
     */
    public OptionalLong maxPause() {
        return knows(PAUSES_END) && !conditions().rounds().isRunBySeller()
                ? OptionalLong.of(conditions().timing().maxPauseMillis())
                : OptionalLong.empty();
    }

    /** How it is open when it goes on at {@code now}, with the end at {@code endsAt}. */
    public Phase.Open afterPause(Phase.Paused paused, long now, long endsAt) {
        var open = paused.before().movedTo(endsAt);
        if (!knows(PAUSES_END)) {
            return open;
        }
        return open.pausedFor(now - (conditions().hasRounds() ? open.since()
                : paused.since()));
    }

    /** How long after an outage its end can lie that it still moves, in milliseconds. */
    long reachMillis() {
        return conditions().hasRounds() ? conditions().rounds().periodMillis()
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
        var bidder = retractors.get(user);
        return bidder != null && bidder.hasBids();
    }

    /** The best that {@code user} took back here; {@link Standing#NONE} if nothing. */
    public long retractedBest(UserName user) {
        var bidder = retractors.isEmpty() ? null : retractors.get(user);
        return bidder == null ? Standing.NONE : bidder.retracted();
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
        var all = conditions().retractUntil().isEmpty() || canRetract(bid.bidder())
                ? retractors
                : retractors.with(bid.bidder(), OpenBidder.of(retractors, bid.bidder()).bidding());
        return new Auction(listing, phase, newStanding,
                bids.append(bid, !newStanding.isLedBy(bid.bidder())), participants, unitsTaken,
                all, signed);
    }

    /** The same with the open bids of {@code user} taken back, where bids go in {@code direction}. */
    Auction withoutOpenBids(UserName user, Standing newStanding, Direction direction) {
        var after = bids;
        var bidder = OpenBidder.of(retractors, user).withoutBids();
        for (var i = 0L; i < bids.size(); i++) {
            var bid = bids.get(i);
            if (bid.bidder().equals(user) && !bid.retracted()) {
                after = after.with(i, bid.retract());
                bidder = bidder.tookBack(bid.maximum(), direction);
            }
        }
        return new Auction(listing, phase, newStanding, after.retold(direction), participants,
                unitsTaken, retractors.with(user, bidder), signed);
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

    /**
     * The same as it will stand when a pause ends: what was confirmed in the round that the pause broke off
     * is void. An auction that is not paused is as it is.
     */
    public Auction withoutWhatThePauseVoids() {
        return phase instanceof Phase.Paused paused && conditions().rounds().confirm()
                && knows(Evolution.VOID_ROUNDS)
                        ? withoutConfirmationsOf(paused.before().round())
                        : this;
    }

    /**
     * The same where {@code round} of a rising clock is void: what was confirmed in it never was. Its rows are
     * the newest, and marked; each who had confirmed is back at the round they confirmed before.
     */
    Auction withoutConfirmationsOf(int round) {
        var price = risingPrice(round);
        var newBids = bids;
        var all = participants;
        var undone = new TreeSet<UserName>();
        for (var i = bids.size() - 1; i >= 0; i--) {
            var bid = bids.get(i);
            if (bid.retracted()) {
                continue;
            }
            if (bid.amount() == price) {
                newBids = newBids.with(i, bid.retract());
                undone.add(bid.bidder());
            } else if (undone.isEmpty()) {
                break;
            } else if (undone.remove(bid.bidder())) {
                all = confirmedBefore(all, bid.bidder(), round, new Participant(true,
                        (int) ((bid.amount() - conditions().start())
                                / conditions().rounds().step()),
                        i, null));
            }
        }
        for (var bidder : undone) {
            all = confirmedBefore(all, bidder, round, Participant.JOINED);
        }
        return new Auction(listing, phase, standing, newBids, all, unitsTaken, retractors, signed);
    }

    private static SortedTree<UserName, Participant> confirmedBefore(
            SortedTree<UserName, Participant> all, UserName bidder, int round, Participant before) {
        var now = all.get(bidder);
        return now != null && now.isActive() && now.round() == round ? all.with(bidder, before)
                : all;
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

    /** The same with {@code bid} in place of what counted for its bidder before, which stays in the history. */
    Auction withUnitsBid(Bid bid) {
        return withRow(bid).with(bid.bidder(),
                new Participant(true, Participant.NONE, bids.size(), null));
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
