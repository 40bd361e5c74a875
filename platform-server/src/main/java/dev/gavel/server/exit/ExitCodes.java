package dev.gavel.server.exit;

import dev.gavel.client.Answer;
import dev.gavel.client.Outcome;

import java.util.Set;

/**
 * What a call of any verb ends with: the one table, for clients, servers and measurements alike.
 *
 * @see "docs/OPERATING.md, Exit codes"
 */
public final class ExitCodes {
    /** Done. */
    public static final int OK = 0;
    /** A rule of the house said no, or it could not be done for a reason that is told. */
    public static final int REFUSED = 1;
    /** Wrong usage, input that is no command, or a fault in the configuration. */
    public static final int USAGE = 2;
    /** It may or may not have been done. */
    public static final int UNKNOWN = 3;
    /** No leader, or no server reached in time; without effect. */
    public static final int UNREACHED = 4;
    /** The launcher could not build or start Java; no program of ours gives it. */
    public static final int NO_START = 5;
    /** A port that a server needs is taken. */
    public static final int PORT_IN_USE = 6;
    /** Records are another's, in use, damaged, or cannot be read. */
    public static final int RECORDS = 7;
    /** A server stopped by itself: a bug or a broken disk. */
    public static final int FAULT = 8;
    /** A server is no member of the house any more. */
    public static final int REMOVED = 9;
    /** The program itself failed; its trace lies in a file that is named. Never after a write that may have been sent. */
    public static final int CRASH = 70;
    /** Ended by Ctrl-C, as the system has it. */
    public static final int INTERRUPTED = 130;

    private static final int FOUND = 200;

    private ExitCodes() {}

    /** All that a program of ours may end with. */
    public static Set<Integer> all() {
        return Set.of(OK, REFUSED, USAGE, UNKNOWN, UNREACHED, NO_START, PORT_IN_USE, RECORDS, FAULT,
                REMOVED, CRASH, INTERRUPTED);
    }

    /** The code for what came of a command. */
    public static int of(Outcome outcome) {
        return switch (outcome.status()) {
            case SUCCESS -> OK;
            case FAIL -> outcome.code().equals("BAD_COMMAND") ? USAGE : REFUSED;
            case EXCEPTION -> outcome.withoutEffect() ? UNREACHED : UNKNOWN;
        };
    }

    /** The code for what a question found; a question that found nothing had no effect. */
    public static int of(Answer answer) {
        return switch (answer.status()) {
            case FOUND -> OK;
            case 400 -> USAGE;
            case 401, 403, 404 -> REFUSED;
            default -> UNREACHED;
        };
    }
}
