package dev.gavel.lab.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gavel.cli.servers.DevCluster;
import dev.gavel.cli.servers.Http;
import dev.gavel.cli.servers.Patience;
import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.exit.VerbFailedException;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** The auction house as a plain script sees it: any server is asked over HTTP until one answers. */
public final class House {

    private static final Duration ONE_TRY = Duration.ofSeconds(2);
    private static final Duration ALL_TRIES = Duration.ofSeconds(20);

    /** Sees every try, at the address of the server that is asked. */
    interface Observer {

        /** It is asked now. */
        void asked(String address);

        /** It answered, with this HTTP status. */
        void answered(String address, int status, JsonNode body);

        /** It did not. */
        void silent(String address);
    }

    private static final Observer NOBODY = new Observer() {
        @Override
        public void asked(String address) {}

        @Override
        public void answered(String address, int status, JsonNode body) {}

        @Override
        public void silent(String address) {}
    };

    private final List<String> addresses;
    private final Observer observer;
    private final AtomicInteger next = new AtomicInteger();

    /** Asks these, each an HTTP {@code host:port}. */
    public House(List<String> addresses) {
        this(addresses, NOBODY);
    }

    /** As the other, watched by {@code observer}. */
    public House(List<String> addresses, Observer observer) {
        this.addresses = List.copyOf(addresses);
        this.observer = observer;
    }

    /** Of the servers of {@code cluster}. */
    public static House of(DevCluster cluster) {
        return new House(cluster.ids().stream().map(id -> cluster.address(id).http()).toList());
    }

    /** A command, to be filled in. */
    public static ObjectNode op(String op) {
        return Http.JSON.createObjectNode().put("op", op);
    }

    /**
     * Has a command done, under one key however often it must be sent.
     *
     * @return the outcome
     * @throws VerbFailedException when no server answers
     */
    public JsonNode command(String user, ObjectNode command) {
        return command(user, command, UUID.randomUUID().toString());
    }

    /** As the other, under a key of the caller's: a repeat gets the first answer. */
    public JsonNode command(String user, ObjectNode command, String key) {
        var headers = Map.of("Gavel-User", user, "Idempotency-Key", key);
        return ask("/v1/commands", headers, Optional.of(command));
    }

    /** The auction as anybody sees it; linearizable, so it waits for a leader. */
    public JsonNode auction(String id) {
        return ask("/v1/auctions/" + id, Map.of(), Optional.empty());
    }

    /** The auction as a server's own state has it, which may lag. */
    JsonNode auctionOnOneServer(String id) {
        return ask("/v1/auctions/" + id + "?consistency=local", Map.of(), Optional.empty());
    }

    /** The items that are on the list. */
    JsonNode items() {
        return ask("/v1/items", Map.of(), Optional.empty());
    }

    /** One page of the bids of an auction, oldest first; {@code after} is empty for the first. */
    public JsonNode bids(String id, String after, int limit) {
        return ask("/v1/auctions/" + id + "/bids?limit=" + limit
                + (after.isEmpty() ? "" : "&after=" + after), Map.of(), Optional.empty());
    }

    private JsonNode ask(String path, Map<String, String> headers, Optional<JsonNode> body) {
        var said = new AtomicReference<>("");
        return Patience.until(ALL_TRIES, () -> askOnce(path, headers, body, said))
                .orElseThrow(() -> new VerbFailedException(ExitCodes.UNREACHED,
                        said.get().isEmpty() ? "no answer from " + addresses + " within "
                                + ALL_TRIES.toSeconds() + " s" : said.get()));
    }

    /** Once, at the next server; {@code said} is what the last said that could not do it. */
    private Optional<JsonNode> askOnce(String path, Map<String, String> headers,
            Optional<JsonNode> body, AtomicReference<String> said) {
        var address = addresses.get(Math.floorMod(next.get(), addresses.size()));
        try {
            observer.asked(address);
            var response = Http.ask(address, path, headers, body, ONE_TRY);
            observer.answered(address, response.status(), response.body());
            if (response.status() < 500 && response.status() != 429) {
                return Optional.of(response.body());
            }
            said.set(response.body().path("message").asText());
        } catch (IOException e) {
            observer.silent(address); // the next may know better
        }
        next.incrementAndGet();
        return Optional.empty();
    }
}
