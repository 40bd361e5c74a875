package dev.gavel.auction.format;

import dev.gavel.auction.message.View;
import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;
import dev.gavel.auction.state.HouseState;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongPredicate;

/** What is shown of an auction; who may see it is judged by those who ask. */
public interface Shown {

    /** The price as those who may see it are told; before any bid the start. */
    long price(Auction auction);

    /** What the next bid must be to be enough, where that can be said. */
    OptionalLong enough(Auction auction);

    /** How many units are not sold yet, where they are sold one after another while it runs. */
    default OptionalLong unitsLeft(Auction auction) {
        return OptionalLong.empty();
    }

    /** How many units {@code user} has bought so far, where it tells that while it runs. */
    default OptionalLong unitsOf(Auction auction, UserName user) {
        return OptionalLong.empty();
    }

    /** The bid of {@code user} that counts, where a bid stands for longer than its moment. */
    default Optional<Bid> bidOf(Auction auction, UserName user) {
        return Optional.empty();
    }

    /** Which row of the history decides who leads or has won; empty where no single one does. */
    default OptionalLong standingRow(Auction auction) {
        return OptionalLong.empty();
    }

    /** Which rows of the history are of bids that would win, or have won. */
    default LongPredicate standingRows(Auction auction) {
        var standing = standingRow(auction);
        return row -> standing.isPresent() && row == standing.getAsLong();
    }

    /** How the units stand while it runs, where open bids are for many; {@code by} hears of the own ones, too. */
    default Optional<View.UnitsStanding> units(Auction auction, Optional<UserName> by) {
        return Optional.empty();
    }

    /** Whether the history tells of {@code bid} that it takes all or nothing. */
    default boolean tellsAllOrNothing(Bid bid) {
        return false;
    }

    /**
     * Whether the caller may bid now: the first reason why not, or the command to bid with and what would do.
     *
     * @param sees whether the caller sees how it stands
     */
    View.Entitlement entitlement(HouseState house, Auction auction, Caller caller, boolean sees);
}
