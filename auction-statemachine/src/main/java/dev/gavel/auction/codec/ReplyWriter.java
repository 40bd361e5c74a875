package dev.gavel.auction.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.gavel.auction.message.BidStory;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.message.Reply;
import dev.gavel.auction.model.Direction;
import dev.gavel.auction.model.Limits;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Standing;
import dev.gavel.auction.model.Times;

import java.io.IOException;

/** Replies to JSON: outcomes, as callers see them. */
final class ReplyWriter {

    private ReplyWriter() {}

    static byte[] encode(Reply reply, long index, long atMillis) {
        var usual = BidReplyWriter.encode(reply, index, atMillis);
        return usual != null ? usual : general(reply, index, atMillis);
    }

    /** As {@link #encode}, for any reply. */
    static byte[] general(Reply reply, long index, long atMillis) {
        return Json.write(out -> outcome(reply, index, atMillis, out));
    }

    /** The fields of an outcome. */
    static void outcome(Reply reply, long index, long atMillis, JsonGenerator out)
            throws IOException {
        out.writeStringField("status", reply.isSuccess() ? "success" : "fail");
        out.writeStringField("code",
                reply instanceof Reply.Rejected no ? no.rejection().code().name() : "OK");
        out.writeStringField("message", reply.sentence());
        out.writeNumberField("index", index);
        out.writeStringField("at", Times.format(atMillis));
        details(reply, out);
    }

    /** What a reply tells beyond its sentence. */
    static void details(Reply reply, JsonGenerator out) throws IOException {
        switch (reply) {
            case Reply.Rejected no -> details(no.rejection(), out);
            case Reply.Adopted yes -> out.writeNumberField("houseVersion", yes.version());
            case Reply.Registered yes -> out.writeStringField("user", yes.user().value());
            case Reply.ItemChanged yes -> out.writeStringField("item", yes.item().toString());
            case Reply.AuctionStands yes -> {
                out.writeStringField("auction", yes.auction().toString());
                out.writeStringField("state", WireNames.nameOf(yes.phase()));
                times(yes.phase(), out);
            }
            case Reply.BidStands yes -> {
                out.writeStringField("auction", yes.auction().toString());
                place(yes.place(), out);
                bound(yes.falling() ? "maximumNext" : "minimumNext", yes.enough(), out);
                time("endsAt", yes.endsAt(), out);
            }
            case Reply.Bought yes -> {
                out.writeStringField("auction", yes.auction().toString());
                out.writeBooleanField("leading", true);
                out.writeNumberField("price", yes.price());
                out.writeNumberField("quantity", yes.quantity());
                out.writeNumberField("quantityLeft", yes.left());
            }
            case Reply.Joined yes -> {
                out.writeStringField("auction", yes.auction().toString());
                if (yes.price() != Standing.NONE) {
                    out.writeNumberField("price", yes.price());
                }
                bound(yes.falling() ? "maximumNext" : "minimumNext", yes.enough(), out);
                if (yes.leaderOrNull() != null) {
                    out.writeStringField("leader", yes.leaderOrNull().value());
                }
                time("endsAt", yes.endsAt(), out);
            }
            case Reply.Done yes -> out.writeStringField("auction", yes.auction().toString());
        }
    }

    private static void times(Phase phase, JsonGenerator out) throws IOException {
        switch (phase) {
            case Phase.Scheduled scheduled -> time("opensAt", scheduled.opensAt(), out);
            case Phase.Open open -> time("endsAt", open.endsAt(), out);
            case Phase.Closed closed -> time("endsAt", closed.at(), out);
            default -> {
                // has neither
            }
        }
    }

    /** What a rejection tells beyond its sentence. */
    static void details(Rejection rejection, JsonGenerator out) throws IOException {
        switch (rejection) {
            case Rejection.Plain no -> {
                if (no.auctionOrNull() != null) {
                    out.writeStringField("auction", no.auctionOrNull().toString());
                }
                if (!no.field().isEmpty()) {
                    out.writeStringField("field", no.field());
                }
            }
            case Rejection.NotEnough no -> {
                out.writeStringField("auction", no.auction().toString());
                if (no.price() != Standing.NONE) {
                    out.writeNumberField("price", no.price());
                }
                bound(no.direction() == Direction.DOWN ? "maximumNext" : "minimumNext",
                        no.enough(), out);
            }
            case Rejection.OffGrid no -> {
                out.writeStringField("auction", no.auction().toString());
                out.writeStringField("field", no.field());
                bound("below", no.below(), out);
                bound("above", no.above(), out);
            }
            case Rejection.Late no -> {
                out.writeStringField("auction", no.auction().toString());
                time("endsAt", no.endedAt(), out);
                out.writeNumberField("lateByMillis", no.lateByMillis());
            }
            case Rejection.NotStarted no -> {
                out.writeStringField("auction", no.auction().toString());
                time("opensAt", no.opensAt(), out);
            }
            case Rejection.Paused no ->
                out.writeStringField("auction", no.auction().toString());
        }
    }

    private static void place(Reply.Place place, JsonGenerator out) throws IOException {
        out.writeBooleanField("leading", place.leading());
        out.writeNumberField("price", place.price());
        if (place.ownMaximum() != Standing.NONE) {
            out.writeNumberField("yourMaximum", place.ownMaximum());
        }
        var outbidBy = place.outbidByOrNull();
        if (outbidBy != null) {
            out.writeNumberField("amount", place.amount());
            out.writeStringField("leader", outbidBy.value());
            automatic(new BidStory.Automatic(outbidBy, place.price()), out);
        }
    }

    /** What the house bid for a leader in answer to a bid. */
    static void automatic(BidStory.Automatic answer, JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("automatic");
        out.writeStringField("bidder", answer.bidder().value());
        out.writeNumberField("amount", answer.amount());
        out.writeEndObject();
    }

    /** An amount that would do as a field, unless nobody can bid it. */
    static void bound(String name, long amount, JsonGenerator out) throws IOException {
        if (Limits.isAmount(amount)) {
            out.writeNumberField(name, amount);
        }
    }

    /** The time as a field, unless it is never. */
    static void time(String name, long millis, JsonGenerator out) throws IOException {
        if (millis != Times.NEVER) {
            out.writeStringField(name, Times.format(millis));
        }
    }
}
