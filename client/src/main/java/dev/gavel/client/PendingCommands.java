package dev.gavel.client;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * The commands of one session that have no answer yet, by their numbers: a ring that grows with what
 * is in it. Those from {@link #oldest} to {@link #unsent} were sent, or are to be sent again; those
 * from there to {@link #next} never were. Not thread-safe: the stream's lock guards it.
 */
final class PendingCommands {
    private static final int FIRST_CAPACITY = 64;
    private static final byte ABSENT = 0;
    private static final byte WAITING = 1;
    private static final byte SENT = 2;
    private static final byte AGAIN = 3;
    private static final byte[] NOTHING = {};

    private long oldest = 1;
    private long unsent = 1;
    private long next = 1;
    private int again;
    private int sent;

    private byte[] states = new byte[FIRST_CAPACITY];
    private long[] tags = new long[FIRST_CAPACITY];
    private int[] offeredAt = new int[FIRST_CAPACITY];
    private byte[][] users = new byte[FIRST_CAPACITY][];
    private byte[][] commands = new byte[FIRST_CAPACITY][];
    private @Nullable AnswerHandler[] handlers = new AnswerHandler[FIRST_CAPACITY];

    /** Lowest number without an answer; {@link #next} when there is none. */
    long oldest() {
        return oldest;
    }

    /** Lowest number that was never sent. */
    long unsent() {
        return unsent;
    }

    /** Lowest number not yet given out. */
    long next() {
        return next;
    }

    /** Numbers from the oldest without an answer to the newest. */
    long span() {
        return next - oldest;
    }

    /** How many are with a server. */
    int sent() {
        return sent;
    }

    /** How many were sent without an answer and are to be sent again. */
    int again() {
        return again;
    }

    void add(byte[] user, byte[] command, long tag, AnswerHandler handler, int atMillis) {
        if (next - oldest == states.length) {
            grow();
        }
        var slot = slot(next++);
        states[slot] = WAITING;
        users[slot] = user;
        commands[slot] = command;
        tags[slot] = tag;
        handlers[slot] = handler;
        offeredAt[slot] = atMillis;
    }

    byte[] user(long seq) {
        return users[slot(seq)];
    }

    byte[] command(long seq) {
        return commands[slot(seq)];
    }

    long tag(long seq) {
        return tags[slot(seq)];
    }

    int offeredAt(long seq) {
        return offeredAt[slot(seq)];
    }

    boolean isToBeSentAgain(long seq) {
        return states[slot(seq)] == AGAIN;
    }

    /** Notes that it was handed to a server. */
    void wasSent(long seq) {
        var slot = slot(seq);
        if (states[slot] == AGAIN) {
            again--;
        } else {
            unsent = seq + 1;
        }
        states[slot] = SENT;
        sent++;
    }

    /** Notes that the server did not take it; nothing where it has its answer already. */
    void sendAgain(long seq) {
        if (seq >= oldest && seq < unsent && states[slot(seq)] == SENT) {
            states[slot(seq)] = AGAIN;
            again++;
            sent--;
        }
    }

    /** Notes that the server they were sent to is gone. */
    void sendAllAgain() {
        for (var seq = oldest; seq < unsent; seq++) {
            sendAgain(seq);
        }
    }

    /** Takes out one that is answered or given up; empty where that had happened before. */
    @Nullable
    AnswerHandler remove(long seq) {
        if (seq < oldest || seq >= next) {
            return null;
        }
        var slot = slot(seq);
        switch (states[slot]) {
            case ABSENT -> {
                return null;
            }
            case SENT -> sent--;
            case AGAIN -> again--;
            default -> unsent = Math.max(unsent, seq + 1);
        }
        var handler = handlers[slot];
        states[slot] = ABSENT;
        handlers[slot] = null;
        users[slot] = NOTHING;
        commands[slot] = NOTHING;
        while (oldest < next && states[slot(oldest)] == ABSENT) {
            oldest++;
        }
        return handler;
    }

    /** Those that were never sent, numbered from 1 for a new session; the others must be gone. */
    PendingCommands renumbered() {
        if (oldest < unsent) {
            throw new IllegalStateException("some have no answer yet");
        }
        var fresh = new PendingCommands();
        for (var seq = unsent; seq < next; seq++) {
            var slot = slot(seq);
            var handler = handlers[slot];
            if (states[slot] == WAITING && handler != null) {
                fresh.add(users[slot], commands[slot], tags[slot], handler, offeredAt[slot]);
            }
        }
        return fresh;
    }

    private void grow() {
        var former = states.length;
        states = Arrays.copyOf(states, 2 * former);
        tags = Arrays.copyOf(tags, 2 * former);
        offeredAt = Arrays.copyOf(offeredAt, 2 * former);
        users = Arrays.copyOf(users, 2 * former);
        commands = Arrays.copyOf(commands, 2 * former);
        handlers = Arrays.copyOf(handlers, 2 * former);
        for (var seq = oldest; seq < next; seq++) {
            move((int) seq & (former - 1), slot(seq));
        }
    }

    /** Each slot stays or moves up by the former capacity, so that none is overwritten. */
    private void move(int from, int to) {
        if (from != to) {
            states[to] = states[from];
            tags[to] = tags[from];
            offeredAt[to] = offeredAt[from];
            users[to] = users[from];
            commands[to] = commands[from];
            handlers[to] = handlers[from];
            handlers[from] = null;
            states[from] = ABSENT;
        }
    }

    private int slot(long seq) {
        return (int) seq & (states.length - 1);
    }
}
