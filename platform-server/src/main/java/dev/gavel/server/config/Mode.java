package dev.gavel.server.config;

/** How the house learns the name of a caller. */
public enum Mode {
    /** A name is believed: for one machine, a demonstration, a test. */
    OPEN
}
