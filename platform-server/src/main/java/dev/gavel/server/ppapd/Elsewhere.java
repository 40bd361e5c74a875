package dev.gavel.server.ppapd;

/**
 * This server cannot answer now: it does not lead, has no majority, or does not know how a command
 * ended.
 */
final class Elsewhere extends Exception {

    private static final long serialVersionUID = 1;

    Elsewhere() {
        super("ask another server", null, false, false);
    }
}
