package dev.gavel.server.ppapd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * The answer to one call.
 *
 * @param isLeader whether this server could answer; else the program asks the next one
 * @param json {@code {"success":…,"message":…}}; empty unless {@code isLeader}
 * @param delivered to be run once the answer went out to a caller who is still there
 */
public record Served(boolean isLeader, String json, Runnable delivered) {

    /** Tells the program to ask another server. */
    static final Served ELSEWHERE = new Served(false, "", () -> {});

    static Served yes(String sentence) {
        return yes(TextNode.valueOf(sentence), () -> {});
    }

    static Served yes(JsonNode message, Runnable delivered) {
        return new Served(true, json(true, message), delivered);
    }

    static Served no(String sentence) {
        return new Served(true, json(false, TextNode.valueOf(sentence)), () -> {});
    }

    private static String json(boolean success, JsonNode message) {
        var answer = JsonNodeFactory.instance.objectNode();
        answer.put("success", success);
        answer.set("message", message);
        return answer.toString();
    }
}
