package dev.gavel.cli.verbs;

import org.jline.utils.NonBlocking;
import org.jline.utils.NonBlockingReader;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Lines that somebody types while something else goes on.
 *
 * <p>Whoever waits for a line that does not come leaves a read under way. What that gets is for the next
 * who asks the same source: all verbs of a shell read what its prompt reads, so no key is lost between
 * them, and all of a process without a shell read one standard input.
 */
public final class TypedLines {
    /** Longer lines are cut: nothing that is typed here is long. */
    static final int MOST_CHARS = 1_000;
    /** So that Ctrl-C in a shell is heard at once, whatever the source makes of an interrupt. */
    private static final long LOOK_MILLIS = 50;

    private final NonBlockingReader keys;
    private final StringBuilder line = new StringBuilder();
    private boolean afterReturn;
    private boolean ended;

    /** Typed at {@code keys}, such as a shell's terminal. */
    public TypedLines(NonBlockingReader keys) {
        this.keys = keys;
    }

    /** Of this process' own input, in UTF-8. */
    static TypedLines ofStandardInput() {
        return StandardInput.LINES;
    }

    /** Of nobody: they have ended before they began. */
    public static TypedLines ofNobody() {
        return of(InputStream.nullInputStream());
    }

    /** Of bytes in UTF-8. */
    static TypedLines of(InputStream bytes) {
        return new TypedLines(
                NonBlocking.nonBlocking("gavel-input", bytes, StandardCharsets.UTF_8));
    }

    /** Made when it is first asked for. */
    private static final class StandardInput {
        private static final TypedLines LINES = of(System.in);
    }

    /** Whether nothing will ever come any more. */
    public synchronized boolean hasEnded() {
        return ended;
    }

    /** The next line; empty when there is none within the time, also where there will be none. */
    public synchronized Optional<String> next(long millis) throws InterruptedException {
        var until = System.nanoTime() + millis * 1_000_000;
        for (var left = millis; left > 0; left = (until - System.nanoTime()) / 1_000_000) {
            if (ended) {
                Thread.sleep(left);
                return Optional.empty();
            }
            var key = read(Math.min(left, LOOK_MILLIS));
            if (Thread.interrupted()) {
                throw new InterruptedException("while waiting for a line");
            }
            if (key != NonBlockingReader.READ_EXPIRED && isWhole(key)) {
                var text = line.toString();
                line.setLength(0);
                return Optional.of(text);
            }
        }
        return Optional.empty();
    }

    private int read(long millis) throws InterruptedException {
        try {
            return keys.read(millis);
        } catch (InterruptedIOException | ClosedByInterruptException e) {
            throw new InterruptedException("while waiting for a line");
        } catch (IOException e) {
            return NonBlockingReader.EOF; // an input that breaks off has ended
        }
    }

    /** Whether the line ends with this key; a last line may end without one. */
    private boolean isWhole(int key) {
        if (key == NonBlockingReader.EOF) {
            ended = true;
            return !line.isEmpty();
        }
        var isSecond = key == '\n' && afterReturn;
        afterReturn = key == '\r';
        if (key == '\n' || key == '\r') {
            return !isSecond;
        }
        if (line.length() < MOST_CHARS) {
            line.append((char) key);
        }
        return false;
    }
}
