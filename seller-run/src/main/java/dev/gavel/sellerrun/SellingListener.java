package dev.gavel.sellerrun;

import dev.gavel.client.Outcome;

import java.util.List;

/** Who sits at a seller's program. Called on its threads, so be quick. */
public interface SellingListener extends SaleListener {

    /** These have joined so far; told when that changes. */
    void joined(List<String> buyers);

    /** No server of the house can be reached, for this reason. */
    void houseAway(String why);

    /** The house takes reports again. */
    void houseBack();

    /** The house refuses how the sale stands, for good. */
    void refused(Outcome why);

    /** The house has the result. */
    void handedIn(Outcome outcome);
}
