package dev.gavel.client;

/** No server answered a question that has no outcome of its own. */
public final class UnansweredException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Outcome outcome;

    UnansweredException(Outcome outcome) {
        super(outcome.message());
        this.outcome = outcome;
    }

    /** What is certain, as an outcome. */
    public Outcome outcome() {
        return outcome;
    }
}
