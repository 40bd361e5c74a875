package dev.gavel.server.logs;

import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the text of a line of the log, for operators: one line, bounded, and in words instead of
 * Java's names. It stands for the trace as well, so none follows it.
 */
public final class Sentence extends ThrowableHandlingConverter {

    /** Name of the context's property with the file of whole traces. */
    static final String TRACES = "traces";

    private static final int MAX_LENGTH = 800;
    private static final int MAX_CAUSES = 10;
    /** The name of a class with its package, and the rest that {@link Object#toString} adds. */
    private static final Pattern QUALIFIED = Pattern.compile(
            "\\b(?:[a-z][a-z0-9_]*\\.){2,}(?:[A-Za-z0-9_]+\\$)*([A-Z][A-Za-z0-9_]*)(@[0-9a-f]{4,8})?(: ?)?");
    private static final Pattern THROWN = Pattern
            .compile("\\b([A-Z][a-z0-9A-Z]*(?:Exception|Error))\\b(: ?)?");
    private static final Pattern SENDER = Pattern
            .compile("\\bserver-(\\d+)@group-[0-9A-F]+->server-(\\d+)(?:-[A-Za-z0-9]+)*");
    private static final Pattern RATIS_SERVER = Pattern
            .compile("\\bserver-(\\d+)(?:@group-[0-9A-F]+)?(?:-[A-Z][A-Za-z0-9]*)*");
    private static final Pattern CAMEL = Pattern
            .compile("\\b[A-Z]+[a-z0-9]+(?:[A-Z][a-z0-9]*)+\\b");
    private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
    /** The words by which a library folds the causes into its own text. */
    private static final Pattern CAUSE = Pattern.compile(" ?\\bCaused by: ");
    private static final Pattern CONTROL = Pattern.compile("[\\s\\p{Cntrl}]+");
    /** Words for exceptions that add nothing to their message. */
    private static final Set<String> EMPTY_NAMES = Set.of("io", "runtime", "illegal state",
            "illegal argument", "completion", "execution", "unchecked io", "status",
            "status runtime", "");

    @Override
    public String convert(ILoggingEvent event) {
        var said = event.getFormattedMessage();
        return of(said == null ? "" : said, event.getLoggerName().startsWith("dev.gavel"),
                event.getThrowableProxy(),
                getContext() == null ? null : getContext().getProperty(TRACES));
    }

    /**
     * The sentence.
     *
     * @param isOurs whether the text was written by us and so has no names of classes to translate
     * @param traces where the trace of {@code thrown} is, if anywhere
     */
    static String of(String said, boolean isOurs, @Nullable IThrowableProxy thrown,
            @Nullable String traces) {
        var text = said.strip();
        if (thrown != null) {
            var reason = reason(thrown);
            if (text.contains("{}")) {
                text = text.replace("{}", reason);
            } else if (!text.contains(reason)) {
                text = text.isEmpty() ? reason : text + ": " + reason;
            }
        }
        text = plain(text, isOurs);
        if (text.length() > MAX_LENGTH) {
            text = text.substring(0, MAX_LENGTH) + "…";
        }
        return thrown == null || traces == null ? text : text + " (trace in " + traces + ")";
    }

    /** The reason: the first cause that says something. */
    private static String reason(IThrowableProxy thrown) {
        var one = thrown;
        String said = "";
        var deepest = one;
        for (var depth = 0; one != null && depth < MAX_CAUSES; depth++) {
            if (one.getMessage() != null && !one.getMessage().isBlank()) {
                said = one.getClassName() + ": " + one.getMessage();
            }
            deepest = one;
            one = one.getCause();
        }
        return said.isEmpty() ? words(deepest.getClassName()) : said;
    }

    /** A sentence of ours on one line, with words for the names of exceptions. */
    public static String plain(String text) {
        return plain(text, true);
    }

    private static String plain(String text, boolean isOurs) {
        var plain = CONTROL.matcher(text).replaceAll(" ");
        if (!isOurs) {
            plain = Retold.of(plain);
        }
        plain = CAUSE.matcher(plain).replaceAll("; cause: ");
        plain = QUALIFIED.matcher(plain).replaceAll(Sentence::name);
        plain = THROWN.matcher(plain).replaceAll(Sentence::name);
        if (!isOurs) {
            plain = SENDER.matcher(plain).replaceAll("server $1 to server $2");
            plain = RATIS_SERVER.matcher(plain).replaceAll("server $1");
            plain = CAMEL.matcher(plain).replaceAll(match -> words(match.group()));
        }
        return plain.strip();
    }

    /** Words for the name of a class, and for the colon behind it. */
    private static String name(MatchResult match) {
        var words = words(match.group(1));
        var colon = match.group(match.groupCount());
        return Matcher.quoteReplacement(colon == null ? words
                : EMPTY_NAMES.contains(words) ? "" : words + colon);
    }

    /** {@code java.nio.file.NoSuchFileException} is "no such file". */
    private static String words(String name) {
        var simple = name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1)
                .replaceAll("(?<=.)(Exception|Error)$", "");
        return HUMP.matcher(simple).replaceAll(" ").toLowerCase(Locale.ROOT);
    }
}
