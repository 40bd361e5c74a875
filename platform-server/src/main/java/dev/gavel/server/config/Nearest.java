package dev.gavel.server.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the word that was probably meant. */
final class Nearest {

    private Nearest() {}

    /**
     * The word of {@code known} that begins with {@code word}, else the nearest to it, if any is near enough
     * to be worth naming.
     */
    static Optional<String> to(String word, Collection<String> known) {
        return known.stream()
                .min(
                        Comparator.<String, Boolean>comparing(
                                candidate -> !isBeginningOf(candidate, word))
                                .thenComparingInt(candidate -> edits(word, candidate))
                                .thenComparing(Comparator.naturalOrder()))
                .filter(best -> isBeginningOf(best, word)
                        || edits(word, best) <= Math.max(2, word.length() / 3));
    }

    private static boolean isBeginningOf(String candidate, String word) {
        return word.length() >= 2 && candidate.startsWith(word);
    }

    /** Number of characters to insert, drop or change to get from one word to the other. */
    private static int edits(String from, String to) {
        var previous = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            var current = new int[to.length() + 1];
            current[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                current[j] = Math.min(previous[j - 1] + change,
                        1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[to.length()];
    }
}
