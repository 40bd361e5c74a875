package dev.gavel.client;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** One frame of answers, and whom to tell of each. Reused from frame to frame of one stream. */
final class Replies {
    /** How an outcome begins that is not of the house. */
    private static final byte[] EXCEPTION = {'{', '"', 's', 't', 'a', 't', 'u', 's', '"', ':', '"',
            'e'};
    private static final byte[] NOTHING = {};

    private final FrameReader reader = new FrameReader();
    private byte[] frame = NOTHING;
    private @Nullable AnswerHandler[] handlers = new AnswerHandler[64];
    private long[] tags = new long[64];

    /**
     * Reads the next frame.
     *
     * @throws IOException if the bytes are no frame
     */
    void read(byte[] next) throws IOException {
        reader.read(next);
        frame = next;
        if (handlers.length < reader.count()) {
            handlers = new AnswerHandler[2 * reader.count()];
            tags = new long[2 * reader.count()];
        }
        Arrays.fill(handlers, 0, reader.count(), null);
    }

    int count() {
        return reader.count();
    }

    long seq(int outcome) {
        return reader.seq(outcome);
    }

    int disposition(int outcome) {
        return reader.disposition(outcome);
    }

    int retryAfterMillis(int outcome) {
        return reader.retryAfterMillis(outcome);
    }

    /** Whether one of the outcomes is such that only a leader can give it. */
    boolean fromLeader() {
        return has(FrameReader.ANSWERED) || has(FrameReader.BUSY);
    }

    /** Whether the server says that it does not lead. */
    boolean saysNotLeader() {
        return has(FrameReader.NOT_LEADER);
    }

    /** Whether the server says that it cannot tell what became of a command. */
    boolean saysUnknown() {
        return has(FrameReader.UNKNOWN);
    }

    private boolean has(int disposition) {
        for (var i = 0; i < reader.count(); i++) {
            if (reader.disposition(i) == disposition) {
                return true;
            }
        }
        return false;
    }

    /** Whom the server names as leader. */
    Optional<ServerAddress> leader() {
        return Optional.ofNullable(reader.leader()).flatMap(ServerAddress::tryParse);
    }

    /** Whether the house no longer knows the session; a look at one byte for all other answers. */
    boolean saysForgotten(int outcome) {
        var offset = reader.offset(outcome);
        var length = reader.length(outcome);
        return length > EXCEPTION.length
                && frame[offset + EXCEPTION.length - 1] == 'e'
                && Arrays.equals(frame, offset, offset + EXCEPTION.length, EXCEPTION, 0,
                        EXCEPTION.length)
                && Outcome.parse(frame, offset, length).code().equals("FORGOTTEN");
    }

    /** Notes whom to tell of an outcome; null where the command had its answer before. */
    void willTell(int outcome, @Nullable AnswerHandler handler, long tag) {
        handlers[outcome] = handler;
        tags[outcome] = tag;
    }

    void tellHandlers() {
        for (var i = 0; i < reader.count(); i++) {
            var handler = handlers[i];
            if (handler != null) {
                Handling.tell(handler, tags[i], frame, reader.offset(i), reader.length(i));
            }
        }
    }
}
