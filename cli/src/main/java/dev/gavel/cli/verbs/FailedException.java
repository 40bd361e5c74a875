package dev.gavel.cli.verbs;

import dev.gavel.client.Outcome;

/** What was asked did not come about; the outcome says why, and the exit code follows from it. */
public final class FailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Outcome outcome;
    private final int exitCode;
    private final String next;

    FailedException(Outcome outcome, int exitCode) {
        this(outcome, exitCode, "");
    }

    private FailedException(Outcome outcome, int exitCode, String next) {
        super(outcome.message());
        this.outcome = outcome;
        this.exitCode = exitCode;
        this.next = next;
    }

    /** The same, with what people can do next. */
    FailedException withNext(String sentence) {
        return new FailedException(outcome, exitCode, sentence);
    }

    /** What people can do next; empty where there is nothing to say. */
    String next() {
        return next;
    }

    Outcome outcome() {
        return outcome;
    }

    int exitCode() {
        return exitCode;
    }
}
