package dev.gavel.server.logs;

/**
 * Counts how often a kind of line was logged, and how many of these were written. For one thread at
 * a time.
 */
final class Repeats {

    /** A kind that was not logged for so long has ended. */
    static final long QUIET_NANOS = 60_000_000_000L;
    /** A kind that goes on is counted this often. */
    static final long COUNTED_EVERY_NANOS = 300_000_000_000L;

    /** Length of the part of the first line that stands before each count. */
    private static final int MAX_LINE = 300;

    private final String line;
    private final int allowed;
    private final long since;
    private int said;
    private long untold;
    private long untoldSince;
    private long lastAt;

    /**
     * A kind that is logged for the first time.
     *
     * @param line its first line
     * @param allowed how many lines of it are written before the others are counted
     */
    Repeats(String line, int allowed, long now) {
        this.line = line.length() <= MAX_LINE ? line : line.substring(0, MAX_LINE) + "…";
        this.allowed = allowed;
        this.since = now;
        this.lastAt = now;
        this.untoldSince = now;
    }

    /** The first line of this kind. */
    String line() {
        return line;
    }

    /** Counts one more line; whether it is to be written. */
    boolean isSaid(long now) {
        lastAt = now;
        if (said < allowed) {
            said++;
            untoldSince = now;
            return true;
        }
        untold++;
        return false;
    }

    /** Whether none was logged for a while, so that the next line is news again. */
    boolean hasEnded(long now) {
        return now - lastAt >= QUIET_NANOS;
    }

    /** Whether a count is due now. */
    boolean isCountDue(long now) {
        return untold > 0 && (hasEnded(now) || now - untoldSince >= COUNTED_EVERY_NANOS);
    }

    /** Returns the count, and begins to count anew. */
    String count(long now) {
        var sentence = new StringBuilder(line).append(" … ")
                .append(untold)
                .append(
                        untold == 1 ? " time more in " : " times more in ")
                .append(words(
                        (hasEnded(now) ? lastAt : now) - untoldSince));
        if (hasEnded(now)) {
            sentence.append("; not since ")
                    .append(words(now - lastAt))
                    .append(", ")
                    .append(
                            "it began ")
                    .append(words(now - since))
                    .append(" ago");
        }
        untold = 0;
        untoldSince = now;
        return sentence.toString();
    }

    private static String words(long nanos) {
        var seconds = Math.max(1, Math.round(nanos / 1e9));
        return seconds < 120 ? seconds + " s" : Math.round(seconds / 60.0) + " minutes";
    }
}
