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
 * @param takesPartIn those they joined or bid on; follows from the auctions
 * @param newestPart the highest id among these, 0 without any: at hand for the many bids in one auction
 */
public record User(long number, UserName name, Optional<String> address,
        Optional<String> displayName, long registeredAt, PagedTable<AuctionId> auctions,
        AuctionIds takesPartIn, long newestPart) {

    /** Who has just registered. */
    public static User registered(long number, UserName name, Optional<String> address,
            Optional<String> displayName, long at) {
        return new User(number, name, address, displayName, at, PagedTable.empty(),
                AuctionIds.NONE, 0);
    }

    /** The same, reached and called otherwise where that was said. */
    User reachedAt(Optional<String> newAddress, Optional<String> newDisplayName) {
        return new User(number, name, newAddress.or(() -> address),
                newDisplayName.or(() -> displayName), registeredAt, auctions, takesPartIn,
                newestPart);
    }

    /** The same with one more auction of their own. */
    public User selling(AuctionId auction) {
        return new User(number, name, address, displayName, registeredAt,
                auctions.append(auction), takesPartIn, newestPart);
    }

    /** The same, taking part in one more auction. */
    User in(AuctionId auction) {
        return new User(number, name, address, displayName, registeredAt, auctions,
                takesPartIn.with(auction), Math.max(newestPart, auction.value()));
    }

    /** The same, taking part in {@code ids} and no others. */
    User takingPartIn(AuctionIds ids) {
        return new User(number, name, address, displayName, registeredAt, auctions, ids,
                ids.highest());
    }

    /** The same, no longer taking part in {@code auction}. */
    User notIn(AuctionId auction) {
        return takingPartIn(takesPartIn.without(auction));
    }

    /** Whether they take part in {@code auction}. */
    boolean isIn(AuctionId auction) {
        return auction.value() == newestPart
                || (auction.value() < newestPart && takesPartIn.has(auction));
    }
}
