package dev.gavel.server.config;

/** How the house learns who asks. */
public enum Mode {
    /** A name is believed: for one machine, a demonstration, a test. */
    OPEN
}
