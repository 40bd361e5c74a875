package dev.gavel.cli.verbs;

import java.util.Map;

/** Colours for people; none where nobody looks, or {@code NO_COLOR} asks for none. */
public enum Ink {
    /** As it comes. */
    PLAIN(""),
    /** Heads. */
    BOLD("1"),
    /** What matters less. */
    DIM("2"),
    /** Well done, or leading. */
    GOOD("32"),
    /** Refused, lost or down. */
    BAD("31"),
    /** To be noticed. */
    NOTICE("33");

    private final String code;

    Ink(String code) {
        this.code = code;
    }

    /** The text in this colour. */
    public String on(String text) {
        return code.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }

    /**
     * Whether colours are wanted: on a terminal that knows any, and without {@code NO_COLOR}.
     *
     * @see "https://no-color.org"
     */
    static boolean wanted(boolean terminal, Map<String, String> environment) {
        return terminal && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }
}
