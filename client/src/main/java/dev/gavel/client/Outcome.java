package dev.gavel.client;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * What became of a command.
 *
 * @param status in one word
 * @param code stable reason, such as {@code TOO_LOW}; empty on success
 * @param message one sentence for people
 * @param index log index it was decided at, 0 where it was not
 * @param at replicated time of that decision
 * @param json all of it, with the details of the command asked: of a bid {@code leading},
 *        {@code price}, {@code minimumNext}, {@code endsAt}
 * @see "docs/MESSAGES.md"
 */
public record Outcome(Status status, String code, String message, long index, Optional<Instant> at,
        JsonObject json) {

    /** A server was reached, but none that leads; certainly without effect. */
    public static final String NO_LEADER = "NO_LEADER";

    /** No server was reached; certainly without effect. */
    public static final String NO_SERVER = "NO_SERVER";

    /** The server asked cannot reach a majority; certainly without effect. */
    public static final String NO_MAJORITY = "NO_MAJORITY";

    /** There is too much to do just now; certainly without effect. */
    public static final String BUSY = "BUSY";

    /** Whoever leads cannot take it at the moment; certainly without effect. */
    public static final String NOT_NOW = "NOT_NOW";

    /** May or may not have had an effect: the same key or number again tells. */
    public static final String UNKNOWN = "UNKNOWN";

    /** How a command can end. */
    public enum Status {
        /** Done. */
        SUCCESS,
        /** Refused by a rule; certainly without effect. */
        FAIL,
        /** The house gave no verdict: {@link Outcome#code} says whether it may have had an effect. */
        EXCEPTION
    }

    /** Whether the command was done. */
    public boolean succeeded() {
        return status == Status.SUCCESS;
    }

    /**
     * Whether it is certain that the command had no effect by this call. By an earlier call under the
     * same key it may have had one.
     */
    public boolean withoutEffect() {
        return switch (status) {
            case SUCCESS -> false;
            case FAIL -> true;
            case EXCEPTION -> switch (code) {
                case NO_LEADER, NO_SERVER, NO_MAJORITY, BUSY, NOT_NOW -> true;
                default -> false;
            };
        };
    }

    /** An outcome that the client gives by itself, because no server did. */
    public static Outcome exception(String code, String message) {
        return of(JsonObject.of("status", "exception").with("code", code).with("message", message));
    }

    /** A refusal that needs no house to tell it. */
    public static Outcome refused(String code, String message) {
        return of(JsonObject.of("status", "fail").with("code", code).with("message", message));
    }

    /** Reads an outcome; what is none becomes an {@code exception} of code {@code UNKNOWN}. */
    public static Outcome parse(byte[] json) {
        return parse(json, 0, json.length);
    }

    /** As {@link #parse(byte[])}, of a part of an array. */
    public static Outcome parse(byte[] array, int offset, int length) {
        try {
            return of(JsonObject.parse(array, offset, length));
        } catch (IllegalArgumentException e) {
            var start = new String(array, offset, Math.min(length, 80), StandardCharsets.UTF_8);
            return exception(UNKNOWN,
                    "the server's answer cannot be read: " + e.getMessage() + " in " + start);
        }
    }

    /** The outcome that {@code json} tells of. */
    public static Outcome of(JsonObject json) {
        var status = switch (json.text("status").orElse("")) {
            case "success" -> Status.SUCCESS;
            case "fail" -> Status.FAIL;
            default -> Status.EXCEPTION;
        };
        var code = json.text("code").orElse(status == Status.EXCEPTION ? UNKNOWN : "");
        return new Outcome(status, code, json.text("message").orElse(""),
                json.number("index").orElse(0), json.text("at").flatMap(Outcome::instant), json);
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
