package dev.gavel.server.process;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How far something is that takes its time. On a terminal a bar that is written over and goes when it is
 * done; elsewhere a plain line now and then, more and more rarely but three times a minute. What is done within a second says nothing.
 *
 * <pre>{@code
 * try (var progress = Progress.of(err, "starting", "servers")) {
 *     progress.at(ready, 5, "server 3: replaying the log");
 * }
 * }</pre>
 */
public final class Progress implements AutoCloseable {

    private static final Duration QUIET = Duration.ofMillis(700);
    private static final Duration REDRAW = Duration.ofMillis(100);
    private static final Duration FIRST_PLAIN_LINE = Duration.ofSeconds(5);
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(20);
    private static final int BAR = 24;
    /** Narrower terminals are rare, and a line that wraps cannot be written over. */
    private static final int WIDTH = 79;

    private final PrintWriter out;
    private final boolean terminal;
    private final String what;
    private final String unit;
    private final LongSupplier nanoTime;
    private final long began;
    private long told;
    private boolean drawn;

    Progress(PrintWriter out, boolean terminal, String what, String unit, LongSupplier nanoTime) {
        this.out = out;
        this.terminal = terminal;
        this.what = what;
        this.unit = unit;
        this.nanoTime = nanoTime;
        this.began = nanoTime.getAsLong();
        this.told = began + (terminal ? QUIET.minus(REDRAW) : Duration.ZERO).toNanos();
    }

    /**
     * Of something that begins now.
     *
     * @param err the error output, so that results can be piped elsewhere
     * @param what a word for it, such as {@code starting}
     * @param unit what is counted, such as {@code servers}
     */
    public static Progress of(PrintWriter err, String what, String unit) {
        return new Progress(err, isTerminal(), what, unit, System::nanoTime);
    }

    /** Whether what is printed to the error output is seen, on a terminal that can write over a line. */
    static boolean isTerminal() {
        return isTerminal("/proc/self/fd/2", System.getenv());
    }

    static boolean isTerminal(String descriptor, Map<String, String> environment) {
        try {
            var target = Files.readSymbolicLink(Path.of(descriptor)).toString();
            return (target.startsWith("/dev/pts/") || target.startsWith("/dev/tty")
                    || target.equals("/dev/console"))
                    && !environment.getOrDefault("TERM", "").equals("dumb");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** So far it is; {@code of} is 0 where nobody knows how much there is. */
    public synchronized void at(long done, long of, String note) {
        var now = nanoTime.getAsLong();
        var pause = terminal ? REDRAW.toNanos()
                : Math.clamp(told - began, FIRST_PLAIN_LINE.toNanos(), LONGEST_SILENCE.toNanos());
        if (now - told < pause) {
            return;
        }
        told = now;
        var seconds = String.format(Locale.ROOT, "%.1f s", (now - began) / 1e9);
        var count = of > 0 ? grouped(Math.min(done, of)) + " of " + grouped(of) : grouped(done);
        var rest = count + " " + unit + ", " + seconds + (note.isEmpty() ? "" : "  " + note);
        if (terminal) {
            var line = what + " " + (of > 0 ? bar(done, of) + " " : "") + rest;
            out.print("\r\u001b[K" + line.substring(0, Math.min(WIDTH, line.length())));
            drawn = true;
        } else {
            out.println(what + ": " + rest);
        }
        out.flush();
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String bar(long done, long of) {
        var filled = (int) (BAR * Math.clamp((double) done / of, 0, 1));
        return "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "]";
    }

    /** Makes room for a line of something else; the next {@link #at} draws it again. */
    public synchronized void clear() {
        if (drawn) {
            out.print("\r\u001b[K");
            out.flush();
            drawn = false;
        }
    }

    /** It is done, or given up. */
    @Override
    public void close() {
        clear();
    }
}
