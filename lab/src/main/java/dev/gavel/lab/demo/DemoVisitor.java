package dev.gavel.lab.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gavel.cli.servers.Http;
import dev.gavel.lab.scenario.House;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A bidder who knows one server only, and bids there while it is cut off: shows that such a server
 * accepts nothing. Where a bid is acknowledged after all, it is held to like any other.
 */
final class DemoVisitor {

    private static final String NAME = "ivy";
    private static final String LOT = "/v1/auctions?state=open&format=english&limit=1&consistency=local";
    /** More than a server without a majority takes to say so. */
    private static final Duration PATIENCE = Duration.ofSeconds(6);

    private final DemoLedger ledger;
    private final Map<Integer, String> answers = new ConcurrentHashMap<>();
    private volatile Map<Integer, String> servers = Map.of();

    DemoVisitor(DemoLedger ledger) {
        this.ledger = ledger;
    }

    /** Goes to these from now on, by id their HTTP addresses. */
    void visit(Map<Integer, String> cutOff) {
        servers = Map.copyOf(cutOff);
        answers.keySet().retainAll(cutOff.keySet());
    }

    /** What was last answered there: a code, or {@code accepted}; empty for nothing yet. */
    String answerAt(int id) {
        return answers.getOrDefault(id, "");
    }

    /** Bids once at each. */
    void goOn() {
        servers.forEach((id, address) -> {
            var answer = bidAt(address);
            if (servers.containsKey(id)) {
                answers.put(id, answer);
            }
        });
    }

    private String bidAt(String address) {
        try {
            var lot = Http.ask(address, LOT, Map.of(), Optional.empty(), PATIENCE)
                    .body()
                    .path("auctions")
                    .path(0);
            var outcome = bid(address, lot);
            return outcome.path("status").asText().equals("success") ? "accepted"
                    : outcome.path("code").asText();
        } catch (IOException e) {
            return "no answer";
        }
    }

    private JsonNode bid(String address, JsonNode lot) throws IOException {
        // a server that was cut off as it started knows of no lot: then any will do
        var auction = lot.path("auction").asText("1");
        long amount = lot.path("minimumNext").asLong(1);
        var outcome = Http.ask(address, "/v1/commands",
                Map.of("Gavel-User", NAME, "Idempotency-Key", UUID.randomUUID().toString()),
                Optional.of(House.op("bid").put("auction", auction).put("amount", amount)),
                PATIENCE).body();
        if (outcome.path("status").asText().equals("success")) {
            ledger.acknowledged(auction, new DemoLedger.Acknowledged(NAME, amount,
                    outcome.path("index").asLong()));
        }
        return outcome;
    }
}
