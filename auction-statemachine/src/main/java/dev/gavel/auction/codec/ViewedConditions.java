package dev.gavel.auction.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.gavel.auction.format.Condition;
import dev.gavel.auction.format.kinds.Formats;
import dev.gavel.auction.message.View;
import dev.gavel.auction.model.BuyNow;
import dev.gavel.auction.model.ConditionsOfSale;
import dev.gavel.auction.model.IncrementPresets;
import dev.gavel.auction.model.IncrementTable;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Reserve;
import dev.gavel.auction.model.RoundTerms;
import dev.gavel.auction.model.SealedTerms;
import dev.gavel.auction.model.SellerRun;

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
        var known = Formats.of(conditions.format()).conditions();
        for (var condition : Condition.values()) {
            if (known.contains(condition)) {
                write(condition, v, out);
            }
        }
    }

    private static void write(Condition condition, View.OfAuction v, JsonGenerator out)
            throws IOException {
        var conditions = v.conditions();
        switch (condition) {
            case END -> {
                // a draft's length is told above, and later when it ends
            }
            case RESERVE -> reserve(v, out);
            case BELOW_RESERVE -> belowReserve(conditions.reserve(), out);
            case RESERVE_MODE -> reserveMode(conditions.reserve(), out);
            case INCREMENT -> {
                out.writeFieldName("increment");
                increment(conditions.increments(), out);
            }
            case GRID -> out.writeBooleanField("grid", conditions.grid());
            case PROXY -> out.writeStringField("proxy", lower(conditions.proxy()));
            case BUY_NOW -> buyNow(v, out);
            case SOFT_CLOSE -> softClose(conditions, out);
            case GROUP -> ViewWriter.text("group", conditions.group(), out);
            case RETRACTION -> retraction(v, out);
            case CONFIRMATION -> confirmation(conditions.rounds(), out);
            case RUN_BY_SELLER -> runBy(conditions.rounds(), out);
            case PACE -> {
                paced("periodMillis", conditions.rounds().periodMillis(), v, out);
                paced("step", conditions.rounds().step(), v, out);
            }
            case FLOOR -> paced("floor", conditions.rounds().floor(), v, out);
            case COMMITMENT -> commitment(conditions.sealedTerms(), out);
            case QUANTITY -> out.writeNumberField("quantity", conditions.quantity());
            case MARGIN -> out.writeStringField("margin",
                    conditions.sealedTerms().proRata() ? "proRata" : "partial");
        }
    }

    /** Whether there is a reserve; its amount is its seller's own. */
    private static void reserve(View.OfAuction v, JsonGenerator out) throws IOException {
        var reserve = v.conditions().reserve();
        out.writeBooleanField("hasReserve", reserve.isSet());
        if (reserve.isSet() && v.showsSellersOwn()) {
            out.writeNumberField("reserve", reserve.amount());
        }
    }

    private static void belowReserve(Reserve reserve, JsonGenerator out) throws IOException {
        if (!reserve.isSet()) {
            return;
        }
        out.writeStringField("belowReserve", lower(reserve.below()));
        if (reserve.below() == Reserve.Below.OFFER) {
            out.writeNumberField("offerMillis", reserve.offerMillis());
        }
    }

    private static void reserveMode(Reserve reserve, JsonGenerator out) throws IOException {
        if (reserve.isSet()) {
            out.writeStringField("reserveMode", lower(reserve.mode()));
        }
    }

    private static void buyNow(View.OfAuction v, JsonGenerator out) throws IOException {
        if (v.buyNow().isPresent()) {
            out.writeNumberField("buyNow", v.buyNow().getAsLong());
            out.writeStringField("buyNowUntil",
                    v.conditions().buyNow().orElseThrow().until() == BuyNow.Until.FIRST_BID
                            ? "firstBid"
                            : "reserveMet");
        }
    }

    private static void retraction(View.OfAuction v, JsonGenerator out) throws IOException {
        ViewWriter.time("retractUntil", v.conditions().retractUntil(), out);
        if (v.retraction().isPresent()) {
            out.writeBooleanField("retractionBinds", v.retraction().get().binds());
        }
    }

    private static void confirmation(RoundTerms rounds, JsonGenerator out) throws IOException {
        out.writeStringField("confirm", rounds.confirm() ? "confirm" : "stay");
        out.writeNumberField("grace", rounds.grace());
    }

    private static void runBy(RoundTerms rounds, JsonGenerator out) throws IOException {
        out.writeStringField("runBy", rounds.isRunBySeller() ? "seller" : "house");
        ViewWriter.text("sellerKey", rounds.seller().flatMap(SellerRun::key), out);
    }

    private static void commitment(SealedTerms terms, JsonGenerator out) throws IOException {
        out.writeBooleanField("commit", terms.commit());
        if (terms.commit()) {
            out.writeNumberField("revealMillis", terms.revealMillis());
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

    private static void softClose(ConditionsOfSale conditions, JsonGenerator out)
            throws IOException {
        if (conditions.softClose().isEmpty()) {
            return;
        }
        var softClose = conditions.softClose().get();
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

    /** Of a clock that runs, opening, period and step tell the round; not where a program calls it. */
    private static void paced(String name, long value, View.OfAuction v, JsonGenerator out)
            throws IOException {
        var isRunning = v.phase() instanceof Phase.Open || v.phase() instanceof Phase.Paused;
        if (v.bids().isPresent() || !isRunning || v.conditions().rounds().isRunBySeller()) {
            out.writeNumberField(name, value);
        }
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
