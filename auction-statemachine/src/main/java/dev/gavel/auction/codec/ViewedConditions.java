package dev.gavel.auction.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.gavel.auction.format.Condition;
import dev.gavel.auction.format.kinds.Formats;
import dev.gavel.auction.message.View;
import dev.gavel.auction.model.ConditionsOfSale;
import dev.gavel.auction.model.IncrementPresets;
import dev.gavel.auction.model.IncrementTable;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Reserve;
import dev.gavel.auction.model.RoundTerms;
import dev.gavel.auction.model.SealedTerms;
import dev.gavel.auction.model.SellerRun;
import dev.gavel.auction.schema.Field;

import java.io.IOException;

/**
 * The conditions of sale in a view: under the names and in the shapes in which {@code create} takes them,
 * so that a view's conditions can be sent again.
 */
final class ViewedConditions {

    private ViewedConditions() {}

    static void write(View.OfAuction v, JsonGenerator out) throws IOException {
        var conditions = v.conditions();
        choice(CreateFields.VISIBILITY, conditions.access().visibility(), out);
        if (v.offering().showsSellersOwn() && !conditions.access().invited().isEmpty()) {
            out.writeArrayFieldStart(CreateFields.INVITED.name());
            for (var name : conditions.access().invited()) {
                out.writeString(name.value());
            }
            out.writeEndArray();
        }
        if (v.phase() instanceof Phase.Draft) { // later its end says it
            ViewWriter.number(CreateFields.DURATION.name(), conditions.timing().durationMillis(),
                    out);
        }
        number(CreateFields.OUTAGE_GRACE, conditions.timing().outageGraceMillis(), out);
        ViewWriter.number(CreateFields.MAX_PAUSE.name(), v.timetable().pauses().maxMillis(), out);
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
                out.writeFieldName(CreateFields.INCREMENT.name());
                increment(conditions.increments(), out);
            }
            case GRID -> flag(CreateFields.GRID, conditions.grid(), out);
            case PROXY -> choice(CreateFields.PROXY, conditions.proxy(), out);
            case BUY_NOW -> buyNow(v, out);
            case SOFT_CLOSE -> softClose(conditions, out);
            case GROUP -> ViewWriter.text(CreateFields.GROUP.name(), conditions.group(), out);
            case RETRACTION -> retraction(v, out);
            case CONFIRMATION -> confirmation(conditions.rounds(), out);
            case RUN_BY_SELLER -> runBy(conditions.rounds(), out);
            case PACE -> {
                paced(CreateFields.PERIOD, conditions.rounds().periodMillis(), v, out);
                paced(CreateFields.STEP, conditions.rounds().step(), v, out);
            }
            case FLOOR -> paced(CreateFields.FLOOR, conditions.rounds().floor(), v, out);
            case COMMITMENT -> commitment(conditions.sealedTerms(), out);
            case QUANTITY -> number(CreateFields.QUANTITY, conditions.quantity(), out);
            case MARGIN -> choice(CreateFields.MARGIN, conditions.sealedTerms().proRata(), out);
        }
    }

    /** Whether there is a reserve; its amount is its seller's own. */
    private static void reserve(View.OfAuction v, JsonGenerator out) throws IOException {
        var reserve = v.conditions().reserve();
        out.writeBooleanField("hasReserve", reserve.isSet());
        if (reserve.isSet() && v.offering().showsSellersOwn()) {
            number(CreateFields.RESERVE, reserve.amount(), out);
        }
    }

    private static void belowReserve(Reserve reserve, JsonGenerator out) throws IOException {
        if (!reserve.isSet()) {
            return;
        }
        choice(CreateFields.BELOW_RESERVE, reserve.below(), out);
        if (reserve.below() == Reserve.Below.OFFER) {
            number(CreateFields.OFFER, reserve.offerMillis(), out);
        }
    }

    private static void reserveMode(Reserve reserve, JsonGenerator out) throws IOException {
        if (reserve.isSet()) {
            choice(CreateFields.RESERVE_MODE, reserve.mode(), out);
        }
    }

    private static void buyNow(View.OfAuction v, JsonGenerator out) throws IOException {
        if (v.prices().buyNow().isPresent()) {
            number(CreateFields.BUY_NOW, v.prices().buyNow().getAsLong(), out);
            choice(CreateFields.BUY_NOW_UNTIL, v.conditions().buyNow().orElseThrow().until(),
                    out);
        }
    }

    private static void retraction(View.OfAuction v, JsonGenerator out) throws IOException {
        ViewWriter.time(CreateFields.RETRACT_UNTIL.name(), v.conditions().retractUntil(), out);
        if (v.own().retraction().isPresent()) {
            out.writeBooleanField("retractionBinds", v.own().retraction().get().binds());
        }
    }

    private static void confirmation(RoundTerms rounds, JsonGenerator out) throws IOException {
        choice(CreateFields.CONFIRM, rounds.confirm(), out);
        number(CreateFields.GRACE, rounds.grace(), out);
    }

    private static void runBy(RoundTerms rounds, JsonGenerator out) throws IOException {
        choice(CreateFields.RUN_BY, rounds.isRunBySeller(), out);
        ViewWriter.text(CreateFields.SELLER_KEY.name(), rounds.seller().flatMap(SellerRun::key),
                out);
    }

    private static void commitment(SealedTerms terms, JsonGenerator out) throws IOException {
        flag(CreateFields.COMMIT, terms.commit(), out);
        if (terms.commit()) {
            number(CreateFields.REVEAL, terms.revealMillis(), out);
        }
    }

    /** As short as it can be given: an amount, a percentage, a known name, or bands. */
    private static void increment(IncrementTable table, JsonGenerator out) throws IOException {
        var name = IncrementPresets.nameOf(table);
        switch (table) {
            case IncrementTable.Percent share -> {
                out.writeStartObject();
                out.writeNumberField(Field.Steps.PERCENT, share.percent());
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
        out.writeObjectFieldStart(CreateFields.SOFT_CLOSE.name());
        number(CreateFields.WINDOW, softClose.windowMillis(), out);
        number(CreateFields.EXTEND, softClose.extendMillis(), out);
        choice(CreateFields.TRIGGER, softClose.trigger(), out);
        choice(CreateFields.MODE, softClose.mode(), out);
        if (softClose.maxExtensions() < Integer.MAX_VALUE) {
            number(CreateFields.MAX_EXTENSIONS, softClose.maxExtensions(), out);
        }
        ReplyWriter.time(CreateFields.HARD_END.name(), softClose.hardEnd(), out);
        out.writeEndObject();
    }

    /** Of a clock that runs, opening, period and step tell the round; not where a program calls it. */
    private static void paced(Field field, long value, View.OfAuction v, JsonGenerator out)
            throws IOException {
        var isRunning = v.phase() instanceof Phase.Open || v.phase() instanceof Phase.Paused;
        if (v.bidders().bids().isPresent() || !isRunning
                || v.conditions().rounds().isRunBySeller()) {
            number(field, value, out);
        }
    }

    private static void number(Field field, long value, JsonGenerator out) throws IOException {
        out.writeNumberField(field.name(), value);
    }

    private static void flag(Field field, boolean value, JsonGenerator out) throws IOException {
        out.writeBooleanField(field.name(), value);
    }

    private static <T> void choice(Field.Choice<T> field, T value, JsonGenerator out)
            throws IOException {
        out.writeStringField(field.name(), field.nameOf(value));
    }
}
