package dev.gavel.auction.state;

import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.ConditionsOfSale;
import dev.gavel.auction.model.Lot;
import dev.gavel.auction.model.UserName;

/**
 * What of an auction never changes.
 *
 * @param id which
 * @param seller whose
 * @param name 1 to 500 characters
 * @param lot what it sells
 * @param conditions all it is held under
 * @param createdAt in milliseconds since 1970
 */
public record Listing(AuctionId id, UserName seller, String name, Lot lot,
        ConditionsOfSale conditions, long createdAt) {}
