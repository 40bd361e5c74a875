package dev.gavel.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.gavel.auction.model.Text;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An immutable JSON object, fields in the order written. Small on purpose: it starts in a few
 * milliseconds, where a full mapper takes a good part of a command line call.
 */
public final class JsonObject {

    /** The object without fields. */
    public static final JsonObject EMPTY = new JsonObject(Map.of());

    private static final JsonFactory FACTORY = new JsonFactory();

    private final Map<String, @Nullable Object> fields;

    private JsonObject(Map<String, @Nullable Object> fields) {
        this.fields = fields;
    }

    /** An object of one field; {@code value} as for {@link #with}. */
    public static JsonObject of(String name, Object value) {
        return EMPTY.with(name, value);
    }

    /**
     * Reads one object.
     *
     * @throws IllegalArgumentException with a sentence, if the bytes are anything else
     */
    public static JsonObject parse(byte[] json) {
        return parse(json, 0, json.length);
    }

    /** As {@link #parse(byte[])}, of a part of an array. */
    public static JsonObject parse(byte[] array, int offset, int length) {
        try (var parser = FACTORY.createParser(array, offset, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("a JSON object must begin with {");
            }
            var object = readObject(parser);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("there is more after the JSON object");
            }
            return object;
        } catch (IOException e) {
            throw new IllegalArgumentException("this is no JSON: " + firstLine(e), e);
        }
    }

    private static JsonObject readObject(JsonParser parser) throws IOException {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = wellFormed(parser.currentName());
            parser.nextToken();
            fields.put(name, readValue(parser));
        }
        return new JsonObject(Collections.unmodifiableMap(fields));
    }

    private static @Nullable Object readValue(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> readObject(parser);
            case START_ARRAY -> readArray(parser);
            case VALUE_STRING -> wellFormed(parser.getText());
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> parser.getDecimalValue(); // others than these have no JSON
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private static String wellFormed(String text) throws IOException {
        if (!Text.isWellFormed(text)) {
            throw new IOException("a text has half a surrogate pair in it");
        }
        return text;
    }

    private static List<@Nullable Object> readArray(JsonParser parser) throws IOException {
        var values = new ArrayList<@Nullable Object>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            values.add(readValue(parser));
        }
        return Collections.unmodifiableList(values);
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /**
     * This object with one field more, or with that field replaced.
     *
     * @param value a String, Number, Boolean, JsonObject, or a List of these
     */
    public JsonObject with(String name, Object value) {
        var more = new LinkedHashMap<>(fields);
        more.put(name, value);
        return new JsonObject(Collections.unmodifiableMap(more));
    }

    /** As {@link #with(String, Object)} where there is a value, else this object. */
    public JsonObject with(String name, Optional<?> value) {
        return value.isPresent() ? with(name, (Object) value.get()) : this;
    }

    /** The names of the fields, in the order written. */
    public List<String> names() {
        return List.copyOf(fields.keySet());
    }

    /** Whether there is a field of this name, be it null. */
    public boolean has(String name) {
        return fields.containsKey(name);
    }

    /** The field as text, if it is there and a string. */
    public Optional<String> text(String name) {
        return fields.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** The field as a whole number, if it is there, a number, and fits a long. */
    public OptionalLong number(String name) {
        return switch (fields.get(name)) {
            case Long number -> OptionalLong.of(number);
            case Integer number -> OptionalLong.of(number);
            case null, default -> OptionalLong.empty();
        };
    }

    /** Whether the field is there and true. */
    public boolean flag(String name) {
        return Boolean.TRUE.equals(fields.get(name));
    }

    /** The field as an object, if it is there and one. */
    public Optional<JsonObject> object(String name) {
        return fields.get(name) instanceof JsonObject object
                ? Optional.of(object)
                : Optional.empty();
    }

    /** The objects in the field, if it is there and an array; else none. */
    public List<JsonObject> objects(String name) {
        return fields.get(name) instanceof List<?> values
                ? values.stream()
                        .filter(JsonObject.class::isInstance)
                        .map(JsonObject.class::cast)
                        .toList()
                : List.of();
    }

    /** The texts in the field, if it is there and an array; else none. */
    public List<String> texts(String name) {
        return fields.get(name) instanceof List<?> values
                ? values.stream().filter(String.class::isInstance).map(String.class::cast).toList()
                : List.of();
    }

    /** The object as UTF-8, on one line. */
    public byte[] toBytes() {
        var out = new ByteArrayOutputStream(160);
        try (var generator = FACTORY.createGenerator(out)) {
            write(generator, this);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // cannot be: the stream is in memory
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator generator, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> generator.writeNull();
            case JsonObject object -> {
                generator.writeStartObject();
                for (var field : object.fields.entrySet()) {
                    generator.writeFieldName(field.getKey());
                    write(generator, field.getValue());
                }
                generator.writeEndObject();
            }
            case List<?> values -> {
                generator.writeStartArray();
                for (var element : values) {
                    write(generator, element);
                }
                generator.writeEndArray();
            }
            case Boolean flag -> generator.writeBoolean(flag);
            case Long number -> generator.writeNumber(number);
            case Integer number -> generator.writeNumber(number);
            case Number number -> generator.writeNumber(number.toString());
            default -> generator.writeString(value.toString());
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonObject that && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    /** The object as JSON text, on one line. */
    @Override
    public String toString() {
        return new String(toBytes(), StandardCharsets.UTF_8);
    }
}
