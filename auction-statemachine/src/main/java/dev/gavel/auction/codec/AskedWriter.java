package dev.gavel.auction.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.message.Told;
import dev.gavel.auction.message.View;

import java.io.IOException;

/** Answers to "why", "may I" and "what if", to JSON. */
final class AskedWriter {

    private AskedWriter() {}

    static void explanation(View.Explanation v, long index, JsonGenerator out)
            throws IOException {
        var auction = v.auction();
        out.writeStringField("auction", auction.auction().toString());
        out.writeStringField("format", WireNames.nameOf(auction.conditions().format()));
        out.writeStringField("currency", auction.conditions().currency().code());
        out.writeStringField("state", WireNames.nameOf(auction.phase()));
        if (auction.prices().price().isPresent()) {
            out.writeNumberField("price", auction.prices().price().getAsLong());
        }
        var currency = auction.conditions().currency();
        var sentences = v.sentences().stream().map(told -> told.english(currency)).toList();
        out.writeStringField("message", String.join(" ", sentences));
        out.writeArrayFieldStart("sentences");
        for (var sentence : sentences) {
            out.writeString(sentence);
        }
        out.writeEndArray();
        out.writeArrayFieldStart("told");
        for (var told : v.sentences()) {
            told(told, out);
        }
        out.writeEndArray();
        out.writeNumberField("index", index);
    }

    /** A sentence whose names, amounts and times a screen writes in its own way. */
    private static void told(Told told, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("text", told.text());
        out.writeArrayFieldStart("values");
        for (var value : told.values()) {
            out.writeStartObject();
            switch (value) {
                case Told.Value.Name name ->
                    out.writeStringField("user", name.user().value());
                case Told.Value.Money money -> out.writeNumberField("money", money.amount());
                case Told.Value.Time time -> ReplyWriter.time("time", time.millis(), out);
                case Told.Value.Span span -> out.writeNumberField("millis", span.millis());
                case Told.Value.Count count -> out.writeNumberField("number", count.number());
            }
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    static void entitlement(View.Entitlement v, long index, JsonGenerator out)
            throws IOException {
        out.writeStringField("auction", v.auction().toString());
        out.writeStringField("user", v.user().value());
        out.writeBooleanField("canBid", v.no().isEmpty());
        out.writeStringField("code", v.no().map(no -> no.code().name()).orElse("OK"));
        out.writeStringField("message", v.sentence());
        if (v.no().isPresent()) {
            out.writeStringField("wouldDo", v.wouldDo());
        }
        if (v.how().isPresent()) {
            out.writeStringField("op", v.how().get());
        }
        if (v.round().isPresent()) {
            out.writeNumberField("round", v.round().getAsLong());
        }
        ViewWriter.number("quantity", v.quantity(), out);
        if (v.enough().isPresent()) {
            out.writeNumberField(v.falling() ? "maximumNext" : "minimumNext",
                    v.enough().getAsLong());
        }
        if (v.no().isPresent()) {
            switch (v.no().get()) {
                case Rejection.Late no -> {
                    ReplyWriter.time("endsAt", no.endedAt(), out);
                    out.writeNumberField("lateByMillis", no.lateByMillis());
                }
                case Rejection.NotStarted no ->
                    ReplyWriter.time("opensAt", no.opensAt(), out);
                case Rejection.Paused no ->
                    ReplyWriter.time("pauseEndsAt", no.goesOnAt(), out);
                default -> {
                    // its sentence says all
                }
            }
        }
        out.writeNumberField("index", index);
    }

    static void rehearsal(View.Rehearsal v, long index, long timeMillis, JsonGenerator out)
            throws IOException {
        ReplyWriter.outcome(v.reply(), index, timeMillis, out);
        out.writeBooleanField("dryRun", true);
        if (!v.withheld().isEmpty()) {
            out.writeArrayFieldStart("withheld");
            for (var field : v.withheld()) {
                out.writeString(field);
            }
            out.writeEndArray();
        }
        if (v.expected().isPresent()) {
            out.writeObjectFieldStart("expected");
            ReplyWriter.details(v.expected().get(), out);
            out.writeEndObject();
        }
    }
}
