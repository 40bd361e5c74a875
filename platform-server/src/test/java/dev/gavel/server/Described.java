package dev.gavel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;

/** Whether an answer is as the description of the HTTP interface says, down to its last field. */
public final class Described {

    private final JsonNode openapi;

    /** By the description that this house serves. */
    public Described(TestHouse house) {
        this.openapi = TestHouse.json(house.get("/openapi.json"));
    }

    /** The description. */
    public JsonNode openapi() {
        return openapi;
    }

    /** Fails unless {@code json} is an answer 200 of {@code GET path}, a path as in the description. */
    public void answer(String path, JsonNode json) {
        var schema = openapi.path("paths")
                .path(path)
                .at("/get/responses/200/content/application~1json/schema");
        assertThat(schema.isObject()).as(path + " is described").isTrue();
        check(schema, json, path, json);
    }

    /** Fails unless {@code json} is an instance of the schema of that name. */
    public void schema(String name, JsonNode json) {
        var schema = openapi.at("/components/schemas/" + name);
        assertThat(schema.isObject()).as(name + " is described").isTrue();
        check(schema, json, name, json);
    }

    private void check(JsonNode given, JsonNode json, String where, JsonNode whole) {
        var schema = given.has("$ref") ? openapi.at(given.path("$ref").asText().substring(1))
                : given;
        if (schema.has("anyOf")) {
            anyOf(schema, json, where, whole);
            return;
        }
        if (schema.has("enum")) {
            assertThat(schema.path("enum")).as(where + " in " + whole).contains(json);
        }
        switch (schema.path("type").asText("")) {
            case "object" -> object(schema, json, where, whole);
            case "array" -> {
                assertThat(json.isArray()).as(where + " in " + whole).isTrue();
                json.forEach(each -> check(schema.path("items"), each, where + "[]", whole));
            }
            case "string" -> {
                assertThat(json.isTextual()).as(where + " in " + whole).isTrue();
                if (schema.path("format").asText().equals("date-time")) {
                    assertThat(json.asText()).as(where).matches("\\d{4}-.*T.*\\.\\d{3}Z");
                }
            }
            case "integer" -> {
                assertThat(json.isIntegralNumber()).as(where + " in " + whole).isTrue();
                assertThat(json.asLong()).as(where + " in " + whole)
                        .isGreaterThanOrEqualTo(schema.path("minimum").asLong(Long.MIN_VALUE));
            }
            case "boolean" -> assertThat(json.isBoolean()).as(where + " in " + whole).isTrue();
            default -> {
                // several types, or none: free
            }
        }
    }

    private void object(JsonNode schema, JsonNode json, String where, JsonNode whole) {
        assertThat(json.isObject()).as(where + " in " + whole).isTrue();
        schema.path("required")
                .forEach(name -> assertThat(json.has(name.asText()))
                        .as(where + " has no " + name + ": " + whole)
                        .isTrue());
        if (!schema.has("properties") && !schema.has("additionalProperties")) {
            return;
        }
        json.properties().forEach(field -> {
            var name = where + "." + field.getKey();
            if (schema.path("properties").has(field.getKey())) {
                check(schema.path("properties").path(field.getKey()), field.getValue(), name,
                        whole);
            } else {
                var rest = schema.path("additionalProperties");
                assertThat(rest.isObject()).as(name + " is not described: " + whole).isTrue();
                check(rest, field.getValue(), name, whole);
            }
        });
    }

    private void anyOf(JsonNode schema, JsonNode json, String where, JsonNode whole) {
        for (var each : schema.path("anyOf")) {
            try {
                check(each, json, where, whole);
                return;
            } catch (AssertionError no) {
                // one of the others may do
            }
        }
        fail(where + " is none of " + schema + ": " + whole);
    }
}
