package dev.gavel.auction.codec;

import dev.gavel.auction.model.HouseVersion;
import dev.gavel.auction.model.Limits;
import dev.gavel.auction.model.Text;
import dev.gavel.auction.model.Times;
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

    private Fields(Map<String, Object> values, String path, int version) {
        this(new LinkedHashMap<>(values), path, version, name -> true);
    }

    private Fields(Map<String, Object> rest, String path, int version,
            Predicate<String> declared) {
        this.rest = rest;
        this.path = path;
        this.version = version;
        this.declared = declared;
    }

    static Fields of(Map<String, Object> values) {
        return new Fields(values, "", HouseVersion.NEWEST);
    }

    /** The same, none taken from these, as a house of {@code otherVersion} knows them. */
    Fields as(int otherVersion) {
        return new Fields(rest, path, otherVersion);
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

    boolean has(String name) {
        return rest.containsKey(name);
    }

    /** The value as it came; null if it is not there. */
    @Nullable
    Object take(String name) {
        return declared.test(name) ? rest.remove(name) : null;
    }

    BadField bad(String name, String sentence) {
        return new BadField(path + name, sentence);
    }

    BadField missing(String name) {
        return bad(name, "It is missing.");
    }

    Optional<String> optionalText(String name, int charsMax) throws BadField {
        var value = take(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof String text)) {
            throw bad(name, "It must be a text.");
        }
        if (text.length() > charsMax) {
            throw bad(name, "It is longer than " + charsMax + " characters.");
        }
        if (Text.hasControls(text)) {
            throw bad(name, "It has control characters in it.");
        }
        return Optional.of(text);
    }

    String text(String name, int charsMax) throws BadField {
        return optionalText(name, charsMax).orElseThrow(() -> missing(name));
    }

    /** A name: 1 to 500 characters, not only spaces. */
    Optional<String> optionalName(String name) throws BadField {
        var text = optionalText(name, Limits.NAME_CHARS_MAX);
        if (text.isPresent() && Text.isBlank(text.get())) {
            throw bad(name, "It is empty.");
        }
        return text;
    }

    String name(String name) throws BadField {
        return optionalName(name).orElseThrow(() -> missing(name));
    }

    OptionalLong optionalNumber(String name, long least, long most) throws BadField {
        var value = take(name);
        return value == null ? OptionalLong.empty()
                : OptionalLong.of(number(value, name, least, most));
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

    long number(String name, long least, long most) throws BadField {
        var number = optionalNumber(name, least, most);
        if (number.isEmpty()) {
            throw missing(name);
        }
        return number.getAsLong();
    }

    /** An amount of money of at least {@code least}. */
    OptionalLong optionalAmount(String name, long least) throws BadField {
        return optionalNumber(name, least, Limits.AMOUNT_MAX);
    }

    OptionalLong optionalInstant(String name) throws BadField {
        var text = optionalText(name, Limits.SHORT_TEXT_CHARS_MAX);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        var millis = Times.parse(text.get());
        if (millis.isEmpty()) {
            throw bad(name, "It must be a time in UTC such as 2030-01-31T12:00:00.000Z.");
        }
        return millis;
    }

    boolean flag(String name) throws BadField {
        var value = take(name);
        if (value == null) {
            return false;
        }
        if (!(value instanceof Boolean flag)) {
            throw bad(name, "It must be true or false.");
        }
        return flag;
    }

    /** The value that stands beside the given name in {@code choices}; {@code absent} if not given. */
    <T> T choice(String name, T absent, Map<String, T> choices) throws BadField {
        var text = optionalText(name, Limits.SHORT_TEXT_CHARS_MAX);
        if (text.isEmpty()) {
            return absent;
        }
        var chosen = choices.get(text.get());
        if (chosen == null) {
            var names = new ArrayList<>(choices.keySet());
            names.sort(null);
            throw bad(name, "It must be one of: " + String.join(", ", names) + ".");
        }
        return chosen;
    }

    /** An object within, if it is there. */
    Optional<Fields> object(String name) throws BadField {
        var value = take(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw bad(name, "It must be an object.");
        }
        return Optional.of(new Fields(asFields(map), path + name + ".", version));
    }

    /** A list of objects, empty if it is not there; their fields are named {@code name[0].field}. */
    List<Fields> objects(String name, int most) throws BadField {
        var objects = new ArrayList<Fields>();
        for (var entry : list(name, most)) {
            var where = name + "[" + objects.size() + "]";
            if (!(entry instanceof Map<?, ?> map)) {
                throw bad(where, "It must be an object.");
            }
            objects.add(new Fields(asFields(map), path + where + ".", version));
        }
        return objects;
    }

    /** An object of names and flags, in order of name; empty if it is not there. */
    Map<String, Boolean> flags(String name) throws BadField {
        var value = take(name);
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw bad(name, "It must be an object.");
        }
        var flags = new TreeMap<String, Boolean>();
        for (var entry : map.entrySet()) {
            if (!(entry.getValue() instanceof Boolean flag)) {
                throw bad(name + "." + Json.printable((String) entry.getKey()),
                        "It must be true or false.");
            }
            flags.put((String) entry.getKey(), flag);
        }
        return flags;
    }

    /** An object within that is a message of its own: its fields are named as if it stood alone. */
    Fields message(String name) throws BadField {
        var value = take(name);
        if (value == null) {
            throw missing(name);
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw bad(name, "It must be an object.");
        }
        return of(asFields(map));
    }

    /** {@code map} as one of this reader's objects. */
    static Map<String, Object> asFields(Map<?, ?> map) {
        var fields = new LinkedHashMap<String, Object>();
        map.forEach((key, value) -> fields.put((String) key, value));
        return fields;
    }

    private List<?> list(String name, int most) throws BadField {
        var value = take(name);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw bad(name, "It must be a list.");
        }
        if (list.size() > most) {
            throw bad(name, "It has more than " + most + " entries.");
        }
        return list;
    }

    /** A list of texts, empty if it is not there. */
    List<String> texts(String name, int most) throws BadField {
        var texts = new ArrayList<String>();
        for (var entry : list(name, most)) {
            if (!(entry instanceof String text)) {
                throw bad(name, "Its entries must be texts.");
            }
            texts.add(text);
        }
        return texts;
    }
}
