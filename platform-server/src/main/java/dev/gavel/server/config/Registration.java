package dev.gavel.server.config;

/**
 * Who may act in the house. The log's meaning depends on it, so it is fixed when the first server
 * first starts. Records written under the other setting are refused, like those of another cluster.
 */
public enum Registration {
    /** A person's first command makes them a user. */
    OPEN,
    /** Only registered users may act. */
    CLOSED
}
