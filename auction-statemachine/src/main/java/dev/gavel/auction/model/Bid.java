package dev.gavel.auction.model;

/**
 * One accepted bid, as the history keeps it.
 *
 * @param bidder who made it
 * @param amount what the public may see of it, in minor units
 * @param maximum up to where the house bids for the bidder; equal to {@code amount} in a plain bid
 * @param atMillis replicated time, in milliseconds since 1970
 * @param index log index
 * @param quantity how many units; 1 where a lot is sold as a whole
 * @param plain whether it stands at its own amount whatever the others bid
 * @param retracted whether its bidder took it back
 */
public record Bid(UserName bidder, long amount, long maximum, long atMillis, long index,
        int quantity, boolean plain, boolean retracted) {

    /** This bid, taken back. */
    public Bid retract() {
        return new Bid(bidder, amount, maximum, atMillis, index, quantity, plain, true);
    }

    /** This bid with another amount: a commitment that was opened. */
    public Bid opened(long newAmount) {
        return new Bid(bidder, newAmount, newAmount, atMillis, index, quantity, plain, retracted);
    }
}
