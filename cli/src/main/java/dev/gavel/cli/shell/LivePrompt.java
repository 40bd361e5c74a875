package dev.gavel.cli.shell;

import dev.gavel.cli.verbs.Look;
import org.jline.reader.LineReader;
import org.jline.reader.impl.LineReaderImpl;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The prompt, with a line for each auction that is followed above it, kept true while somebody types. */
final class LivePrompt implements AutoCloseable {
    private static final long LOOK_MILLIS = 250;

    private final LineReader reader;
    private final Look look;
    private final Shell shell;
    private final LiveEvents events;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().name("gavel-prompt").unstarted(task));
    private String shown = "";

    LivePrompt(LineReader reader, Look look, Shell shell, LiveEvents events) {
        this.reader = reader;
        this.look = look;
        this.shell = shell;
        this.events = events;
        if (look.moving()) {
            var unused = timer.scheduleWithFixedDelay(this::renew, LOOK_MILLIS, LOOK_MILLIS,
                    TimeUnit.MILLISECONDS);
        }
    }

    /** What stands before the line that is typed; all but its last line are prices. */
    synchronized String text() {
        var text = new StringBuilder();
        if (look.moving()) {
            events.lines(shell.house().knownUser(), look)
                    .forEach(line -> text.append(line).append('\n'));
        }
        text.append(shell.house().knownUser())
                .append(shell.auction().map(id -> " on " + id).orElse(""))
                .append("> ");
        shown = text.toString().replace("%", "%%"); // a sign in JLine's prompts
        return shown;
    }

    private synchronized void renew() {
        var before = shown;
        if (reader instanceof LineReaderImpl screen && screen.isReading()
                && !text().equals(before)) {
            try {
                screen.setPrompt(shown);
                screen.callWidget(LineReader.REDISPLAY);
            } catch (IllegalStateException e) {
                shown = before; // the line was ended meanwhile
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
