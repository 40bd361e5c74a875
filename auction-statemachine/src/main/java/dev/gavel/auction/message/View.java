package dev.gavel.auction.message;

import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.ConditionsOfSale;
import dev.gavel.auction.model.ItemId;
import dev.gavel.auction.model.Lot;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.SellerKey;
import dev.gavel.auction.model.SignedRound;
import dev.gavel.auction.model.UserName;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What is read back, as the one who asks may see it; what they may not is absent. */
public sealed interface View {

    /**
     * An auction as it stands.
     *
     * @param offering what is sold, by whom, and under which conditions
     * @param phase whether it waits, runs, is over or was called off; once it is over, with its result
     * @param prices the standing price and those that a bid could be made at
     * @param bidders how many bids there are, and of whom
     * @param sale who bought at which price, once it is sold
     * @param timetable when it opens and ends
     * @param progress which round or stage it is in, and how its units stand
     * @param own what is told to nobody but the one who asks
     */
    record OfAuction(AuctionId auction, Offering offering, Phase phase, Prices prices,
            Bidders bidders, Sale sale, Timetable timetable, Progress progress, Own own)
            implements
                View {

        /** All it is held under. */
        public ConditionsOfSale conditions() {
            return offering.conditions();
        }
    }

    /**
     * What is sold, by whom, and under which conditions.
     *
     * @param conditions all it is held under
     * @param showsSellersOwn whether that of the conditions is shown, too, which its seller keeps: the
     *        reserve, and who is invited
     */
    record Offering(String name, Lot lot, UserName seller, ConditionsOfSale conditions,
            boolean showsSellersOwn) {}

    /**
     * The standing price and those that a bid could be made at, in minor units of the auction's currency.
     *
     * @param price standing price, or the start before the first bid; empty if it is hidden
     * @param enough what the next bid must be to be enough, while there can be one
     * @param falling whether offers fall, so that a bid may at most be {@code enough}
     * @param buyNow the price that ends it, while it is offered
     * @param reserveMet whether the reserve is reached; empty without one, and if it is hidden
     */
    record Prices(OptionalLong price, OptionalLong enough, boolean falling, OptionalLong buyNow,
            Optional<Boolean> reserveMet) {}

    /**
     * How many bids there are, and of whom.
     *
     * @param bids how many were accepted; empty if they are hidden
     * @param leader who has the standing bid, or the offer that its seller may still take; empty if
     *        there is none or it is hidden, and once it is sold
     * @param participants who takes part or has left, in order of name; empty if they are hidden
     */
    record Bidders(OptionalLong bids, Optional<UserName> leader,
            Optional<List<Participant>> participants) {

        /** Of an auction whose bids are hidden. */
        public static final Bidders HIDDEN = new Bidders(OptionalLong.empty(), Optional.empty(),
                Optional.empty());
    }

    /**
     * Who bought at which price.
     *
     * @param winner who bought; empty if it is not sold, or to several
     * @param hammerPrice what they pay for a unit, in minor units; empty if it is not sold, or at
     *        several prices
     */
    record Sale(Optional<UserName> winner, OptionalLong hammerPrice) {}

    /**
     * When an auction opens and ends.
     *
     * @param opensAt when it opened or will, in milliseconds since 1970; empty if that is not set yet
     * @param endsAt when it ends or ended, or a running round ends, in milliseconds since 1970; empty if
     *        no time ends it, it is paused, or it is hidden
     * @param remainingMillis how long until then, or from the end of a pause; empty unless it runs
     * @param pauses how long its seller may pause it
     */
    record Timetable(OptionalLong opensAt, OptionalLong endsAt, OptionalLong remainingMillis,
            Pauses pauses) {}

    /**
     * Which round or stage an auction is in, and how its units stand.
     *
     * @param round which round of a clock it is
     * @param updatedAt when the seller's own program was last heard of, where it runs the clock, in
     *        milliseconds since 1970
     * @param isRevealing whether commitments may be opened
     * @param quantityLeft how many units are left on a falling clock
     * @param units who would win which units now, where open bids are for many
     */
    record Progress(OptionalLong round, OptionalLong updatedAt, boolean isRevealing,
            OptionalLong quantityLeft, Optional<UnitsStanding> units) {}

    /**
     * What is told to nobody but the one who asks. For one without a name all is empty, except for what
     * {@code retraction} tells of everybody.
     *
     * @param maximum up to where the house bids for them, in minor units; empty unless they lead
     * @param bid their secret bid, or the newest open one that counts
     * @param units how many units they have bought off a running clock so far
     * @param rounds how they keep up with a clock whose rounds are to be confirmed
     * @param retraction what taking bids back means, where that is possible
     */
    record Own(OptionalLong maximum, Optional<Bid> bid, OptionalLong units,
            Optional<OwnRounds> rounds, Optional<Retraction> retraction) {}

    /**
     * The bound on pauses.
     *
     * @param maxMillis all pauses together; empty where nothing bounds them or nobody can pause it
     * @param endsAt when the present pause ends at the latest, in milliseconds since 1970
     */
    record Pauses(OptionalLong maxMillis, OptionalLong endsAt) {}

    /**
     * How the units stand that open bids are for.
     *
     * @param awards who would win how many at which price now, the best bid first
     * @param own how many of them the one who asks would win; empty if they have no bid
     * @param larger from how many units on a bid at a lower price than {@code enough} would do
     * @param largerEnough what such a bid must at least be, for one unit
     */
    record UnitsStanding(List<Result.Award> awards, OptionalLong own, OptionalLong larger,
            OptionalLong largerEnough) {

        /** Keeps the list as it is now. */
        public UnitsStanding {
            awards = List.copyOf(awards);
        }
    }

    /**
     * What taking bids back means.
     *
     * @param binds whether who does bids again from the best of them on only
     * @param own the best that the one who asks took back, where that binds them
     */
    record Retraction(boolean binds, OptionalLong own) {}

    /**
     * What somebody confirmed of a rising clock that still has them in.
     *
     * @param confirmed the last round they confirmed; empty for none
     * @param missed how many rounds in a row, up to the one before the present, they did not
     */
    record OwnRounds(OptionalLong confirmed, long missed) {}

    /** Someone who takes part, or has left. */
    record Participant(UserName name, boolean isActive) {}

    /**
     * A page of auctions.
     *
     * @param next where the next page begins; empty if this is the last
     */
    record Auctions(List<OfAuction> auctions, OptionalLong next) implements View {}

    /**
     * One row of a history: a bid, or what the house bid for a leader in answer to it.
     *
     * @param bid the bid that was made, also where the row is the answer to it
     * @param bidder whose row it is
     * @param amount of the row
     * @param isAutomatic whether the house bid it
     * @param isStanding whether it leads now, or has units that it would win
     * @param isAllOrNothing whether it is told of as one that takes no part of its quantity
     * @param ownMaximum up to where the house bids for the one who asks, in a row of theirs
     */
    record HistoryRow(Bid bid, UserName bidder, long amount, boolean isAutomatic,
            boolean isStanding, boolean isAllOrNothing, OptionalLong ownMaximum) {}

    /**
     * A page of a history.
     *
     * @param next the cursor of the next page; empty if this is the last
     */
    record Bids(AuctionId auction, List<HistoryRow> bids, Optional<String> next)
            implements
                View {}

    /** A page of what the seller's program signed. */
    record Rounds(AuctionId auction, Optional<SellerKey> key, List<SignedRound> rounds,
            OptionalLong next) implements View {}

    /** One item of the catalogue. */
    record ItemRow(ItemId item, String name, String description, OptionalLong price,
            UserName seller, String status, Optional<AuctionId> auction, boolean anyoneMayStart) {}

    /** A page of the catalogue. */
    record Items(List<ItemRow> items, OptionalLong next) implements View {}

    /** How an auction stands or ended, in a sentence too. */
    record OfResult(OfAuction auction, String sentence) implements View {}

    /** A user. */
    record OfUser(UserName name, Optional<String> address, Optional<String> displayName,
            long registeredAt, long auctions) implements View {}

    /**
     * Why an auction stands as it does.
     *
     * @param sentences at least one, to be read in order
     */
    record Explanation(OfAuction auction, List<Told> sentences) implements View {}

    /**
     * Whether somebody may bid.
     *
     * @param how the command to bid with; empty if they may not
     * @param no why they may not; empty if they may
     * @param sentence for people
     * @param wouldDo what would let them bid; empty if they may
     * @param round of a clock, where they may see it
     * @param quantity for how many units {@code enough} is, where it rests on that
     * @param enough what would be enough, where they may see it
     * @param falling whether offers fall, so that they may at most be {@code enough}
     */
    record Entitlement(AuctionId auction, UserName user, Optional<String> how,
            Optional<Rejection> no, String sentence, String wouldDo, OptionalLong round,
            OptionalLong quantity, OptionalLong enough, boolean falling) implements View {}

    /**
     * What a command would do.
     *
     * @param reply the answer it would get
     * @param withheld the fields of that answer which cannot be told without giving away what others
     *        keep secret; the rest is as it would be
     * @param expected the reply as it would be if nobody kept anything secret, where that helps
     */
    record Rehearsal(Reply reply, List<String> withheld, Optional<Reply> expected)
            implements
                View {}

    /** There is nothing to show. */
    record Refused(Rejection rejection) implements View {}
}
