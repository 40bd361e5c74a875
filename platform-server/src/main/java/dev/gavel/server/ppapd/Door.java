package dev.gavel.server.ppapd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gavel.auction.codec.MessageCodec;
import dev.gavel.auction.model.UserName;
import dev.gavel.raft.Bytes;
import dev.gavel.raft.Consistency;
import dev.gavel.server.desk.Answer;
import dev.gavel.server.desk.AuctionDesk;
import dev.gavel.server.desk.Forwarding;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Asks the desk in JSON and waits for it. It never forwards: PPAPD's programs look for the leader
 * themselves.
 */
final class Door {

    /** How long one step may take; without a majority the program then asks the next server. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int OK = 200;
    private static final int SERVER_TROUBLE = 500;
    private static final int BUSY = 429;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final AuctionDesk desk;

    Door(AuctionDesk desk) {
        this.desk = desk;
    }

    boolean leads() {
        return desk.leads();
    }

    /** A view, true now; empty if there is no such thing. */
    Optional<JsonNode> read(Optional<UserName> by, ObjectNode query) throws Elsewhere {
        var bytes = bytes(query);
        var answer = desk.query(MessageCodec.decodeQuery(bytes, 0, bytes.length),
                Consistency.LINEARIZABLE, by, PATIENCE).join();
        if (answer.status() >= SERVER_TROUBLE || answer.status() == BUSY) {
            throw new Elsewhere();
        }
        return answer.status() == OK ? Optional.of(tree(answer.json())) : Optional.empty();
    }

    /** Carries out a command, once for each call. */
    Outcome write(UserName by, ObjectNode command) throws Elsewhere, Refused {
        return write(by, "ppapd-" + UUID.randomUUID(), command);
    }

    /** Carries out a command, once for each key. */
    Outcome write(UserName by, String key, ObjectNode command) throws Elsewhere, Refused {
        return switch (desk.execute(by.value(), key, Bytes.of(bytes(command)), Forwarding.NEVER,
                PATIENCE).join()) {
            case Answer.Replied replied ->
                new Outcome(tree(replied.reply().bytes()), replied.repeated());
            case Answer.Refused no -> throw new Refused(no.sentence());
            case Answer.Redirect redirect -> throw new Elsewhere();
            case Answer.TryLater later -> throw new Elsewhere();
            case Answer.OutcomeUnknown unknown -> throw new Elsewhere();
        };
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    private static byte[] bytes(ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode tree(Bytes json) {
        try {
            return JSON.readTree(json.array(), json.offset(), json.length());
        } catch (IOException e) {
            throw new UncheckedIOException("the desk answers in JSON", e);
        }
    }

    /**
     * The house's answer.
     *
     * @param isRepeated whether it was given to an earlier call
     */
    record Outcome(JsonNode json, boolean isRepeated) {

        boolean isSuccess() {
            return json.path("status").asText().equals("success");
        }

        /** The sentence; throws a refusal as {@link Refused}. */
        String orRefused() throws Refused {
            if (!isSuccess()) {
                throw new Refused(json.path("message").asText());
            }
            return json.path("message").asText();
        }
    }
}
