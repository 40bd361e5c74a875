package dev.gavel.cli.servers;

import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.exit.VerbFailedException;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Waits for what other processes do, by asking again and again. */
public final class Patience {

    private static final Duration PAUSE = Duration.ofMillis(50);

    private Patience() {}

    /** Asks until there is an answer; empty when there is none in time. */
    public static <T> Optional<T> until(Duration longest, Supplier<Optional<T>> ask) {
        long end = System.nanoTime() + longest.toNanos();
        while (true) {
            var answer = ask.get();
            if (answer.isPresent() || System.nanoTime() - end >= 0) {
                return answer;
            }
            pause(PAUSE);
        }
    }

    /** Until that one has ended; an interrupt is kept for whoever asks later. */
    static void join(Thread ending) {
        boolean interrupted = false;
        while (ending.isAlive()) {
            try {
                ending.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stands still for {@code time}; an interrupt ends the verb. */
    public static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VerbFailedException(ExitCodes.REFUSED, "interrupted");
        }
    }
}
