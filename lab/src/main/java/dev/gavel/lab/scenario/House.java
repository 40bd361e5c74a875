package dev.gavel.lab.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gavel.cli.servers.DevCluster;
import dev.gavel.cli.servers.Http;
import dev.gavel.cli.servers.Patience;
import dev.gavel.client.hunt.Hunt;
import dev.gavel.client.hunt.Limits;
import dev.gavel.client.hunt.Pauses;
import dev.gavel.client.hunt.Roster;
import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.exit.VerbFailedException;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The auction house as a plain script sees it: any server is asked over HTTP until one answers. */
public final class House {

    private static final Limits LIMITS = Limits.of(Limits.Round.ALL, Pauses.SCRIPT_CALL,
            Pauses.SCRIPT_ATTEMPT);

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

    private final Roster<String, Roster.Line> servers;
    private final Observer observer;

    /** Asks these, each an HTTP {@code host:port}. */
    public House(List<String> addresses) {
        this(addresses, NOBODY);
    }

    /** As the other, watched by {@code observer}. */
    public House(List<String> addresses, Observer observer) {
        this.servers = Roster.of(addresses);
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
        var hunt = new Hunt<>(servers, LIMITS, true);
        var said = "";
        while (true) {
            switch (hunt.next()) {
                case Hunt.Step.Ask<String> asked -> {
                    var response = askOnce(asked.server(), path, headers, body, asked.patience());
                    if (response.isEmpty()) {
                        hunt.silent(asked, "");
                    } else if (response.get().status() < 500 && response.get().status() != 429) {
                        hunt.answered(asked);
                        servers.leads(asked.server());
                        return response.get().body();
                    } else { // the next may know better
                        said = response.get().body().path("message").asText();
                        hunt.notLeader(asked, Optional.empty(), said);
                    }
                }
                case Hunt.Step.Pause<String>(var length) -> Patience.pause(length);
                case Hunt.Step.GiveUp<String>() -> throw new VerbFailedException(
                        ExitCodes.UNREACHED, said.isEmpty() ? "no answer from " + servers.all()
                                + " within " + LIMITS.within().toSeconds() + " s" : said);
            }
        }
    }

    private Optional<Http.Response> askOnce(String address, String path,
            Map<String, String> headers, Optional<JsonNode> body, Duration patience) {
        try {
            observer.asked(address);
            var response = Http.ask(address, path, headers, body, patience);
            observer.answered(address, response.status(), response.body());
            return Optional.of(response);
        } catch (IOException e) {
            observer.silent(address);
            return Optional.empty();
        }
    }
}
