package dev.gavel.cli.verbs;

import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * What the one who reads the results looks at.
 *
 * @param terminal whether people look
 * @param colours whether they like colours
 * @param blocks whether they see characters beyond ASCII
 * @param moving whether lines can be written over
 * @param width columns, asked anew whenever it matters
 */
public record Look(boolean terminal, boolean colours, boolean blocks, boolean moving,
        IntSupplier width) {

    /** A file, a pipe, or a program. */
    public static final Look NOBODY = new Look(false, false, false, false, () -> Integer.MAX_VALUE);

    /** What the system and the environment say of it. */
    static Look of(boolean terminal, Map<String, String> environment) {
        return terminal ? new Look(true, Ink.wanted(true, environment), knowsBlocks(),
                !environment.getOrDefault("TERM", "").equals("dumb"), width(environment))
                : NOBODY;
    }

    /** Whoever reads what this process prints. */
    public static Look ofThisProcess() {
        return of(Terminals.isStandardOutput(), System.getenv());
    }

    /** The terminal of a shell, which knows its width itself. */
    public static Look ofShell(Map<String, String> environment, IntSupplier width) {
        return new Look(true, Ink.wanted(true, environment), knowsBlocks(),
                !environment.getOrDefault("TERM", "").equals("dumb"), width);
    }

    private static boolean knowsBlocks() {
        return System.getProperty("stdout.encoding", Charset.defaultCharset().name())
                .toUpperCase(Locale.ROOT)
                .startsWith("UTF");
    }

    /** {@code COLUMNS} has the last word. */
    private static IntSupplier width(Map<String, String> environment) {
        var columns = environment.getOrDefault("COLUMNS", "");
        if (columns.matches("[1-9][0-9]{0,3}")) {
            var said = Integer.parseInt(columns);
            return () -> said;
        }
        return Terminals::width;
    }
}
