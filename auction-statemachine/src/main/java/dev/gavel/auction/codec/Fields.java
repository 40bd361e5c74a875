package dev.gavel.auction.codec;

import dev.gavel.auction.model.HouseVersion;
import dev.gavel.auction.model.Text;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.schema.Field;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The fields of one JSON object, taken one by one; what is left at the end nobody knows. */
final class Fields {

    private final Map<String, Object> rest;
    private final String path;
    private final int version;
    private final Predicate<String> declared;

    private Fields(Map<String, Object> rest, String path, int version,
            Predicate<String> declared) {
        this.rest = rest;
        this.path = path;
        this.version = version;
        this.declared = declared;
    }

    static Fields of(Map<String, Object> values) {
        return new Fields(new LinkedHashMap<>(values), "", HouseVersion.NEWEST, name -> true);
    }

    /** The same, none taken from these, as a house of {@code otherVersion} knows them. */
    Fields as(int otherVersion) {
        return new Fields(new LinkedHashMap<>(rest), path, otherVersion, name -> true);
    }

    /** These very fields, of which none but {@code names} can be taken: what is not declared is left over. */
    Fields declared(Set<String> names) {
        return new Fields(rest, path, version, names::contains);
    }

    /** Whether they are read as a house of {@code wanted} or later knows them. */
    boolean knows(int wanted) {
        return version >= wanted;
    }

    /** Refuses what was not taken. */
    void end() throws BadField {
        if (!rest.isEmpty()) {
            var name = Json.printable(rest.keySet().iterator().next());
            throw new BadField(path + name, "There is no such field here.");
        }
    }

    boolean has(Field field) {
        return has(field.name());
    }

    boolean has(String name) {
        return rest.containsKey(name);
    }

    /** The value as it came; null if it is not there, or no field to a house of this version. */
    @Nullable
    Object take(Field field) {
        return knows(field.head().since()) && declared.test(field.name())
                ? rest.remove(field.name())
                : null;
    }

    BadField bad(Field field, String sentence) {
        return bad(field.name(), sentence);
    }

    BadField bad(String name, String sentence) {
        return new BadField(path + name, sentence);
    }

    BadField missing(Field field) {
        return bad(field, "It is missing.");
    }

    /** A text of at most so many characters; a name is more than spaces. */
    Optional<String> optional(Field.Text field) throws BadField {
        var value = take(field);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof String text)) {
            throw bad(field, "It must be a text.");
        }
        if (text.length() > field.charsMax()) {
            throw bad(field, "It is longer than " + field.charsMax() + " characters.");
        }
        if (Text.hasControls(text)) {
            throw bad(field, "It has control characters in it.");
        }
        if (field.form() == Field.Text.Form.NAME && Text.isBlank(text)) {
            throw bad(field, "It is empty.");
        }
        return Optional.of(text);
    }

    String given(Field.Text field) throws BadField {
        return optional(field).orElseThrow(() -> missing(field));
    }

    OptionalLong optional(Field.Whole field) throws BadField {
        var value = take(field);
        return value == null ? OptionalLong.empty()
                : OptionalLong.of(number(value, field.name(), field.least(), field.most()));
    }

    long given(Field.Whole field) throws BadField {
        return optional(field).orElseThrow(() -> missing(field));
    }

    /** The number, or what is meant where it is left out. */
    long usual(Field.Whole field) throws BadField {
        return optional(field).orElseGet(() -> field.usual().orElseThrow());
    }

    /** {@code value} as a whole number within bounds. */
    long number(Object value, String name, long least, long most) throws BadField {
        if (value == Json.NotWhole.FRACTION) {
            throw bad(name, "It must be a whole number, without a point or an exponent.");
        }
        if (value == Json.NotWhole.TOO_LARGE) {
            throw bad(name, outOfRange(least, most));
        }
        if (!(value instanceof Long number)) {
            throw bad(name, "It must be a whole number.");
        }
        if (number < least || number > most) {
            throw bad(name, outOfRange(least, most));
        }
        return number;
    }

    private static String outOfRange(long least, long most) {
        return "It must lie between " + least + " and " + most + ".";
    }

    OptionalLong optional(Field.Time field) throws BadField {
        var text = optional(Field.Text.of(field.head()));
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        var millis = Times.parse(text.get());
        if (millis.isEmpty()) {
            throw bad(field, "It must be a time in UTC such as 2030-01-31T12:00:00.000Z.");
        }
        return millis;
    }

    boolean flag(Field.Flag field) throws BadField {
        var value = take(field);
        if (value == null) {
            return false;
        }
        if (!(value instanceof Boolean flag)) {
            throw bad(field, "It must be true or false.");
        }
        return flag;
    }

    /** What the given name stands for, or what is meant where none is given. */
    <T> T usual(Field.Choice<T> field) throws BadField {
        return optional(field).orElseGet(() -> field.usual().orElseThrow());
    }

    /** What the given name stands for. */
    <T> Optional<T> optional(Field.Choice<T> field) throws BadField {
        var text = optional(Field.Text.of(field.head()));
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var chosen = field.named(text.get());
        if (chosen.isEmpty()) {
            throw bad(field, "It must be one of: "
                    + String.join(", ", field.all().stream().sorted().toList()) + ".");
        }
        return chosen;
    }

    /** An object within, if it is there, of which only what is declared can be taken. */
    Optional<Fields> optional(Field.Within field) throws BadField {
        var value = take(field);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw bad(field, "It must be an object.");
        }
        var names = field.shape().names();
        return Optional.of(new Fields(asFields(map), path + field.name() + ".", version,
                names::contains));
    }

    /** A list of objects, empty if it is not there; their fields are named {@code name[0].field}. */
    List<Fields> rows(Field.Rows field) throws BadField {
        var objects = new ArrayList<Fields>();
        var names = field.shape().names();
        for (var entry : list(field, field.most())) {
            var where = field.name() + "[" + objects.size() + "]";
            if (!(entry instanceof Map<?, ?> map)) {
                throw bad(where, "It must be an object.");
            }
            objects.add(new Fields(asFields(map), path + where + ".", version, names::contains));
        }
        return objects;
    }

    /** An object of names and flags, in order of name; empty if it is not there. */
    Map<String, Boolean> marks(Field.Marks field) throws BadField {
        var value = take(field);
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw bad(field, "It must be an object.");
        }
        var flags = new TreeMap<String, Boolean>();
        for (var entry : map.entrySet()) {
            if (!(entry.getValue() instanceof Boolean flag)) {
                throw bad(field.name() + "." + Json.printable((String) entry.getKey()),
                        "It must be true or false.");
            }
            flags.put((String) entry.getKey(), flag);
        }
        return flags;
    }

    /** An object within that is a message of its own: its fields are named as if it stood alone. */
    Fields message(Field field) throws BadField {
        var value = take(field);
        if (value == null) {
            throw missing(field);
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw bad(field, "It must be an object.");
        }
        return of(asFields(map));
    }

    /** {@code map} as one of this reader's objects. */
    static Map<String, Object> asFields(Map<?, ?> map) {
        var fields = new LinkedHashMap<String, Object>();
        map.forEach((key, value) -> fields.put((String) key, value));
        return fields;
    }

    private List<?> list(Field field, int most) throws BadField {
        var value = take(field);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw bad(field, "It must be a list.");
        }
        if (list.size() > most) {
            throw bad(field, "It has more than " + most + " entries.");
        }
        return list;
    }

    /** A list of texts, empty if it is not there. */
    List<String> texts(Field.Texts field) throws BadField {
        var texts = new ArrayList<String>();
        for (var entry : list(field, field.most())) {
            if (!(entry instanceof String text)) {
                throw bad(field, "Its entries must be texts.");
            }
            texts.add(text);
        }
        return texts;
    }
}
