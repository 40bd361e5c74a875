package dev.gavel.sellerrun;

/** Who sits at a buyer's program. Called on its threads, so be quick. */
public interface BuyingListener extends SeatListener {

    /** The house says that it has begun, the seller has not called yet. */
    void begun();

    /** No server of the house can be reached, for this reason; the sale goes on without. */
    void houseAway(String why);

    /** The house can be asked again. */
    void houseBack();
}
