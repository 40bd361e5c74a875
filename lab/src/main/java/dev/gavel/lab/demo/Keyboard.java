package dev.gavel.lab.demo;

import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.exit.VerbFailedException;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Lines that somebody types while a verb does something else. */
final class Keyboard {

    private static final int MOST_LINES_WAITING = 100;

    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>(MOST_LINES_WAITING);

    /** Begins to listen, unless reading would stop us as a background job of a terminal. */
    static Keyboard listen() {
        var keyboard = new Keyboard();
        if (mayRead()) {
            Thread.ofPlatform().daemon().name("keyboard").start(keyboard::read);
        }
        return keyboard;
    }

    /** Adds a line as if somebody had typed it; beyond the bound it is dropped. */
    void type(String line) {
        var unused = lines.offer(line);
    }

    /** The next line, if one comes in time. */
    Optional<String> line(long millis) {
        try {
            return Optional.ofNullable(lines.poll(millis, TimeUnit.MILLISECONDS))
                    .map(String::strip);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VerbFailedException(ExitCodes.REFUSED, "interrupted");
        }
    }

    private void read() {
        try (var in = new BufferedReader(
                new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                if (!lines.offer(line)) {
                    return;
                }
            }
        } catch (IOException e) {
            // nobody types any more
        }
    }

    private static boolean mayRead() {
        try {
            // "pid (name) state parent group session terminal foreground-group …"
            var stat = Files.readString(Path.of("/proc/self/stat"));
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return fields[5].equals("-1") || fields[5].equals(fields[2]);
        } catch (IOException e) {
            return true;
        }
    }
}
