package dev.gavel.auction.format;

import dev.gavel.auction.model.Bid;

import java.util.List;

/**
 * What one bid gets of the units.
 *
 * @param quantity how many; at least one
 */
public record Allotment(Bid bid, long quantity) {

    /**
     * Serves {@code bids} in their order from {@code left} units, and gives how many they got. One for
     * which too few are left gets these, or is skipped if it takes all or nothing.
     *
     * <p>Of 5 units, bids for 3, for all or nothing of 4, and for 3 get 3, none and 2.
     */
    public static long inTurn(List<Bid> bids, long left, List<Allotment> served) {
        var rest = left;
        for (var bid : bids) {
            var quantity = quantity(bid, rest);
            if (quantity > 0) {
                served.add(new Allotment(bid, quantity));
                rest -= quantity;
            }
        }
        return left - rest;
    }

    /** How many of {@code left} units {@code bid} gets if it is its turn. */
    public static long quantity(Bid bid, long left) {
        return bid.quantity() <= left ? bid.quantity() : bid.plain() ? left : 0;
    }
}
