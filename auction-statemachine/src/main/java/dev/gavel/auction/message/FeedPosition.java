package dev.gavel.auction.message;

import java.util.Optional;

/**
 * Where an event stands in the feed: the same on every server.
 *
 * @param index log index of the entry
 * @param ordinal which event of that entry, from 1; 0 stands before them all
 */
public record FeedPosition(long index, int ordinal) implements Comparable<FeedPosition> {

    /** {@code text} as a position; empty if it is not of the form {@code index.ordinal}. */
    public static Optional<FeedPosition> parse(String text) {
        var dot = text.indexOf('.');
        if (dot < 1 || !digits(text, 0, dot, 18) || !digits(text, dot + 1, text.length(), 9)) {
            return Optional.empty();
        }
        return Optional.of(new FeedPosition(Long.parseLong(text.substring(0, dot)),
                Integer.parseInt(text.substring(dot + 1))));
    }

    private static boolean digits(String text, int from, int to, int most) {
        if (to - from < 1 || to - from > most) {
            return false;
        }
        for (var i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    @Override
    public int compareTo(FeedPosition other) {
        var byIndex = Long.compare(index, other.index);
        return byIndex != 0 ? byIndex : Integer.compare(ordinal, other.ordinal);
    }

    @Override
    public String toString() {
        return index + "." + ordinal;
    }
}
