package dev.gavel.auction.codec;

import dev.gavel.auction.codec.PlainJson.Names;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.message.Reply;
import dev.gavel.auction.model.Direction;
import dev.gavel.auction.model.Limits;
import dev.gavel.auction.model.Standing;
import dev.gavel.auction.model.Times;
import org.jspecify.annotations.Nullable;

/** The answers that nearly all bids get, written straight: the same bytes as {@link ReplyWriter}'s. */
final class BidReplyWriter {

    private BidReplyWriter() {}

    /** The outcome; null if it is for the general writer. */
    static byte @Nullable [] encode(Reply reply, long index, long atMillis) {
        return switch (reply) {
            case Reply.BidStands yes when yes.place().outbidByOrNull() != null -> null;
            case Reply.BidStands yes -> stands(yes, head("success", "OK", yes, index, atMillis));
            case Reply.Rejected(Rejection.NotEnough no) ->
                notEnough(no, head("fail", no.code().name(), reply, index, atMillis));
            default -> null;
        };
    }

    private static PlainJson head(String status, String code, Reply reply, long index,
            long atMillis) {
        return new PlainJson().text(Names.STATUS, status)
                .text(Names.CODE, code)
                .text(Names.MESSAGE, reply.sentence())
                .number(Names.INDEX, index)
                .time(Names.AT, atMillis);
    }

    private static byte @Nullable [] stands(Reply.BidStands yes, PlainJson out) {
        var place = yes.place();
        out.id(Names.AUCTION, yes.auction().value())
                .flag(Names.LEADING, place.leading())
                .number(Names.PRICE, place.price());
        if (place.ownMaximum() != Standing.NONE) {
            out.number(Names.YOUR_MAXIMUM, place.ownMaximum());
        }
        if (Limits.isAmount(yes.enough())) {
            out.number(yes.falling() ? Names.MAXIMUM_NEXT : Names.MINIMUM_NEXT, yes.enough());
        }
        if (yes.endsAt() != Times.NEVER) {
            out.time(Names.ENDS_AT, yes.endsAt());
        }
        return out.end();
    }

    private static byte @Nullable [] notEnough(Rejection.NotEnough no, PlainJson out) {
        out.id(Names.AUCTION, no.auction().value());
        if (no.price() != Standing.NONE) {
            out.number(Names.PRICE, no.price());
        }
        if (Limits.isAmount(no.enough())) {
            out.number(no.direction() == Direction.DOWN ? Names.MAXIMUM_NEXT : Names.MINIMUM_NEXT,
                    no.enough());
        }
        return out.end();
    }
}
