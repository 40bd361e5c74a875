package dev.gavel.cli.shell;

import java.util.ArrayList;
import java.util.List;

/** A line cut into words; quotes keep blanks in a word, a backslash keeps the next character. */
final class Words {
    private Words() {}

    /**
     * The words.
     *
     * @throws IllegalArgumentException with a sentence, if a quote is not closed
     */
    static List<String> of(String line) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        var inWord = false;
        var quote = '\0';
        for (var i = 0; i < line.length(); i++) {
            var each = line.charAt(i);
            if (each == '\\' && quote != '\'' && i + 1 < line.length()) {
                word.append(line.charAt(++i));
                inWord = true;
            } else if (quote != '\0') {
                if (each == quote) {
                    quote = '\0';
                } else {
                    word.append(each);
                }
            } else if (each == '"' || each == '\'') {
                quote = each;
                inWord = true;
            } else if (!Character.isWhitespace(each)) {
                word.append(each);
                inWord = true;
            } else if (inWord) {
                words.add(word.toString());
                word.setLength(0);
                inWord = false;
            }
        }
        if (quote != '\0') {
            throw new IllegalArgumentException("the quote " + quote + " is not closed");
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }
}
