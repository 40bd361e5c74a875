package dev.gavel.server.http;

import dev.gavel.server.desk.Answer;
import dev.gavel.server.desk.OutcomeHead;
import dev.gavel.server.desk.Trouble;

import java.util.Arrays;
import java.util.Set;

/** Turns answers into status codes, by one table. */
public final class HttpStatuses {

    /** Codes by which the house refuses this caller. */
    private static final Set<String> NOT_THIS_CALLER = Set.of("NOT_OWNER", "SELF_BID",
            "NOT_REGISTERED", "NOT_INVITED", "BANNED");

    private HttpStatuses() {}

    static int of(Answer answer) {
        return switch (answer) {
            case Answer.Replied replied -> of(OutcomeHead.of(replied.reply()));
            case Answer.Refused refused -> of(refused.trouble());
            case Answer.Redirect redirect -> of(Trouble.NOT_LEADER);
            case Answer.TryLater later -> of(later.trouble());
            case Answer.OutcomeUnknown unknown -> of(Trouble.UNKNOWN);
        };
    }

    static int of(OutcomeHead head) {
        if (head.isSuccess()) {
            return 200;
        }
        var code = head.code();
        if (head.status().equals("exception")) {
            return Arrays.stream(Trouble.values())
                    .filter(one -> one.name().equals(code))
                    .findFirst()
                    .map(HttpStatuses::of)
                    .orElse(504);
        }
        if (code.equals("BAD_COMMAND")) {
            return 400;
        }
        if (code.startsWith("UNKNOWN_")) {
            return 404;
        }
        return NOT_THIS_CALLER.contains(code) ? 403 : 409;
    }

    /** The status of an answer that an edge gives by itself. */
    public static int of(Trouble trouble) {
        return switch (trouble) {
            case BAD_COMMAND -> 400;
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case METHOD_NOT_ALLOWED -> 405;
            case TOO_SLOW -> 408;
            case NOT_POSSIBLE, NOT_ADOPTABLE -> 409;
            case TOO_LARGE -> 413;
            case UNSUPPORTED_MEDIA_TYPE -> 415;
            case NOT_LEADER, WRONG_HOST -> 421;
            case BUSY, WINDOW -> 429;
            case INTERNAL -> 500;
            case NO_LEADER, NO_MAJORITY, NOT_NOW -> 503;
            case UNKNOWN, FORGOTTEN -> 504;
        };
    }

    /** The code that fits a status which the HTTP library gave by itself. */
    public static Trouble trouble(int status) {
        return switch (status) {
            case 404 -> Trouble.NOT_FOUND;
            case 405 -> Trouble.METHOD_NOT_ALLOWED;
            case 408 -> Trouble.TOO_SLOW;
            case 413, 414, 431 -> Trouble.TOO_LARGE;
            case 415 -> Trouble.UNSUPPORTED_MEDIA_TYPE;
            case 429, 503 -> Trouble.BUSY;
            case 501, 505 -> Trouble.BAD_COMMAND;
            default -> status >= 500 ? Trouble.INTERNAL : Trouble.BAD_COMMAND;
        };
    }
}
