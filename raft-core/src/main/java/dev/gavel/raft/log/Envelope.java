package dev.gavel.raft.log;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.Request;

import java.util.List;
import java.util.Optional;

/**
 * One log entry as stored.
 *
 * @param timeMillis the leader's clock when it was proposed, milliseconds since 1970
 * @param items what it carries, in order; none in a pulse
 * @param check the leader's running digest at an earlier index, for the others to compare
 */
public record Envelope(long timeMillis, List<Item> items, Optional<DigestCheck> check) {

    /** One thing an entry carries. */
    public sealed interface Item {

        /** A command for the machine. */
        record Command(Request request) implements Item {}

        /**
         * A wish for a new session.
         *
         * @param name the session's name, drawn by lot where it was proposed; 0: the next number
         * @param principal the only user who may use it; the empty string: anybody who knows its
         *        name
         */
        record OpenSession(long name, String principal) implements Item {

            /** A session with the next number, for anybody. */
            public OpenSession() {
                this(0, "");
            }
        }
    }

    /**
     * The leader's running digest at an index.
     *
     * @param index an index the leader had applied
     * @param digest 32 bytes
     */
    public record DigestCheck(long index, Bytes digest) {}
}
