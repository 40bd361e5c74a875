package dev.gavel.auction.state;

import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.UserName;

import java.util.Optional;

/**
 * A registered user.
 *
 * @param number counted from 0 in the order of registration
 * @param name who; the one object that all their bids share
 * @param address where programs of theirs can be reached, as they said
 * @param displayName how they like to be called
 * @param registeredAt in milliseconds since 1970
 * @param auctions those they created, in order
 */
public record User(long number, UserName name, Optional<String> address,
        Optional<String> displayName, long registeredAt, PagedTable<AuctionId> auctions) {}
