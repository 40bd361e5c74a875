package dev.gavel.auction.query;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Text as people search it: without accents and case, so that "odon" and "ÖDÖN" find "Ödön". For reads only;
 * no rule rests on it.
 */
final class Folded {

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    /** Letters that Unicode does not take apart, as those type them who have no such key. */
    private static final Map<Integer, String> PLAIN = Map.of((int) 'ß', "ss", (int) 'ø', "o",
            (int) 'ł', "l", (int) 'đ', "d", (int) 'æ', "ae", (int) 'œ', "oe", (int) 'ı', "i",
            (int) 'ς', "σ");

    private Folded() {}

    static String of(String text) {
        if (text.chars().allMatch(c -> c < 0x80)) {
            return text.toLowerCase(Locale.ROOT);
        }
        var bare = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
        var folded = new StringBuilder(bare.length());
        bare.codePoints().forEach(c -> {
            var plain = PLAIN.get(c);
            if (plain == null) {
                folded.appendCodePoint(c);
            } else {
                folded.append(plain);
            }
        });
        return folded.toString();
    }
}
