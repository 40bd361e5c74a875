package dev.gavel.client;

import org.jspecify.annotations.Nullable;

/**
 * The commands of a stream that have no answer yet, the session they are numbered in, and how they are
 * packed into frames. Not thread-safe: the stream's lock guards it.
 */
final class Outbox {

    private final ClientConfig.StreamLimits limits;
    private final FrameWriter writer = new FrameWriter();
    private final FramesUnderWay frames;
    private PendingCommands pending = new PendingCommands();
    private @Nullable String session;
    private boolean sessionForgotten;

    Outbox(ClientConfig.StreamLimits limits) {
        this.limits = limits;
        this.frames = new FramesUnderWay(limits.framesUnderWay());
    }

    /** What has no answer yet; another once there is a new session. */
    PendingCommands pending() {
        return pending;
    }

    boolean isEmpty() {
        return pending.span() == 0;
    }

    /** Whether it holds as many commands as it may. */
    boolean isFull() {
        return pending.span() >= (long) limits.window() + limits.waiting();
    }

    boolean hasSession() {
        return session != null;
    }

    void session(String opened) {
        session = opened;
    }

    /** Whether the house forgot the session, and all that it saw of it has been told so. */
    boolean needsNewSession() {
        return sessionForgotten && pending.oldest() == pending.unsent();
    }

    /** What the house never saw goes into a new session. */
    void renumber() {
        pending = pending.renumbered();
        session = null;
        sessionForgotten = false;
    }

    /** Whether there is something to be sent and room for another frame. */
    boolean hasFrame() {
        return frames.hasRoom() && (pending.again() > 0
                || (pending.unsent() < pending.next() && mayBeFirstSent(pending.unsent())));
    }

    private boolean mayBeFirstSent(long seq) {
        return !sessionForgotten && seq - pending.oldest() < limits.window();
    }

    /** What is to be sent again, in order, then what was never sent. */
    byte[] nextFrame(int mostCommands) {
        var first = pending.again() > 0 ? pending.oldest() : pending.unsent();
        writer.begin(session == null ? "" : session, pending.oldest());
        for (var seq = pending.oldest(); pending.again() > 0 && hasRoom(mostCommands); seq++) {
            if (pending.isToBeSentAgain(seq)) {
                write(seq);
            }
        }
        for (var seq = pending.unsent(); seq < pending.next() && mayBeFirstSent(seq)
                && hasRoom(mostCommands); seq++) {
            write(seq);
        }
        frames.add(first);
        return writer.toBytes();
    }

    private boolean hasRoom(int mostCommands) {
        return writer.commands() < mostCommands && writer.length() < limits.frameBytes();
    }

    private void write(long seq) {
        writer.add(seq, pending.user(seq), pending.command(seq));
        pending.wasSent(seq);
    }

    /** The server they were sent to is gone, or another takes its place. */
    void sendAllAgain() {
        frames.clear();
        pending.sendAllAgain();
    }

    /**
     * Sorts the outcomes of a frame: to be told, or to be sent again.
     *
     * @return how long to wait before anything is sent, in milliseconds; 0 for not at all
     */
    int take(Replies replies) {
        var pauseMillis = 0;
        for (var i = 0; i < replies.count(); i++) {
            var seq = replies.seq(i);
            frames.heardOf(seq);
            switch (replies.disposition(i)) {
                case FrameReader.ANSWERED -> {
                    sessionForgotten |= replies.saysForgotten(i);
                    var tag = pending.tag(seq);
                    replies.willTell(i, pending.remove(seq), tag);
                }
                case FrameReader.BUSY -> {
                    pending.sendAgain(seq);
                    pauseMillis = Math.max(pauseMillis, 1 + replies.retryAfterMillis(i));
                }
                default -> pending.sendAgain(seq);
            }
        }
        if (pending.sent() == 0) {
            frames.clear();
        }
        return pauseMillis;
    }
}
