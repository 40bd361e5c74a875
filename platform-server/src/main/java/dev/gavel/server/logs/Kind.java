package dev.gavel.server.logs;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.jspecify.annotations.Nullable;
import org.slf4j.helpers.MessageFormatter;

import java.util.List;

/**
 * What makes two lines of a log one kind: the place they come from, their words, and what was thrown.
 * Numbers differ from line to line and do not count, except those of servers: two servers that fail are
 * two failures.
 *
 * @param logger where the line comes from
 * @param level how grave it is
 * @param words of the line, each run of digits and letters with a digit replaced by {@code #}
 * @param thrown what was thrown and where, empty for nothing
 */
record Kind(String logger, Level level, String words, String thrown) {

    /** Longer lines are told apart by their beginnings. */
    private static final int MAX_WORDS = 200;
    private static final int MAX_CAUSES = 5;
    /** Their texts hold what strangers sent, which must not make new kinds. */
    private static final List<String> EDGES = List.of("dev.gavel.server.http",
            "dev.gavel.server.grpc", "dev.gavel.server.ppapd", "dev.gavel.server.feed", "io.grpc",
            "dev.gavel.sellerrun.page", "io.javalin", "org.eclipse.jetty");

    /** Of a line that is about to be logged. */
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

    /** Types of what was thrown and of its causes, and where the deepest was. */
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
