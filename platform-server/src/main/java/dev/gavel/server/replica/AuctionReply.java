package dev.gavel.server.replica;

import dev.gavel.auction.codec.MessageCodec;
import dev.gavel.raft.Bytes;
import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * An answer of the house. Only the server that was asked reads it, so its JSON is made at that
 * moment. All of its content is in the log, so the bytes are the same whenever and wherever they
 * are made.
 */
public final class AuctionReply implements dev.gavel.raft.Reply {

    private final dev.gavel.auction.message.Reply reply;
    private final long index;
    private final long timeMillis;
    private volatile @Nullable Bytes bytes;

    AuctionReply(dev.gavel.auction.message.Reply reply, long index, long timeMillis) {
        this.reply = reply;
        this.index = index;
        this.timeMillis = timeMillis;
    }

    @Override
    public Bytes bytes() {
        var made = bytes;
        if (made == null) {
            made = Bytes.of(
                    MessageCodec.encodeReply(reply, index, Instant.ofEpochMilli(timeMillis)));
            bytes = made;
        }
        return made;
    }

    /** Whether the house said yes. */
    public boolean isSuccess() {
        return reply.isSuccess();
    }

    /** The code of the refusal; empty if the house said yes. */
    public String code() {
        return reply instanceof dev.gavel.auction.message.Reply.Rejected no
                ? no.rejection().code().name()
                : "";
    }

    /** Log index of its entry. */
    public long index() {
        return index;
    }
}
