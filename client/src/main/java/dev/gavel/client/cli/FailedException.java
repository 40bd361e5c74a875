package dev.gavel.client.cli;

import dev.gavel.client.Outcome;

/** What was asked did not come about; the outcome says why, and the exit code follows from it. */
public final class FailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Outcome outcome;
    private final int exitCode;

    FailedException(Outcome outcome, int exitCode) {
        super(outcome.message());
        this.outcome = outcome;
        this.exitCode = exitCode;
    }

    Outcome outcome() {
        return outcome;
    }

    int exitCode() {
        return exitCode;
    }
}
