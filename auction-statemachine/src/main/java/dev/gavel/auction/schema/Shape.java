package dev.gavel.auction.schema;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A record in JSON.
 *
 * @param name what it is called in descriptions; empty of one that is described where it stands
 * @param about what it is, as one sentence or two; may be empty
 * @param fields in the order in which they are told
 */
public record Shape(String name, String about, List<Field> fields) {

    /** With these fields. */
    public static Shape of(String name, String about, Field... fields) {
        return new Shape(name, about, List.of(fields));
    }

    /** One that is described where it stands. */
    public static Shape inline(Field... fields) {
        return of("", "", fields);
    }

    /** The same with {@code more} fields behind these. */
    public Shape with(Field... more) {
        return new Shape(name, about,
                Stream.concat(fields.stream(), Arrays.stream(more)).toList());
    }

    /** The field of that name, which it has. */
    public Field field(String wanted) {
        return fields.stream()
                .filter(field -> field.name().equals(wanted))
                .findFirst()
                .orElseThrow();
    }

    /** The names of its fields. */
    public List<String> names() {
        return fields.stream().map(Field::name).toList();
    }
}
