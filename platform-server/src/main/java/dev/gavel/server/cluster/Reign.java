package dev.gavel.server.cluster;

import java.util.Optional;

/**
 * A leader and the time from which on it led, as one server heard of it.
 *
 * @param term of the leader
 * @param leader its id; -1 while there was none
 * @param atMillis by the clock of the server that heard it
 */
public record Reign(long term, int leader, long atMillis) {

    /** Stands for no leader. */
    public static final int NONE = -1;

    String line() {
        return atMillis + " " + term + " " + leader;
    }

    /** Reads a line that {@link #line} wrote; empty for any other. */
    static Optional<Reign> of(String line) {
        var parts = line.split(" ", -1);
        try {
            return parts.length == 3
                    ? Optional.of(new Reign(Long.parseLong(parts[1]), Integer.parseInt(parts[2]),
                            Long.parseLong(parts[0])))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
