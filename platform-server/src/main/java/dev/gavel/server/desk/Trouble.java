package dev.gavel.server.desk;

/**
 * Codes that an edge gives by itself, beside those of the house. They are never renamed or reused.
 *
 * @see "docs/MESSAGES.md, codes"
 */
public enum Trouble {
    /** The message cannot be read, or is not the one that came under this key before. */
    BAD_COMMAND(Kind.FAIL),
    /** The request does not name its caller. */
    UNAUTHENTICATED(Kind.FAIL),
    /** Longer than the bound. */
    TOO_LARGE(Kind.FAIL),
    /** A page of another site asks, or this caller may not. */
    FORBIDDEN(Kind.FAIL),
    /** It cannot be done as things stand. */
    NOT_POSSIBLE(Kind.FAIL),
    /**
     * Not all servers can run the version of the rules that is to be adopted; the message says
     * which.
     */
    NOT_ADOPTABLE(Kind.FAIL),
    /** There is no such path, or nothing under this name. */
    NOT_FOUND(Kind.FAIL),
    /** The request names a host that is no name of this house. */
    WRONG_HOST(Kind.FAIL),
    /** The path takes other methods. */
    METHOD_NOT_ALLOWED(Kind.FAIL),
    /** The message came too slowly. */
    TOO_SLOW(Kind.FAIL),
    /** The body claims to be something else than JSON. */
    UNSUPPORTED_MEDIA_TYPE(Kind.FAIL),
    /** More requests wait than this server holds. */
    BUSY(Kind.EXCEPTION),
    /** The leader cannot take it at the moment; the message says why. */
    NOT_NOW(Kind.EXCEPTION),
    /** This server does not lead and was told not to forward. */
    NOT_LEADER(Kind.EXCEPTION),
    /** No leader was found in time. */
    NO_LEADER(Kind.EXCEPTION),
    /** Too few servers can be reached to decide anything. */
    NO_MAJORITY(Kind.EXCEPTION),
    /** It may or may not have had its effect. */
    UNKNOWN(Kind.EXCEPTION),
    /** The answer, or the session, is no longer remembered. */
    FORGOTTEN(Kind.EXCEPTION),
    /** Too many commands of one session are unacknowledged. */
    WINDOW(Kind.EXCEPTION),
    /** This server met a bug. */
    INTERNAL(Kind.EXCEPTION);

    private final Kind kind;

    Trouble(Kind kind) {
        this.kind = kind;
    }

    /** The {@code status} an outcome with this code has. */
    public String status() {
        return kind == Kind.FAIL ? "fail" : "exception";
    }

    private enum Kind {
        FAIL, EXCEPTION
    }
}
