package dev.gavel.auction.state;

import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.ConditionsOfSale;
import dev.gavel.auction.model.Lot;
import dev.gavel.auction.model.UserName;

/**
 * What of an auction never changes, but for the version, until it opens.
 *
 * @param id which
 * @param seller whose
 * @param name 1 to 500 characters
 * @param lot what it sells
 * @param conditions all it is held under
 * @param createdAt in milliseconds since 1970
 * @param version of the rules that hold for it: that of the house when it was opened, before that when it
 *        was created
 */
public record Listing(AuctionId id, UserName seller, String name, Lot lot,
        ConditionsOfSale conditions, long createdAt, int version) {

    /** The same under the rules of {@code newVersion}. */
    Listing under(int newVersion) {
        return newVersion == version ? this
                : new Listing(id, seller, name, lot, conditions, createdAt, newVersion);
    }
}
