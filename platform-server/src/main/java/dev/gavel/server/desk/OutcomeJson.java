package dev.gavel.server.desk;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import dev.gavel.raft.Bytes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Outcomes that an edge gives by itself, in the shape the house gives its own. */
public final class OutcomeJson {

    private static final JsonFactory JSON = new JsonFactory();

    private OutcomeJson() {}

    /** The sentence for people in {@code outcome}; empty where there is none. */
    public static String message(Bytes outcome) {
        try (var json = JSON.createParser(outcome.array(), outcome.offset(), outcome.length())) {
            while (json.nextToken() != null) {
                if ("message".equals(json.currentName())
                        && json.currentToken() == JsonToken.VALUE_STRING) {
                    return json.getText();
                }
            }
        } catch (IOException notAnOutcome) {
            // then it has no message
        }
        return "";
    }

    /** {@code {"status":…,"code":…,"message":…}}. */
    public static Bytes of(Trouble trouble, String sentence) {
        var out = new ByteArrayOutputStream(160);
        try (var json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("status", trouble.status());
            json.writeStringField("code", trouble.name());
            json.writeStringField("message", sentence);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Bytes.of(out.toByteArray());
    }
}
