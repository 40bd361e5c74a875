package dev.gavel.auction.state;

import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.ItemId;
import dev.gavel.auction.model.UserName;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What stands, or stood, in the catalogue.
 *
 * @param id which
 * @param seller who consigned it
 * @param name 1 to 500 characters
 * @param description up to 100,000 characters
 * @param price what the seller has in mind, in minor units
 * @param consignedAt in milliseconds since 1970
 * @param status where it is now
 * @param auction the auction it is on, or was sold in
 * @param anyoneMayStart whether others than the seller may put it up for auction
 */
public record Item(ItemId id, UserName seller, String name, String description, OptionalLong price,
        long consignedAt, Status status, Optional<AuctionId> auction, boolean anyoneMayStart) {

    /** Where an item is. */
    public enum Status {
        /** In the catalogue. */
        LISTED,
        /** Off the list: its auction is open. */
        ON_SALE,
        /** Off the list for good. */
        SOLD,
        /** Taken back by its seller. */
        WITHDRAWN
    }

    /** The same elsewhere. */
    Item at(Status newStatus, Optional<AuctionId> newAuction) {
        return new Item(id, seller, name, description, price, consignedAt, newStatus, newAuction,
                anyoneMayStart);
    }
}
