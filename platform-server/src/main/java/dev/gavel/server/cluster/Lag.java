package dev.gavel.server.cluster;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.LongSupplier;

/** How far this server is behind what is committed, in entries and in time. */
final class Lag {

    /** How many entries are too many: a second or more of a busy house. */
    static final long ENTRIES = 1_000;
    /** How long a lag may last; older state is not what a reader came for. */
    static final Duration TIME = Duration.ofSeconds(2);
    /** The most notes that are kept; beyond it the newest are not noted. */
    private static final int MAX_NOTES = 1_000;

    private record Note(long index, long atNanos) {}

    private final LongSupplier nanos;
    private final Deque<Note> ahead = new ArrayDeque<>();
    private long known = -1;

    Lag(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * Notes that the log is committed up to {@code committed} somewhere, and applied up to
     * {@code applied} here.
     */
    synchronized void look(long committed, long applied) {
        if (committed > known) {
            known = committed;
            if (committed > applied && ahead.size() < MAX_NOTES) {
                ahead.add(new Note(committed, nanos.getAsLong()));
            }
        }
        forget(applied);
    }

    private void forget(long applied) {
        while (!ahead.isEmpty() && ahead.peek().index() <= applied) {
            ahead.remove();
        }
    }

    /** Why nobody is to read here; empty if it is not far behind. */
    synchronized Optional<String> objection(long applied) {
        forget(applied);
        var isOld = !ahead.isEmpty()
                && nanos.getAsLong() - ahead.peek().atNanos() >= TIME.toNanos();
        return isOld || known - applied >= ENTRIES
                ? Optional.of("it is behind: it has applied the log up to index " + applied + " of "
                        + known + (isOld ? ", for more than " + TIME.toSeconds() + " s" : ""))
                : Optional.empty();
    }
}
