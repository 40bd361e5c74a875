package dev.gavel.server.logs;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.jspecify.annotations.Nullable;
import org.slf4j.helpers.MessageFormatter;

import java.util.List;

/**
 * The kind of a line in the log: the place it comes from, its words, and the exception. Numbers
 * differ from line to line and do not count, except those of servers: two servers that fail are two
 * failures.
 *
 * @param logger where the line comes from
 * @param level how grave it is
 * @param words of the line, each run of digits and letters with a digit replaced by {@code #}
 * @param thrown the exception and its place, empty for none
 */
record Kind(String logger, Level level, String words, String thrown) {

    /** Most characters that count; longer lines are told apart by their beginnings. */
    private static final int MAX_WORDS = 200;
    private static final int MAX_CAUSES = 5;
    /** Packages whose lines hold texts of strangers, which must not make new kinds. */
    private static final List<String> EDGES = List.of("dev.gavel.server.http",
            "dev.gavel.server.grpc", "dev.gavel.server.ppapd", "dev.gavel.server.feed", "io.grpc",
            "dev.gavel.sellerrun.page", "io.javalin", "org.eclipse.jetty");

    /** The kind of a line that is about to be logged. */
    static Kind of(Logger logger, Level level, @Nullable String format, Object @Nullable [] values,
            @Nullable Throwable given) {
        var line = MessageFormatter.arrayFormat(format == null ? "" : format, values, given);
        var thrown = given != null ? given
                : values == null ? null : MessageFormatter.getThrowableCandidate(values);
        var name = logger.getName();
        var isEdge = EDGES.stream().anyMatch(name::startsWith);
        String text = isEdge && (thrown != null || (values != null && values.length > 0)) ? format
                : line.getMessage();
        return new Kind(name, level, masked(text == null ? "" : text), place(thrown));
    }

    /** The words of a text, without its numbers. */
    static String masked(String text) {
        var words = new StringBuilder();
        for (var at = 0; at < text.length() && words.length() < MAX_WORDS;) {
            var end = at;
            var hasDigit = false;
            while (end < text.length() && isPartOfWord(text.charAt(end))) {
                hasDigit |= Character.isDigit(text.charAt(end));
                end++;
            }
            if (end == at) {
                words.append(text.charAt(at++));
                continue;
            }
            var isServer = words.length() >= 7
                    && (endsWith(words, "server ") || endsWith(words, "server-"));
            words.append(hasDigit && !isServer ? "#" : text.substring(at, end));
            at = end;
        }
        return words.toString();
    }

    private static boolean isPartOfWord(char one) {
        return Character.isLetterOrDigit(one);
    }

    private static boolean endsWith(StringBuilder text, String end) {
        return text.indexOf(end, text.length() - end.length()) >= 0;
    }

    /** The types of an exception and of its causes, and the place of the deepest. */
    private static String place(@Nullable Throwable thrown) {
        var place = new StringBuilder();
        var one = thrown;
        for (var depth = 0; one != null && depth < MAX_CAUSES; depth++) {
            place.append(one.getClass().getName());
            var frames = one.getStackTrace();
            if (frames.length > 0) {
                place.append('@')
                        .append(frames[0].getClassName())
                        .append(':')
                        .append(
                                frames[0].getLineNumber());
            }
            place.append('/');
            one = one.getCause();
        }
        return place.toString();
    }
}
