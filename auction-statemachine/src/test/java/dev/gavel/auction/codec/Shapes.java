package dev.gavel.auction.codec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.schema.Field;
import dev.gavel.auction.schema.Shape;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Whether JSON is as a shape says, down to its last field. */
public final class Shapes {

    private final List<String> faults = new ArrayList<>();
    private final Set<String> seen = new TreeSet<>();

    /** Notes what is wrong in {@code json}, which is to be of {@code shape}, and which fields are there. */
    public void check(Shape shape, JsonNode json) {
        record(shape, json, shape.name());
    }

    /** What was wrong so far. */
    public List<String> faults() {
        return faults;
    }

    /** Every field that was there, as {@code Auction.softClose.mode}. */
    public Set<String> seen() {
        return seen;
    }

    /** Every field that may be there, as {@link #seen()} names them. */
    public static Set<String> allOf(Shape shape) {
        var all = new TreeSet<String>();
        all(shape, shape.name(), all);
        return all;
    }

    private static void all(Shape shape, String path, Set<String> all) {
        for (var field : shape.fields()) {
            var where = path + "." + field.name();
            all.add(where);
            if (field instanceof Field.Within within) {
                all(within.shape(), nameOf(within.shape(), where), all);
            } else if (field instanceof Field.Rows rows) {
                all(rows.shape(), nameOf(rows.shape(), where), all);
            }
        }
    }

    private static String nameOf(Shape shape, String where) {
        return shape.name().isEmpty() ? where : shape.name();
    }

    private void record(Shape shape, JsonNode json, String path) {
        if (!json.isObject()) {
            faults.add(path + " is no object: " + json);
            return;
        }
        json.properties().forEach(entry -> {
            var where = path + "." + entry.getKey();
            seen.add(where);
            shape.fields()
                    .stream()
                    .filter(field -> field.name().equals(entry.getKey()))
                    .findFirst()
                    .ifPresentOrElse(field -> value(field, entry.getValue(), where),
                            () -> faults.add(where + " is told nowhere"));
        });
        shape.fields()
                .stream()
                .filter(field -> field.head().required() && !json.has(field.name()))
                .forEach(field -> faults.add(path + "." + field.name() + " is missing"));
    }

    private void value(Field field, JsonNode json, String where) {
        var fits = switch (field) {
            case Field.Whole whole -> json.isIntegralNumber() && json.asLong() >= whole.least()
                    && json.asLong() <= whole.most();
            case Field.Text text -> json.isTextual();
            case Field.Flag flag -> json.isBoolean();
            case Field.Time time -> json.isTextual() && Times.parse(json.asText()).isPresent()
                    && json.asText().length() == Times.CHARS;
            case Field.Choice<?> choice -> choice.all().contains(json.asText());
            case Field.Texts texts -> isList(json, JsonNode::isTextual);
            case Field.Marks marks -> json.isObject()
                    && isList(json, JsonNode::isBoolean, json.size());
            case Field.Steps steps -> json.isIntegralNumber() || json.isTextual()
                    || json.isArray() || json.path(Field.Steps.PERCENT).isInt();
            case Field.Any any -> true;
            case Field.Within within -> {
                record(within.shape(), json, nameOf(within.shape(), where));
                yield true;
            }
            case Field.Rows rows -> {
                json.forEach(row -> record(rows.shape(), row, nameOf(rows.shape(), where)));
                yield json.isArray();
            }
        };
        if (!fits) {
            faults.add(where + " does not fit: " + json);
        }
    }

    private static boolean isList(JsonNode json, Predicate<JsonNode> each) {
        return json.isArray() && isList(json, each, json.size());
    }

    private static boolean isList(JsonNode json, Predicate<JsonNode> each,
            int size) {
        var count = 0;
        for (var one : json) {
            if (each.test(one)) {
                count++;
            }
        }
        return count == size;
    }
}
