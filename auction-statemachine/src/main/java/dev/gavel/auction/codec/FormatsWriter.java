package dev.gavel.auction.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.gavel.auction.format.BidField;
import dev.gavel.auction.format.Condition;
import dev.gavel.auction.format.Format;
import dev.gavel.auction.format.kinds.Formats;
import dev.gavel.auction.model.Direction;
import dev.gavel.auction.model.FormatKind;
import dev.gavel.auction.model.HouseVersion;
import dev.gavel.auction.model.IncrementPresets;
import dev.gavel.auction.model.Limits;
import dev.gavel.auction.schema.Field;
import dev.gavel.auction.schema.Head;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The kinds of auction and what each can be held under, as JSON: fields, units, bounds and what is meant where
 * nothing is said. It is written from what the decoder of {@code create} reads by.
 */
public final class FormatsWriter {

    /** What values of a field can be. */
    static final List<String> TYPES = List.of("integer", "string", "boolean", "time", "choice",
            "strings", "increment", "object");

    private FormatsWriter() {}

    /** All of them. The same bytes from every server of a program version, whatever its house holds. */
    public static byte[] encode() {
        return Json.write(out -> {
            out.writeNumberField("newest", HouseVersion.NEWEST);
            fields("create", CreateFields.plain(), out);
            out.writeArrayFieldStart("formats");
            for (var kind : FormatKind.values()) {
                out.writeStartObject();
                format(kind, out);
                out.writeEndObject();
            }
            out.writeEndArray();
        });
    }

    private static void format(FormatKind kind, JsonGenerator out) throws IOException {
        var format = Formats.of(kind);
        out.writeStringField("format", WireNames.nameOf(kind));
        out.writeStringField("about", format.about());
        out.writeNumberField("since", format.since());
        out.writeStringField("direction", format.direction() == Direction.UP ? "up" : "down");
        out.writeBooleanField("secret", format.isSecret());
        out.writeBooleanField("rounds", format.conditions().contains(Condition.PACE));
        texts("ops", ops(format), out);
        texts("bidFields", format.bidFields().stream().map(FormatsWriter::nameOf).toList(), out);
        fields("conditions", CreateFields.of(kind), out);
    }

    /** The commands by which bidders act there. */
    private static List<String> ops(Format format) {
        var known = format.conditions();
        var ops = new ArrayList<String>();
        if (!format.bidFields().isEmpty()) {
            ops.add("bid");
        }
        if (format.isBoughtByAccepting()) {
            ops.add("accept");
        }
        if (known.contains(Condition.CONFIRMATION)) {
            ops.add("confirm");
        }
        if (format.isSecret() || known.contains(Condition.CONFIRMATION)) {
            ops.add("withdraw");
        }
        if (known.contains(Condition.RETRACTION)) {
            ops.add("retract");
        }
        if (known.contains(Condition.COMMITMENT)) {
            ops.addAll(List.of("commit", "reveal"));
        }
        return ops;
    }

    private static String nameOf(BidField field) {
        return (switch (field) {
            case AMOUNT -> CommandFields.AMOUNT;
            case MAX -> CommandFields.MAX;
            case QUANTITY -> CommandFields.UNITS;
            case ROUND -> CommandFields.ROUND;
            case ALL_OR_NOTHING -> CommandFields.ALL_OR_NOTHING;
            case BUY -> CommandFields.BUY;
        }).name();
    }

    private static void fields(String name, List<Field> fields, JsonGenerator out)
            throws IOException {
        out.writeArrayFieldStart(name);
        for (var field : fields) {
            out.writeStartObject();
            head(field.head(), typeOf(field), out);
            details(field, out);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void head(Head head, String type, JsonGenerator out) throws IOException {
        out.writeStringField("name", head.name());
        out.writeStringField("type", type);
        out.writeStringField("about", head.about());
        out.writeBooleanField("required", head.required());
        out.writeNumberField("since", head.since());
    }

    private static String typeOf(Field field) {
        return switch (field) {
            case Field.Whole whole -> "integer";
            case Field.Text text -> "string";
            case Field.Flag flag -> "boolean";
            case Field.Time time -> "time";
            case Field.Choice<?> choice -> "choice";
            case Field.Texts texts -> "strings";
            case Field.Steps steps -> "increment";
            case Field.Within within -> "object";
            case Field.Marks marks -> throw notOfCreate(field);
            case Field.Rows rows -> throw notOfCreate(field);
            case Field.Any any -> throw notOfCreate(field);
        };
    }

    private static IllegalStateException notOfCreate(Field field) {
        return new IllegalStateException("create has no field like " + field.name());
    }

    private static void details(Field field, JsonGenerator out) throws IOException {
        switch (field) {
            case Field.Whole whole -> {
                out.writeStringField("unit", whole.unit().word());
                out.writeNumberField("least", whole.least());
                out.writeNumberField("most", whole.most());
                usual(field.head().required() ? OptionalLong.empty() : whole.usual(), out);
            }
            case Field.Text text -> {
                out.writeNumberField("charsMax", text.charsMax());
                usual(text.usual(), out);
            }
            case Field.Flag flag -> out.writeBooleanField("default", false);
            case Field.Choice<?> choice -> {
                texts("oneOf", choice.all(), out);
                usual(choice.usualName(), out);
            }
            case Field.Texts texts -> out.writeNumberField("entriesMost", texts.most());
            case Field.Steps steps -> {
                out.writeNumberField("least", Field.Steps.LEAST);
                out.writeNumberField("most", Limits.AMOUNT_MAX);
                texts("tables", IncrementPresets.NAMES, out);
                out.writeNumberField("percentMost", Limits.PERCENT_MAX);
                out.writeNumberField("bandsMost", Limits.BANDS_MAX);
                out.writeStringField("default", IncrementPresets.NAMES.getFirst());
            }
            case Field.Within within -> fields("fields", within.shape().fields(), out);
            case Field.Time time -> {
                // nothing bounds it
            }
            case Field.Marks marks -> throw notOfCreate(field);
            case Field.Rows rows -> throw notOfCreate(field);
            case Field.Any any -> throw notOfCreate(field);
        }
    }

    private static void usual(OptionalLong usual, JsonGenerator out) throws IOException {
        if (usual.isPresent()) {
            out.writeNumberField("default", usual.getAsLong());
        }
    }

    private static void usual(Optional<String> usual, JsonGenerator out) throws IOException {
        if (usual.isPresent()) {
            out.writeStringField("default", usual.get());
        }
    }

    private static void texts(String name, List<String> texts, JsonGenerator out)
            throws IOException {
        out.writeArrayFieldStart(name);
        for (var text : texts) {
            out.writeString(text);
        }
        out.writeEndArray();
    }
}
