package dev.gavel.auction.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.gavel.auction.message.View;
import dev.gavel.auction.model.BuyNow;
import dev.gavel.auction.model.ConditionsOfSale;
import dev.gavel.auction.model.FormatKind;
import dev.gavel.auction.model.IncrementPresets;
import dev.gavel.auction.model.IncrementTable;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Reserve;
import dev.gavel.auction.model.SellerRun;
import dev.gavel.auction.model.SoftClose;

import java.io.IOException;
import java.util.Locale;

/**
 * The conditions of sale in a view: under the names and in the shapes in which {@code create} takes them,
 * so that a view's conditions can be sent again.
 */
final class ViewedConditions {

    private ViewedConditions() {}

    static void write(View.OfAuction v, JsonGenerator out) throws IOException {
        var conditions = v.conditions();
        out.writeStringField("visibility", lower(conditions.access().visibility()));
        if (v.showsSellersOwn() && !conditions.access().invited().isEmpty()) {
            out.writeArrayFieldStart("invited");
            for (var name : conditions.access().invited()) {
                out.writeString(name.value());
            }
            out.writeEndArray();
        }
        if (v.phase() instanceof Phase.Draft) { // later its end says it
            ViewWriter.number("durationMillis", conditions.timing().durationMillis(), out);
        }
        out.writeNumberField("outageGraceMillis", conditions.timing().outageGraceMillis());
        ViewWriter.number("maxPauseMillis", v.pauses().maxMillis(), out);
        switch (conditions.format()) {
            case ENGLISH, REVERSE -> {
                reserve(v, out);
                openBids(v, out);
            }
            case CLOCK, DUTCH -> rounds(v, out);
            case SEALED, VICKREY -> {
                reserve(v, out);
                out.writeBooleanField("commit", conditions.sealedTerms().commit());
                if (conditions.sealedTerms().commit()) {
                    out.writeNumberField("revealMillis", conditions.sealedTerms().revealMillis());
                }
            }
            case UNIFORM -> {
                reserve(v, out);
                out.writeNumberField("quantity", conditions.quantity());
                out.writeStringField("margin",
                        conditions.sealedTerms().proRata() ? "proRata" : "partial");
            }
        }
    }

    /** Whether there is a reserve, and what then follows from it; its amount is its seller's own. */
    private static void reserve(View.OfAuction v, JsonGenerator out) throws IOException {
        var reserve = v.conditions().reserve();
        out.writeBooleanField("hasReserve", reserve.isSet());
        if (!reserve.isSet()) {
            return;
        }
        if (v.showsSellersOwn()) {
            out.writeNumberField("reserve", reserve.amount());
        }
        if (v.conditions().format() == FormatKind.UNIFORM) {
            return;
        }
        out.writeStringField("belowReserve", lower(reserve.below()));
        if (reserve.below() == Reserve.Below.OFFER) {
            out.writeNumberField("offerMillis", reserve.offerMillis());
        }
    }

    private static void openBids(View.OfAuction v, JsonGenerator out) throws IOException {
        var conditions = v.conditions();
        if (conditions.reserve().isSet()) {
            out.writeStringField("reserveMode", lower(conditions.reserve().mode()));
        }
        out.writeFieldName("increment");
        increment(conditions.increments(), out);
        out.writeBooleanField("grid", conditions.grid());
        out.writeStringField("proxy", lower(conditions.proxy()));
        if (v.buyNow().isPresent()) {
            out.writeNumberField("buyNow", v.buyNow().getAsLong());
            out.writeStringField("buyNowUntil",
                    conditions.buyNow().orElseThrow().until() == BuyNow.Until.FIRST_BID
                            ? "firstBid"
                            : "reserveMet");
        }
        if (conditions.softClose().isPresent()) {
            softClose(conditions.softClose().get(), out);
        }
        ViewWriter.text("group", conditions.group(), out);
        ViewWriter.time("retractUntil", conditions.retractUntil(), out);
        if (v.retraction().isPresent()) {
            out.writeBooleanField("retractionBinds", v.retraction().get().binds());
        }
    }

    /** As short as it can be given: an amount, a percentage, a known name, or bands. */
    private static void increment(IncrementTable table, JsonGenerator out) throws IOException {
        var name = IncrementPresets.nameOf(table);
        switch (table) {
            case IncrementTable.Percent share -> {
                out.writeStartObject();
                out.writeNumberField("percent", share.percent());
                out.writeEndObject();
            }
            case IncrementTable.Bands steps when steps.isFixed() ->
                out.writeNumber(steps.bands().getFirst().step());
            case IncrementTable.Bands steps when name.isPresent() -> out.writeString(name.get());
            case IncrementTable.Bands steps -> {
                out.writeStartArray();
                for (var band : steps.bands()) {
                    out.writeStartArray();
                    out.writeNumber(band.from());
                    out.writeNumber(band.step());
                    out.writeEndArray();
                }
                out.writeEndArray();
            }
        }
    }

    private static void softClose(SoftClose softClose, JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("softClose");
        out.writeNumberField("windowMillis", softClose.windowMillis());
        out.writeNumberField("extendMillis", softClose.extendMillis());
        out.writeStringField("trigger", lower(softClose.trigger()));
        out.writeStringField("mode", lower(softClose.mode()));
        if (softClose.maxExtensions() < Integer.MAX_VALUE) {
            out.writeNumberField("maxExtensions", softClose.maxExtensions());
        }
        ReplyWriter.time("hardEnd", softClose.hardEnd(), out);
        out.writeEndObject();
    }

    private static void rounds(View.OfAuction v, JsonGenerator out) throws IOException {
        var conditions = v.conditions();
        var rounds = conditions.rounds();
        if (conditions.format() == FormatKind.CLOCK) {
            out.writeStringField("confirm", rounds.confirm() ? "confirm" : "stay");
            out.writeNumberField("grace", rounds.grace());
            out.writeStringField("runBy", rounds.isRunBySeller() ? "seller" : "house");
            ViewWriter.text("sellerKey", rounds.seller().flatMap(SellerRun::key), out);
        }
        if (showsPace(v)) {
            out.writeNumberField("periodMillis", rounds.periodMillis());
            out.writeNumberField("step", rounds.step());
        }
        if (conditions.format() == FormatKind.DUTCH) {
            if (showsPace(v)) {
                out.writeNumberField("floor", rounds.floor());
            }
            out.writeNumberField("quantity", conditions.quantity());
        }
    }

    /** Of a clock that runs, opening, period and step tell the round; not where a program calls it. */
    private static boolean showsPace(View.OfAuction v) {
        var isRunning = v.phase() instanceof Phase.Open || v.phase() instanceof Phase.Paused;
        return v.bids().isPresent() || !isRunning || isRunBySeller(v.conditions());
    }

    private static boolean isRunBySeller(ConditionsOfSale conditions) {
        return conditions.rounds().isRunBySeller();
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
