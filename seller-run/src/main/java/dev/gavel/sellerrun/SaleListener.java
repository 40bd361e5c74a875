package dev.gavel.sellerrun;

/** Who wants to know how a sale goes. Called on the loop of the sale, so be quick. */
public interface SaleListener {

    /** The sale stands thus, which is on the disk by now. */
    void changed(Round round);

    /** A buyer was withdrawn, who could not be reached for {@code rounds} rounds. */
    void lost(String buyer, long rounds);

    /** None of those who are in can be reached: the round stays until one can. */
    void stalled();

    /** One can be reached again: the round begins anew. */
    void wentOn();
}
