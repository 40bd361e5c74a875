package dev.gavel.server.config;

/**
 * What one server takes in at most.
 *
 * @param limits bounds of the edges
 * @param connections bounds of one connection
 * @param logging bounds of a server's log
 */
public record Bounds(Limits limits, ConnectionLimits connections, LogSettings logging) {

    /** With the usual bounds of connections and of the log. */
    public static Bounds of(Limits limits) {
        return new Bounds(limits, ConnectionLimits.defaults(), LogSettings.defaults());
    }

    /** The same with other bounds of connections. */
    Bounds withConnections(ConnectionLimits others) {
        return new Bounds(limits, others, logging);
    }
}
