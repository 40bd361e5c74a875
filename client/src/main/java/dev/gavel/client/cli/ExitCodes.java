package dev.gavel.client.cli;

import dev.gavel.client.Answer;
import dev.gavel.client.Outcome;

/** What a call of the command line ends with. */
final class ExitCodes {
    static final int OK = 0;
    /** A rule of the house said no. */
    static final int REFUSED = 1;
    /** Wrong usage, or input that is no command. */
    static final int USAGE = 2;
    /** It may or may not have been done. */
    static final int UNKNOWN = 3;
    /** No leader, or no server reached in time; without effect. */
    static final int UNREACHED = 4;

    private ExitCodes() {}

    static int of(Outcome outcome) {
        return switch (outcome.status()) {
            case SUCCESS -> OK;
            case FAIL -> outcome.code().equals("BAD_COMMAND") ? USAGE : REFUSED;
            case EXCEPTION -> outcome.withoutEffect() ? UNREACHED : UNKNOWN;
        };
    }

    static int of(Answer answer) {
        return switch (answer.status()) {
            case 200 -> OK;
            case 400 -> USAGE;
            case 401, 403, 404 -> REFUSED;
            default -> UNREACHED;
        };
    }
}
