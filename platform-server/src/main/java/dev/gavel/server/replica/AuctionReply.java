package dev.gavel.server.replica;

import dev.gavel.auction.codec.MessageCodec;
import dev.gavel.raft.Bytes;
import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * An answer of the house. Only the server that was asked reads it, so its JSON is made when it does:
 * the same bytes whenever and wherever, since all of it is in the log.
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

    /** Whether it is a yes. */
    public boolean isSuccess() {
        return reply.isSuccess();
    }

    /** Why it is a no; empty where it is a yes. */
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
