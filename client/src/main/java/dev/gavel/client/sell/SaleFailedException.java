package dev.gavel.client.sell;

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

    /** Why, as an outcome. */
    public Outcome outcome() {
        return outcome;
    }
}
