package dev.gavel.server.config;

/**
 * Who may act in the house. Part of what its log means, so it is fixed when the first server first
 * starts: records written under the other are refused like those of another cluster.
 */
public enum Registration {
    /** Acting makes somebody a user. */
    OPEN,
    /** Only who registered before may act. */
    CLOSED
}
