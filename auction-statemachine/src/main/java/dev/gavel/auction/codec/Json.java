package dev.gavel.auction.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.gavel.auction.model.Limits;
import dev.gavel.auction.model.Text;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The one JSON reader and writer: strict, bounded, and with one way to fail. */
final class Json {

    /** Name used for faults of a message as a whole. */
    static final String WHOLE = "command";

    private static final int DEPTH_MAX = 8;
    private static final int FIELD_NAME_CHARS_MAX = 64;
    private static final int NUMBER_CHARS_MAX = 64;

    private static final JsonFactory FACTORY = factory();

    private Json() {}

    private static JsonFactory factory() {
        var builder = new JsonFactoryBuilder();
        builder.streamReadConstraints(StreamReadConstraints.builder()
                .maxNestingDepth(DEPTH_MAX)
                .maxNumberLength(NUMBER_CHARS_MAX)
                .maxStringLength(Limits.COMMAND_BYTES_MAX)
                .build());
        builder.disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS);
        builder.disable(JsonFactory.Feature.INTERN_FIELD_NAMES);
        // Whether names clash depends on when a process was started and what it read before. Servers
        // would differ if one of them refused a command for it.
        builder.disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW);
        return builder.build();
    }

    /** A value that is a number but not a whole one that fits. */
    enum NotWhole {
        FRACTION, TOO_LARGE
    }

    /** A value that is JSON's {@code null}. */
    enum Null {
        NULL
    }

    /** A parser on bytes that were checked by {@link #checkText}. */
    static JsonParser parser(byte[] array, int offset, int length) throws IOException {
        return FACTORY.createParser(array, offset, length);
    }

    /**
     * Whether the bytes are UTF-8 text that may be a JSON object.
     *
     * @throws BadField if they are not
     */
    static void checkText(byte[] array, int offset, int length) throws BadField {
        if (length > Limits.COMMAND_BYTES_MAX) {
            throw new BadField(WHOLE, "It is larger than " + Limits.COMMAND_BYTES_MAX + " bytes.");
        }
        var ascii = true;
        for (var i = offset; i < offset + length; i++) {
            if (array[i] <= 0) {
                if (array[i] == 0) {
                    throw new BadField(WHOLE, "It has a zero byte in it.");
                }
                ascii = false;
            }
        }
        if (!ascii) {
            try {
                StandardCharsets.UTF_8.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .decode(ByteBuffer.wrap(array, offset, length));
            } catch (CharacterCodingException e) {
                throw new BadField(WHOLE, "It is not UTF-8.");
            }
        }
    }

    /**
     * The bytes as an object: values are {@link String}, {@link Long}, {@link Boolean}, {@link List},
     * {@link Map}, {@link NotWhole} and {@link Null}.
     *
     * @throws BadField if they are not one strict JSON object and nothing else
     */
    static Map<String, Object> object(byte[] array, int offset, int length) throws BadField {
        checkText(array, offset, length);
        try (var parser = parser(array, offset, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new BadField(WHOLE, "It is not a JSON object.");
            }
            var object = readObject(parser, "");
            checkEnd(parser);
            return object;
        } catch (JsonProcessingException e) {
            throw notJson(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What to say where the parser gives up. */
    static BadField notJson(JsonProcessingException e) {
        var at = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
        return new BadField(WHOLE,
                at < 0 ? "It is not valid JSON." : "It is not valid JSON, near byte " + at + ".");
    }

    /** Nothing may follow an object. */
    static void checkEnd(JsonParser parser) throws IOException, BadField {
        if (parser.nextToken() != null) {
            throw new BadField(WHOLE, "Something follows the JSON object.");
        }
    }

    private static Map<String, Object> readObject(JsonParser parser, String path)
            throws IOException, BadField {
        var object = new LinkedHashMap<String, Object>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            var at = path.isEmpty() ? printable(name) : path + "." + printable(name);
            parser.nextToken();
            var value = readValue(parser, at);
            if (object.put(name, value) != null) {
                throw new BadField(at, "It is given twice.");
            }
        }
        return object;
    }

    private static Object readValue(JsonParser parser, String path) throws IOException, BadField {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> text(parser, path);
            case VALUE_NUMBER_INT -> whole(parser);
            case VALUE_NUMBER_FLOAT -> NotWhole.FRACTION;
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> Null.NULL;
            case START_OBJECT -> readObject(parser, path);
            case START_ARRAY -> readList(parser, path);
            default -> throw new BadField(path, "It is not a JSON value.");
        };
    }

    private static List<Object> readList(JsonParser parser, String path)
            throws IOException, BadField {
        var list = new ArrayList<Object>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(readValue(parser, path));
        }
        return list;
    }

    private static Object whole(JsonParser parser) throws IOException {
        return switch (parser.getNumberType()) {
            case INT, LONG -> parser.getLongValue();
            default -> NotWhole.TOO_LARGE;
        };
    }

    /** The current text. */
    static String text(JsonParser parser, String path) throws IOException, BadField {
        var text = parser.getText();
        if (!Text.isWellFormed(text)) {
            throw new BadField(path, "It has half a surrogate pair in it.");
        }
        return text;
    }

    /** A field's name as it may stand in an answer: short and well-formed. */
    static String printable(String name) {
        var length = Math.min(name.length(), FIELD_NAME_CHARS_MAX);
        var out = new StringBuilder(length);
        for (var i = 0; i < length; i++) {
            var c = name.charAt(i);
            out.append(c < ' ' || c >= 0x7f ? '?' : c);
        }
        return out.toString();
    }

    /** Writes one object; {@code body} writes its fields. */
    static byte[] write(Body body) {
        var out = new ByteArrayOutputStream(256);
        try (var generator = FACTORY.createGenerator(out)) {
            generator.writeStartObject();
            body.write(generator);
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return out.toByteArray();
    }

    /** Writes the fields of an object. */
    interface Body {
        void write(JsonGenerator out) throws IOException;
    }
}
