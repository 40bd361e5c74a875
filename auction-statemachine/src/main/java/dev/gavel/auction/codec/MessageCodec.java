package dev.gavel.auction.codec;

import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.FeedEvent;
import dev.gavel.auction.message.Query;
import dev.gavel.auction.message.Reply;

import java.time.Instant;

/**
 * Messages to JSON and back. Reading is total: bytes that are no command or query become one that says
 * what is wrong with them, and is refused like any other.
 */
public final class MessageCodec {

    private MessageCodec() {}

    /** The command in {@code array}; {@link Command.Malformed} if it is none. */
    public static Command decodeCommand(byte[] array) {
        return decodeCommand(array, 0, array.length);
    }

    /** The command in a part of {@code array}; {@link Command.Malformed} if it is none. */
    public static Command decodeCommand(byte[] array, int offset, int length) {
        return CommandDecoder.decode(array, offset, length);
    }

    /** The query in {@code array}; {@link Query.Malformed} if it is none. */
    public static Query decodeQuery(byte[] array) {
        return decodeQuery(array, 0, array.length);
    }

    /** The query in a part of {@code array}; {@link Query.Malformed} if it is none. */
    public static Query decodeQuery(byte[] array, int offset, int length) {
        return QueryDecoder.decode(array, offset, length);
    }

    /**
     * The outcome of a command as callers see it.
     *
     * @param index log index of the command
     * @param at replicated time of its entry
     */
    public static byte[] encodeReply(Reply reply, long index, Instant at) {
        return ReplyWriter.encode(reply, index, at.toEpochMilli());
    }

    /** An event as watchers see it, without what is secret in it. */
    public static byte[] encodeEvent(FeedEvent event) {
        return EventWriter.encode(event);
    }

    /** An event as those watchers see it who do not see how its auction stands. */
    public static byte[] encodeEventOutline(FeedEvent event) {
        return EventWriter.encodeOutline(event);
    }
}
