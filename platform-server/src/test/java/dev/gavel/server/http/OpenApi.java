package dev.gavel.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gavel.auction.codec.CommandFields;
import dev.gavel.auction.codec.CreateFields;
import dev.gavel.auction.codec.FormatsWriter;
import dev.gavel.auction.codec.Records;
import dev.gavel.auction.model.IncrementPresets;
import dev.gavel.auction.model.Limits;
import dev.gavel.auction.schema.Field;
import dev.gavel.auction.schema.Shape;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Makes the description of the interface: the schemas from the records that the house reads and writes by, the
 * paths from the routes, and the sentences about them from {@code openapi-texts.json}.
 */
final class OpenApi {

    static final ObjectMapper JSON = new ObjectMapper();
    private static final String SCHEMAS = "#/components/schemas/";
    private static final String OUTCOME = "Outcome";

    private final ObjectNode texts;
    private final ObjectNode root = JSON.createObjectNode();

    private OpenApi(ObjectNode texts) {
        this.texts = texts;
    }

    /** The whole, as it stands in the file. */
    static String made() {
        try (var in = OpenApi.class.getResourceAsStream("openapi-texts.json")) {
            return new OpenApi((ObjectNode) JSON.readTree(Objects.requireNonNull(in))).make();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String make() throws JsonProcessingException {
        root.put("openapi", "3.1.0");
        root.set("info", texts.path("info"));
        root.putArray("servers").addObject().put("url", "/");
        var paths = root.putObject("paths");
        for (var endpoint : Endpoint.values()) {
            paths.withObjectProperty(endpoint.path())
                    .set(endpoint.method().toLowerCase(Locale.ROOT),
                            operation(endpoint));
        }
        var components = root.putObject("components");
        components.set("headers", texts.path("headers"));
        components.set("parameters", texts.path("parameters"));
        schemas(components.putObject("schemas"));
        var indenter = new DefaultIndenter(" ", "\n");
        return JSON.writer(new DefaultPrettyPrinter().withObjectIndenter(indenter)
                .withArrayIndenter(indenter)
                .withSeparators(DefaultPrettyPrinter.DEFAULT_SEPARATORS
                        .withObjectFieldValueSpacing(
                                Separators.Spacing.AFTER)))
                .writeValueAsString(root) + "\n";
    }

    /** What the texts say of it, with the parameters, the body and the answers written out. */
    private ObjectNode operation(Endpoint endpoint) {
        var told = texts.path("paths").path(endpoint.name());
        if (!told.isObject()) {
            throw new IllegalStateException("openapi-texts.json says nothing of " + endpoint);
        }
        var operation = JSON.createObjectNode();
        List.of("summary", "description", "operationId")
                .forEach(name -> {
                    if (told.has(name)) {
                        operation.set(name, told.path(name));
                    }
                });
        var parameters = JSON.createArrayNode();
        told.path("parameters").forEach(name -> parameter(name, endpoint, parameters));
        if (!parameters.isEmpty()) {
            operation.set("parameters", parameters);
        }
        if (told.has("body")) {
            var body = operation.putObject("requestBody");
            if (told.path("body").isTextual()) {
                body.put("required", true);
            }
            body.set("content", content("application/json", told.path("body")));
        }
        var responses = operation.putObject("responses");
        told.path("answers").properties().forEach(answer -> {
            var response = responses.putObject(answer.getKey());
            response.set("description", answer.getValue().path("description"));
            if (answer.getKey().equals("200") && endpoint != Endpoint.OPENAPI) {
                header(response, "Gavel-Index");
            }
            response.set("content", content(
                    answer.getValue().path("type").asText("application/json"),
                    answer.getValue().path("schema")));
        });
        if (told.path("refuses").asBoolean(true)) {
            var other = responses.putObject("default")
                    .put("description", "An outcome that says what is wrong and what would do.");
            header(other, "Gavel-Index");
            header(other, "Retry-After");
            other.set("content", content("application/json", JSON.valueToTree(OUTCOME)));
        }
        return operation;
    }

    private static void header(ObjectNode response, String name) {
        response.withObjectProperty("headers")
                .putObject(name)
                .put("$ref", "#/components/headers/" + name);
    }

    /** A parameter of many paths by its name, a query's fields by {@code fields}, and others as they are. */
    private void parameter(JsonNode told, Endpoint endpoint, ArrayNode parameters) {
        if (told.isObject()) {
            parameters.add(told);
        } else if (told.asText().equals("fields")) {
            QueryHandler.parameters(endpoint).forEach(field -> {
                var schema = schema(field, true);
                var parameter = parameters.addObject()
                        .put("name", field.name())
                        .put("in", "query");
                parameter.set("description", schema.remove("description"));
                parameter.set("schema", schema);
            });
        } else {
            parameters.addObject().put("$ref", "#/components/parameters/" + told.asText());
        }
    }

    private static ObjectNode content(String type, JsonNode schema) {
        var content = JSON.createObjectNode();
        content.putObject(type).set("schema", schema.isTextual() ? ref(schema.asText()) : schema);
        return content;
    }

    private static ObjectNode ref(String name) {
        return JSON.createObjectNode().put("$ref", SCHEMAS + name);
    }

    private static void schemas(ObjectNode schemas) {
        var command = schemas.putObject("Command")
                .put("description",
                        "One of these, named by `op`. Unknown fields are refused.");
        var oneOf = command.putArray("oneOf");
        var mapping = command.putObject("discriminator")
                .put("propertyName", "op")
                .putObject("mapping");
        for (var op : CommandFields.all()) {
            oneOf.add(ref(op.shape().name()));
            mapping.put(op.op(), SCHEMAS + op.shape().name());
            var schema = record(op.shape(), true);
            ((ObjectNode) schema.path("properties")).putObject("op").put("const", op.op());
            schema.putArray("examples").add(read(op.example()));
            schemas.set(op.shape().name(), schema);
            if (op.op().equals("bid")) {
                kindsOfBids((ObjectNode) schema.path("properties"));
                command.putArray("examples").add(read(op.example()));
            }
        }
        for (var shape : List.of(Records.AUCTIONS, Records.BIDS, Records.ROUNDS, Records.ITEMS)) {
            schemas.set(shape.name(), record(shape, false));
        }
        Records.all().forEach(shape -> schemas.set(shape.name(), record(shape, false)));
    }

    /** Says of each field of a bid which kinds of auction take it, unless all do that take bids. */
    private static void kindsOfBids(ObjectNode properties) {
        var formats = read(new String(FormatsWriter.encode(), StandardCharsets.UTF_8))
                .path("formats");
        properties.properties().forEach(property -> {
            var kinds = new ArrayList<String>();
            var all = 0;
            for (var format : formats) {
                var fields = format.path("bidFields");
                all += fields.isEmpty() ? 0 : 1;
                for (var field : fields) {
                    if (field.asText().equals(property.getKey())) {
                        kinds.add(format.path("format").asText());
                    }
                }
            }
            if (!kinds.isEmpty() && kinds.size() < all) {
                var schema = (ObjectNode) property.getValue();
                schema.put("description", String.join(", ", kinds) + ": "
                        + schema.path("description").asText());
            }
        });
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode record(Shape shape, boolean isAsked) {
        var schema = JSON.createObjectNode().put("type", "object");
        if (!shape.about().isEmpty()) {
            schema.put("description", shape.about());
        }
        var required = JSON.createArrayNode();
        shape.fields()
                .stream()
                .filter(field -> field.head().required())
                .forEach(field -> required.add(field.name()));
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        var properties = schema.putObject("properties");
        shape.fields().forEach(field -> properties.set(field.name(), schema(field, isAsked)));
        if (isAsked) {
            schema.put("additionalProperties", false);
        }
        return schema;
    }

    /** Of a field that callers send, {@code isAsked}, it says also what is meant where it is left out. */
    private static ObjectNode schema(Field field, boolean isAsked) {
        var schema = JSON.createObjectNode();
        switch (field) {
            case Field.Whole whole -> {
                schema.put("type", "integer");
                if (whole.most() > Integer.MAX_VALUE) {
                    schema.put("format", "int64");
                }
                if (whole.least() > Long.MIN_VALUE) {
                    schema.put("minimum", whole.least());
                }
                if (whole.most() < Long.MAX_VALUE) {
                    schema.put("maximum", whole.most());
                }
                if (isAsked) {
                    whole.usual().ifPresent(usual -> schema.put("default", usual));
                }
                schema.put("x-unit", whole.unit().word());
            }
            case Field.Text text -> {
                schema.put("type", "string");
                if (text.form() == Field.Text.Form.HEX) {
                    schema.put("pattern", "^[0-9a-f]{64}$");
                } else if (isAsked && text.form() != Field.Text.Form.MADE) {
                    schema.put("maxLength", text.charsMax());
                    text.usual().ifPresent(usual -> schema.put("default", usual));
                }
            }
            case Field.Choice<?> choice -> {
                schema.put("type", "string");
                choice.all().forEach(schema.withArrayProperty("enum")::add);
                if (isAsked) {
                    choice.usualName().ifPresent(usual -> schema.put("default", usual));
                }
            }
            case Field.Flag flag -> {
                schema.put("type", "boolean");
                if (isAsked) {
                    schema.put("default", false);
                }
            }
            case Field.Time time -> schema.put("type", "string").put("format", "date-time");
            case Field.Texts texts -> {
                schema.put("type", "array").putObject("items").put("type", "string");
                if (isAsked) {
                    schema.put("maxItems", texts.most());
                }
            }
            case Field.Steps steps -> steps(schema);
            case Field.Marks marks -> schema.put("type", "object")
                    .putObject("additionalProperties")
                    .put("type", "boolean");
            case Field.Within within -> schema.setAll(within.shape().name().isEmpty()
                    ? record(within.shape(), isAsked)
                    : ref(within.shape().name()));
            case Field.Rows rows -> {
                schema.put("type", "array");
                schema.set("items", rows.shape().name().isEmpty() ? record(rows.shape(), isAsked)
                        : ref(rows.shape().name()));
                if (isAsked) {
                    schema.put("maxItems", rows.most());
                }
            }
            case Field.Any any -> {
                // whatever it is
            }
        }
        return schema.put("description", about(field, isAsked));
    }

    private static String about(Field field, boolean isAsked) {
        var kinds = CreateFields.kindsOf(field);
        return (kinds.isEmpty() ? "" : kinds + ": ") + field.head().about()
                + (isAsked && field.head().since() > 1
                        ? " From house version " + field.head().since() + " on."
                        : "");
    }

    private static void steps(ObjectNode schema) {
        var anyOf = schema.putArray("anyOf");
        amount(anyOf.addObject(), Field.Steps.LEAST);
        var tables = anyOf.addObject().put("type", "string").putArray("enum");
        IncrementPresets.NAMES.forEach(tables::add);
        var percent = anyOf.addObject().put("type", "object");
        percent.putArray("required").add(Field.Steps.PERCENT);
        percent.putObject("properties")
                .putObject(Field.Steps.PERCENT)
                .put("type", "integer")
                .put("minimum", Field.Steps.LEAST)
                .put("maximum", Limits.PERCENT_MAX);
        percent.put("additionalProperties", false);
        var bands = anyOf.addObject().put("type", "array");
        var band = bands.putObject("items").put("type", "array");
        var pair = band.putArray("prefixItems");
        amount(pair.addObject(), 0);
        amount(pair.addObject(), Field.Steps.LEAST);
        band.put("minItems", 2).put("maxItems", 2);
        bands.put("minItems", 1).put("maxItems", Limits.BANDS_MAX);
    }

    private static void amount(ObjectNode schema, long least) {
        schema.put("type", "integer")
                .put("format", "int64")
                .put("minimum", least)
                .put("maximum", Limits.AMOUNT_MAX);
    }
}
