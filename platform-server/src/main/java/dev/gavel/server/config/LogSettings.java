package dev.gavel.server.config;

/**
 * Bounds of one server's log.
 *
 * @param maxBytes size of the log of a server in the background and its file of traces together,
 *        older parts of both included
 */
public record LogSettings(long maxBytes) {

    /** Enough for weeks of a server in good order, and the first hours of a bad day. */
    public static LogSettings defaults() {
        return new LogSettings(32L << 20);
    }
}
