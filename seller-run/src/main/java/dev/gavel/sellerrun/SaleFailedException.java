package dev.gavel.sellerrun;

import dev.gavel.client.Outcome;

/** A sale, or a seat in one, did not come about; the outcome says why. */
public final class SaleFailedException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Outcome outcome;

    SaleFailedException(Outcome outcome) {
        super(outcome.message());
        this.outcome = outcome;
    }

    static SaleFailedException refused(String code, String why) {
        return new SaleFailedException(Outcome.refused(code, why));
    }

    /** The house has created the auction, and this program could not go on with it. */
    static SaleFailedException waits(SaleHouse house, String auction, String code, String why) {
        return new SaleFailedException(Outcome.of(Outcome.exception(code, "auction " + auction
                + " is created, and nobody runs it: " + why.replaceFirst("\\.$", "")
                + "; " + house.typedAs("sell " + auction) + " takes it up, "
                + house.typedAs("cancel " + auction) + " calls it off")
                .json()
                .with("auction", auction)));
    }

    /** Why, as an outcome. */
    public Outcome outcome() {
        return outcome;
    }
}
