package dev.gavel.auction.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.gavel.auction.format.Condition;
import dev.gavel.auction.format.kinds.Formats;
import dev.gavel.auction.message.Reply;
import dev.gavel.auction.message.View;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.Times;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** Views to JSON. */
public final class ViewWriter {

    private ViewWriter() {}

    /**
     * {@code view} as JSON.
     *
     * @param index the log index it is true at
     * @param timeMillis replicated time it is true at
     */
    public static byte[] encode(View view, long index, long timeMillis) {
        return switch (view) {
            case View.OfAuction v -> Json.write(out -> auction(v, index, out));
            case View.Auctions v -> Json.write(out -> auctions(v, index, out));
            case View.Bids v -> Json.write(out -> bids(v, index, out));
            case View.Rounds v -> Json.write(out -> rounds(v, index, out));
            case View.Items v -> Json.write(out -> items(v, index, out));
            case View.OfResult v -> Json.write(out -> result(v, index, out));
            case View.OfUser v -> Json.write(out -> user(v, index, out));
            case View.Explanation v -> Json.write(out -> AskedWriter.explanation(v, index, out));
            case View.Entitlement v -> Json.write(out -> AskedWriter.entitlement(v, index, out));
            case View.Rehearsal v ->
                Json.write(out -> AskedWriter.rehearsal(v, index, timeMillis, out));
            case View.Refused v ->
                ReplyWriter.encode(new Reply.Rejected(v.rejection()), index, timeMillis);
        };
    }

    private static void auction(View.OfAuction v, long index, JsonGenerator out)
            throws IOException {
        auctionFields(v, out);
        out.writeNumberField("index", index);
    }

    private static void auctionFields(View.OfAuction v, JsonGenerator out) throws IOException {
        out.writeStringField("auction", v.auction().toString());
        out.writeStringField("name", v.offering().name());
        out.writeObjectFieldStart("item");
        out.writeStringField("name", v.offering().lot().name());
        out.writeStringField("description", v.offering().lot().description());
        text("item", v.offering().lot().item(), out);
        out.writeEndObject();
        out.writeStringField("seller", v.offering().seller().value());
        out.writeStringField("format", WireNames.nameOf(v.conditions().format()));
        out.writeStringField("currency", v.conditions().currency().code());
        out.writeStringField("state", WireNames.nameOf(v.phase()));
        if (v.phase() instanceof Phase.Closed closed) {
            out.writeStringField("result", WireNames.nameOf(closed.result()));
            if (closed.result() instanceof Result.SoldUnits sold) {
                EventWriter.awards("awards", sold.awards(), out);
            }
        }
        out.writeNumberField("start", v.conditions().start());
        number("price", v.prices().price(), out);
        number(v.prices().falling() ? "maximumNext" : "minimumNext", v.prices().enough(), out);
        number("bids", v.bidders().bids(), out);
        text("leader", v.bidders().leader(), out);
        text("winner", v.sale().winner(), out);
        number("hammerPrice", v.sale().hammerPrice(), out);
        if (v.prices().reserveMet().isPresent()) {
            out.writeBooleanField("reserveMet", v.prices().reserveMet().get());
        }
        time("opensAt", v.timetable().opensAt(), out);
        time(v.conditions().hasRounds() && isRunning(v.phase()) ? "roundEndsAt" : "endsAt",
                v.timetable().endsAt(), out);
        number("remainingMillis", v.timetable().remainingMillis(), out);
        time("pauseEndsAt", v.timetable().pauses().endsAt(), out);
        number("round", v.progress().round(), out);
        time("updatedAt", v.progress().updatedAt(), out);
        if (v.conditions().sealedTerms().commit() && isRunning(v.phase())) {
            out.writeStringField("stage", v.progress().isRevealing() ? "reveal" : "commit");
        }
        if (v.bidders().participants().isPresent()) {
            out.writeObjectFieldStart("participants");
            for (var participant : v.bidders().participants().get()) {
                out.writeBooleanField(participant.name().value(), participant.isActive());
            }
            out.writeEndObject();
        }
        ViewedConditions.write(v, out);
        number("quantityLeft", v.progress().quantityLeft(), out);
        if (v.progress().units().isPresent()) {
            units(v.progress().units().get(), out);
        }
        if (v.own().rounds().isPresent()) {
            number("yourConfirmedRound", v.own().rounds().get().confirmed(), out);
            out.writeNumberField("yourMissedRounds", v.own().rounds().get().missed());
        }
        number("yourMaximum", v.own().maximum(), out);
        number("yourRetracted", v.own()
                .retraction()
                .map(View.Retraction::own)
                .orElse(OptionalLong.empty()), out);
        number("yourQuantity", v.own().units(), out);
        if (v.own().bid().isPresent()) {
            out.writeNumberField("yourBid", v.own().bid().get().maximum());
            if (isOfUnits(v)) {
                out.writeNumberField("yourQuantity", v.own().bid().get().quantity());
            }
        }
    }

    private static boolean isOfUnits(View.OfAuction v) {
        var format = Formats.of(v.conditions().format());
        return format.isSecret() || format.conditions().contains(Condition.QUANTITY);
    }

    /** Who would win what, and what is asked of the next bid, and of one for more units. */
    private static void units(View.UnitsStanding units, JsonGenerator out) throws IOException {
        EventWriter.awards("standingAwards", units.awards(), out);
        number("yourStandingQuantity", units.own(), out);
        if (units.larger().isPresent()) {
            out.writeObjectFieldStart("minimumNextForMore");
            number("quantity", units.larger(), out);
            number("amount", units.largerEnough(), out);
            out.writeEndObject();
        }
    }

    private static boolean isRunning(Phase phase) {
        return phase instanceof Phase.Open || phase instanceof Phase.Paused;
    }

    private static void auctions(View.Auctions v, long index, JsonGenerator out)
            throws IOException {
        out.writeArrayFieldStart("auctions");
        for (var auction : v.auctions()) {
            out.writeStartObject();
            auction(auction, index, out);
            out.writeEndObject();
        }
        out.writeEndArray();
        page(v.next(), index, out);
    }

    private static void bids(View.Bids v, long index, JsonGenerator out) throws IOException {
        out.writeStringField("auction", v.auction().toString());
        out.writeArrayFieldStart("bids");
        for (var row : v.bids()) {
            out.writeStartObject();
            out.writeStringField("bidder", row.bidder().value());
            out.writeNumberField("amount", row.amount());
            if (row.isAutomatic()) {
                out.writeBooleanField("automatic", true);
            }
            if (row.bid().quantity() != 1) {
                out.writeNumberField("quantity", row.bid().quantity());
            }
            if (row.isAllOrNothing()) {
                out.writeBooleanField("allOrNothing", true);
            }
            number("max", row.ownMaximum(), out);
            out.writeStringField("at", Times.format(row.bid().atMillis()));
            out.writeNumberField("index", row.bid().index());
            out.writeBooleanField("standing", row.isStanding());
            if (row.bid().retracted()) {
                out.writeBooleanField("retracted", true);
            }
            if (row.amount() == 0) { // no bid is of nothing: a commitment, of which nobody knows the amount
                out.writeBooleanField("opened", false);
            }
            out.writeEndObject();
        }
        out.writeEndArray();
        text("next", v.next(), out);
        out.writeNumberField("index", index);
    }

    private static void rounds(View.Rounds v, long index, JsonGenerator out)
            throws IOException {
        out.writeStringField("auction", v.auction().toString());
        text("sellerKey", v.key(), out);
        out.writeArrayFieldStart("rounds");
        for (var round : v.rounds()) {
            out.writeStartObject();
            out.writeNumberField("round", round.round());
            out.writeNumberField("price", round.price());
            out.writeStringField("at", Times.format(round.atMillis()));
            out.writeArrayFieldStart("out");
            for (var name : round.out()) {
                out.writeString(name.value());
            }
            out.writeEndArray();
            out.writeStringField("signature", round.signature());
            out.writeEndObject();
        }
        out.writeEndArray();
        page(v.next(), index, out);
    }

    private static void items(View.Items v, long index, JsonGenerator out) throws IOException {
        out.writeArrayFieldStart("items");
        for (var row : v.items()) {
            out.writeStartObject();
            out.writeStringField("item", row.item().toString());
            out.writeStringField("name", row.name());
            out.writeStringField("description", row.description());
            number("price", row.price(), out);
            out.writeStringField("seller", row.seller().value());
            out.writeStringField("status", row.status());
            text("auction", row.auction(), out);
            if (row.anyoneMayStart()) {
                out.writeBooleanField("anyoneMayStart", true);
            }
            out.writeEndObject();
        }
        out.writeEndArray();
        page(v.next(), index, out);
    }

    private static void result(View.OfResult v, long index, JsonGenerator out)
            throws IOException {
        auctionFields(v.auction(), out);
        out.writeStringField("message", v.sentence());
        out.writeNumberField("index", index);
    }

    private static void user(View.OfUser v, long index, JsonGenerator out) throws IOException {
        out.writeStringField("name", v.name().value());
        text("address", v.address(), out);
        text("displayName", v.displayName(), out);
        out.writeStringField("registeredAt", Times.format(v.registeredAt()));
        out.writeNumberField("auctions", v.auctions());
        out.writeNumberField("index", index);
    }

    private static void page(OptionalLong next, long index, JsonGenerator out)
            throws IOException {
        if (next.isPresent()) {
            out.writeStringField("next", Long.toString(next.getAsLong()));
        }
        out.writeNumberField("index", index);
    }

    static void number(String name, OptionalLong value, JsonGenerator out)
            throws IOException {
        if (value.isPresent()) {
            out.writeNumberField(name, value.getAsLong());
        }
    }

    static void time(String name, OptionalLong millis, JsonGenerator out)
            throws IOException {
        if (millis.isPresent()) {
            out.writeStringField(name, Times.format(millis.getAsLong()));
        }
    }

    static void text(String name, Optional<?> value, JsonGenerator out)
            throws IOException {
        if (value.isPresent()) {
            out.writeStringField(name, value.get().toString());
        }
    }
}
