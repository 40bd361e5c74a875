package dev.gavel.raft.log;

import dev.gavel.raft.LogPosition;
import dev.gavel.raft.Reply;
import dev.gavel.raft.Request;
import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * The first answer to one command. Made when the command is let through to the machine and filled
 * when the machine has answered, within the same entry; not changed after that.
 */
final class Answer {

    /**
     * Place and time of the entry that answered.
     *
     * @param at its place
     * @param timeMillis its replicated time
     */
    record Stamp(LogPosition at, long timeMillis) {}

    private final long content;
    private final Stamp stamp;
    private @Nullable Reply reply;

    Answer(long content, Stamp stamp, @Nullable Reply reply) {
        this.content = content;
        this.stamp = stamp;
        this.reply = reply;
    }

    /**
     * A fingerprint of a command and its sender. It tells a repeat from another command under the
     * same id. A sender who seeks a collision can find one, and fools only themselves.
     */
    static long contentOf(Request request) {
        var payload = request.payload();
        var crc = new CRC32C();
        crc.update(payload.array(), payload.offset(), payload.length());
        return crc.getValue() << 32 ^ (request.principal().hashCode() & 0xffff_ffffL)
                ^ (long) payload.length() << 20;
    }

    long content() {
        return content;
    }

    Stamp stamp() {
        return stamp;
    }

    void fill(Reply given) {
        reply = given;
    }

    Reply reply() {
        return Objects.requireNonNull(reply, "read before its entry was applied");
    }
}
