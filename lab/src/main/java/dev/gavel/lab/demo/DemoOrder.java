package dev.gavel.lab.demo;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is to be done to one server of a demonstration, as it is typed or as its page asks for it.
 *
 * @param word what
 * @param server to which, by id
 */
record DemoOrder(String word, int server) {

    /** All there are, as a pattern. */
    static final String WORDS = "kill|pause|resume|cut|join|restart|start";

    private static final Pattern TYPED = Pattern.compile("(" + WORDS + ") ([0-9]{1,3})");

    /** {@code kill 3} and the like; empty for whatever else is typed. */
    static Optional<DemoOrder> of(String line) {
        var match = TYPED.matcher(line.strip());
        return match.matches()
                ? Optional.of(new DemoOrder(match.group(1), Integer.parseInt(match.group(2))))
                : Optional.empty();
    }
}
