package dev.gavel.server.dev;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** The auction house as a plain script sees it: any server is asked over HTTP until one answers. */
final class House {

    private static final Duration ONE_TRY = Duration.ofSeconds(2);
    private static final Duration ALL_TRIES = Duration.ofSeconds(20);

    private final List<String> addresses;
    private final AtomicInteger next = new AtomicInteger();

    /** Asks these, each an HTTP {@code host:port}. */
    House(List<String> addresses) {
        this.addresses = List.copyOf(addresses);
    }

    static House of(DevCluster cluster) {
        return new House(cluster.ids().stream().map(id -> cluster.address(id).http()).toList());
    }

    static ObjectNode op(String op) {
        return Http.JSON.createObjectNode().put("op", op);
    }

    /**
     * Has a command done, under one key however often it must be sent.
     *
     * @return the outcome
     * @throws VerbFailedException when no server answers
     */
    JsonNode command(String user, ObjectNode command) {
        var headers = Map.of("Gavel-User", user, "Idempotency-Key", UUID.randomUUID().toString());
        return ask("/v1/commands", headers, Optional.of(command));
    }

    /** The auction as anybody sees it; linearizable, so it waits for a leader. */
    JsonNode auction(String id) {
        return ask("/v1/auctions/" + id, Map.of(), Optional.empty());
    }

    /** The auction as a server's own state has it, which may lag. */
    JsonNode auctionOnOneServer(String id) {
        return ask("/v1/auctions/" + id + "?consistency=local", Map.of(), Optional.empty());
    }

    /** One page of the bids of an auction, oldest first; {@code after} is empty for the first. */
    JsonNode bids(String id, String after, int limit) {
        return ask("/v1/auctions/" + id + "/bids?limit=" + limit
                + (after.isEmpty() ? "" : "&after=" + after), Map.of(), Optional.empty());
    }

    private JsonNode ask(String path, Map<String, String> headers, Optional<JsonNode> body) {
        return Patience.until(ALL_TRIES, () -> askOnce(path, headers, body))
                .orElseThrow(() -> new VerbFailedException(ExitCodes.NOT_REACHED,
                        "no answer from " + addresses + " within " + ALL_TRIES.toSeconds() + " s"));
    }

    private Optional<JsonNode> askOnce(String path, Map<String, String> headers,
            Optional<JsonNode> body) {
        var address = addresses.get(Math.floorMod(next.get(), addresses.size()));
        try {
            var response = Http.ask(address, path, headers, body, ONE_TRY);
            if (response.status() < 500 && response.status() != 429) {
                return Optional.of(response.body());
            }
        } catch (IOException e) {
            // the next server may know better
        }
        next.incrementAndGet();
        return Optional.empty();
    }
}
