package dev.gavel.server.exit;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What somebody may have meant who wrote something else. */
public final class Nearest {
    /** Longer words are nobody's slip of the finger. */
    private static final int LONGEST = 64;
    private static final int LETTERS_PER_SLIP = 3;
    /** Fewer letters, behind the dashes of an option, begin too many words. */
    private static final int FEWEST_OF_A_BEGINNING = 2;

    private Nearest() {}

    /**
     * The candidate that begins with the word, else one that differs in so few letters that it was likely
     * meant. Of several the one that differs in the fewest letters, and then the one that begins like the
     * word for longer.
     */
    public static Optional<String> to(String word, Collection<String> candidates) {
        if (word.isEmpty() || word.length() > LONGEST) {
            return Optional.empty();
        }
        var small = word.toLowerCase(Locale.ROOT);
        return candidates.stream()
                .filter(each -> isBeginningOf(each, small)
                        || slips(small, each.toLowerCase(Locale.ROOT)) <= allowed(small, each))
                .min(Comparator.comparing((String each) -> !isBeginningOf(each, small))
                        .thenComparingInt(each -> slips(small, each.toLowerCase(Locale.ROOT)))
                        .thenComparingInt(each -> -begunAlike(small, each.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Whether {@code small} is the beginning of {@code candidate}, and long enough to tell it from others. */
    private static boolean isBeginningOf(String candidate, String small) {
        return small.replaceFirst("^-+", "").length() >= FEWEST_OF_A_BEGINNING
                && candidate.toLowerCase(Locale.ROOT).startsWith(small);
    }

    /** How many letters at the beginning of both are the same. */
    private static int begunAlike(String word, String other) {
        var alike = 0;
        while (alike < Math.min(word.length(), other.length())
                && word.charAt(alike) == other.charAt(alike)) {
            alike++;
        }
        return alike;
    }

    private static int allowed(String word, String candidate) {
        return Math.max(1, Math.max(word.length(), candidate.length()) / LETTERS_PER_SLIP);
    }

    /** Letters that were left out, put in, taken for others, or changed places with the next. */
    private static int slips(String word, String other) {
        var rows = new int[word.length() + 1][other.length() + 1];
        for (var i = 0; i <= word.length(); i++) {
            for (var j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    rows[i][j] = i + j;
                    continue;
                }
                var same = word.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                rows[i][j] = Math.min(rows[i - 1][j - 1] + same,
                        1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
                if (i > 1 && j > 1 && word.charAt(i - 1) == other.charAt(j - 2)
                        && word.charAt(i - 2) == other.charAt(j - 1)) {
                    rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
                }
            }
        }
        return rows[word.length()][other.length()];
    }
}
