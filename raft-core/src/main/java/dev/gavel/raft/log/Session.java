package dev.gavel.raft.log;

import dev.gavel.raft.SessionLimits;
import org.jspecify.annotations.Nullable;

import java.util.function.BiConsumer;

/**
 * One client's session: the answers from {@code ackedBelow} on, by number. It is changed in place
 * within one entry. The first change after a freeze copies it.
 */
final class Session {

    private static final int SMALLEST_WINDOW = 4;

    private final long number;
    private final long name;
    private final String principal;
    private final long epoch;
    private long ackedBelow = 1;
    private long lastUsedMillis;
    /** The answer to seq stands at {@code seq & (length - 1)}. */
    private @Nullable Answer[] window;

    /**
     * A new session.
     *
     * @param name the name by which its client calls it; its number if no name was drawn by lot
     * @param principal the only user who may use it; the empty string: anybody who knows its name
     */
    Session(long number, long name, String principal, long epoch, long lastUsedMillis) {
        this.number = number;
        this.name = name;
        this.principal = principal;
        this.epoch = epoch;
        this.lastUsedMillis = lastUsedMillis;
        this.window = new @Nullable Answer[SMALLEST_WINDOW];
    }

    private Session(Session from, long epoch) {
        this.number = from.number;
        this.name = from.name;
        this.principal = from.principal;
        this.epoch = epoch;
        this.ackedBelow = from.ackedBelow;
        this.lastUsedMillis = from.lastUsedMillis;
        this.window = from.window.clone();
    }

    Session writable(long currentEpoch) {
        return epoch == currentEpoch ? this : new Session(this, currentEpoch);
    }

    long number() {
        return number;
    }

    long name() {
        return name;
    }

    String principal() {
        return principal;
    }

    /** Whether its name was drawn by lot. */
    boolean isNamed() {
        return name != number;
    }

    /** Whether the user {@code asking} may use it. */
    boolean isOf(String asking) {
        return principal.isEmpty() || principal.equals(asking);
    }

    long ackedBelow() {
        return ackedBelow;
    }

    long lastUsedMillis() {
        return lastUsedMillis;
    }

    void used(long nowMillis) {
        lastUsedMillis = nowMillis;
    }

    /** Forgets the answers below {@code seq}. */
    void ack(long seq) {
        if (seq - ackedBelow >= window.length) {
            java.util.Arrays.fill(window, null);
        } else {
            for (var i = ackedBelow; i < seq; i++) {
                window[slot(i)] = null;
            }
        }
        ackedBelow = Math.max(ackedBelow, seq);
    }

    /** Whether {@code seq} lies beyond what may be unacknowledged at a time. */
    boolean isBeyondWindow(long seq) {
        return seq - ackedBelow >= SessionLimits.MAX_WINDOW;
    }

    /** The answer to {@code seq}, which is at least {@link #ackedBelow}, or null. */
    @Nullable
    Answer answer(long seq) {
        return seq - ackedBelow >= window.length ? null : window[slot(seq)];
    }

    void put(long seq, Answer answer) {
        while (seq - ackedBelow >= window.length) {
            grow();
        }
        window[slot(seq)] = answer;
    }

    /** Hands over each number with its answer, ascending. */
    void forEach(BiConsumer<Long, Answer> visitor) {
        // by offset: the sum of a number near the largest and the length of the window has no place
        for (var offset = 0; offset < window.length; offset++) {
            var answer = window[slot(ackedBelow + offset)];
            if (answer != null) {
                visitor.accept(ackedBelow + offset, answer);
            }
        }
    }

    private int slot(long seq) {
        return (int) seq & (window.length - 1);
    }

    private void grow() {
        var before = window;
        window = new @Nullable Answer[before.length * 2];
        for (var offset = 0; offset < before.length; offset++) {
            var seq = ackedBelow + offset;
            window[slot(seq)] = before[(int) seq & (before.length - 1)];
        }
    }
}
