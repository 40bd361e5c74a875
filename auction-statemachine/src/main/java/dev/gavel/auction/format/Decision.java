package dev.gavel.auction.format;

import dev.gavel.auction.message.Code;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.message.Reply;
import dev.gavel.auction.model.AuctionId;

import java.util.ArrayList;
import java.util.List;

/**
 * What a rule decided, not yet folded in.
 *
 * @param reply the answer
 * @param events what happens; none where the answer is a no
 */
public record Decision(Reply reply, List<Event> events) {

    /** A no. */
    public static Decision no(Rejection rejection) {
        return new Decision(new Reply.Rejected(rejection), List.of());
    }

    /** A no about the command as such, at {@code field}. */
    public static Decision bad(String field, String sentence) {
        return no(new Rejection.Plain(Code.BAD_COMMAND, null, field, sentence));
    }

    /** A no about one auction. */
    public static Decision no(Code code, AuctionId auction, String sentence) {
        return no(new Rejection.Plain(code, auction, "", sentence));
    }

    /** A no about the command's {@code field}. */
    public static Decision no(Code code, String field, String sentence) {
        return no(new Rejection.Plain(code, null, field, sentence));
    }

    /** A yes. */
    public static Decision yes(Reply reply, Event... events) {
        return new Decision(reply, List.of(events));
    }

    /** The same with {@code earlier} happening before. */
    public Decision after(List<Event> earlier) {
        if (earlier.isEmpty() || !reply.isSuccess()) {
            return this;
        }
        var all = new ArrayList<Event>(earlier);
        all.addAll(events);
        return new Decision(reply, List.copyOf(all));
    }
}
