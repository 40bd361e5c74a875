package dev.gavel.server.config;

/**
 * Bounds of what one server logs.
 *
 * @param maxBytes the log of a server that runs in the background and its file of traces, older parts of
 *        both included, take no more than this
 */
public record LogSettings(long maxBytes) {

    /** Weeks of a server in good order, and the first hours of a bad day. */
    public static LogSettings defaults() {
        return new LogSettings(32L << 20);
    }
}
