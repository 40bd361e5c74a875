package dev.gavel.client.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Lines that somebody types while something else goes on. Of a terminal only what is there already is
 * read: what is typed after the verb has ended belongs to the shell around it.
 */
final class TypedLines {
    private static final long LOOK_MILLIS = 50;
    private static final int MOST_WAITING = 1_000;

    private final boolean terminal = Terminals.isStandardInput();
    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>(MOST_WAITING);
    private final StringBuilder line = new StringBuilder();
    private volatile boolean ended;

    TypedLines() {
        if (!terminal) {
            Thread.ofPlatform().daemon().name("gavel-input").start(this::readAll);
        }
    }

    private void readAll() {
        try {
            var reader = new BufferedReader(
                    new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (var text = reader.readLine(); text != null; text = reader.readLine()) {
                lines.put(text);
            }
        } catch (IOException | InterruptedException e) {
            // then there is nothing more to read
        }
        ended = true;
    }

    /** Whether nothing will ever come any more. */
    boolean hasEnded() {
        return ended && lines.isEmpty();
    }

    /** The next line; empty when there is none within the time. */
    Optional<String> next(long millis) throws InterruptedException {
        if (!terminal) {
            return Optional.ofNullable(lines.poll(millis, TimeUnit.MILLISECONDS));
        }
        try {
            for (var left = millis; left > 0; left -= LOOK_MILLIS) {
                while (System.in.available() > 0) {
                    var read = System.in.read();
                    if (read == '\n' || read == '\r') {
                        var text = line.toString();
                        line.setLength(0);
                        return Optional.of(text);
                    }
                    line.append((char) read);
                }
                Thread.sleep(Math.min(left, LOOK_MILLIS));
            }
        } catch (IOException e) {
            ended = true;
        }
        return Optional.empty();
    }
}
