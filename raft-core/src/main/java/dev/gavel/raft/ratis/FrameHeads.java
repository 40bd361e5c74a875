package dev.gavel.raft.ratis;

import java.util.function.LongSupplier;

/**
 * Reads the heads of HTTP/2 frames, wherever they are cut, and counts frames that only make work.
 */
final class FrameHeads {

    private static final int PREFACE_BYTES = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".length();
    private static final int HEAD_BYTES = 9;
    private static final int DATA = 0;
    private static final int PRIORITY = 2;
    private static final int SETTINGS = 4;
    private static final int END_STREAM = 1;

    private final int most;
    private final long windowNanos;
    private final LongSupplier nanos;
    private int toSkip = PREFACE_BYTES;
    private int seen;
    private int length;
    private int type;
    private int flags;
    private long windowSince;
    private int inWindow;

    /** Lets {@code most} such frames pass within {@code windowNanos}. */
    FrameHeads(int most, long windowNanos, LongSupplier nanos) {
        this.most = most;
        this.windowNanos = windowNanos;
        this.nanos = nanos;
    }

    /** How many of the next {@code bytes} belong to no head; they count as read. */
    int skippable(int bytes) {
        var skipped = Math.min(toSkip, bytes);
        toSkip -= skipped;
        return skipped;
    }

    /** Reads one byte of a head; true if that was one frame too many. */
    boolean read(byte signed) {
        var one = signed & 0xff;
        if (seen < 3) {
            length = (length << 8) | one;
        } else if (seen == 3) {
            type = one;
        } else if (seen == 4) {
            flags = one;
        }
        if (++seen < HEAD_BYTES) {
            return false;
        }
        var tooMany = makesWorkOnly() && countsTooMany();
        toSkip = length;
        seen = 0;
        length = 0;
        return tooMany;
    }

    /**
     * Whether the frame only makes work. Pings are left to gRPC, which knows how many it asked for
     * itself.
     */
    private boolean makesWorkOnly() {
        return switch (type) {
            case SETTINGS, PRIORITY -> true;
            case DATA -> length == 0 && (flags & END_STREAM) == 0;
            default -> false;
        };
    }

    private boolean countsTooMany() {
        var now = nanos.getAsLong();
        if (inWindow == 0 || now - windowSince > windowNanos) {
            windowSince = now;
            inWindow = 0;
        }
        return ++inWindow > most;
    }
}
