package dev.gavel.server;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What people were told that they did in one auction; and what must have come of it. */
final class Receipts {

    /** One success: who did what, and the answer to it. */
    record Receipt(String by, JsonNode command, JsonNode outcome) {

        String op() {
            return command.path("op").asText();
        }

        long index() {
            return outcome.path("index").asLong();
        }
    }

    /** A secret bid as it stands: of so much, for so many, in its place since that index. */
    record Secret(String by, long amount, long quantity, long since) {

        /** The other in place of this, unless it is the very same, which keeps its place. */
        Secret orAgain(Secret other) {
            return amount == other.amount && quantity == other.quantity ? this : other;
        }
    }

    private final List<Receipt> all = new ArrayList<>();

    void add(String by, JsonNode command, JsonNode outcome) {
        all.add(new Receipt(by, command, outcome));
    }

    /** The answers to that op, in their order. */
    List<Receipt> of(String... ops) {
        return all.stream().filter(one -> List.of(ops).contains(one.op())).toList();
    }

    /** Who got that answer. */
    Optional<Receipt> at(long index) {
        return all.stream().filter(one -> one.index() == index).findFirst();
    }

    /** Whether somebody did it. */
    boolean did(String by, String op) {
        return of(op).stream().anyMatch(one -> one.by().equals(by));
    }

    /** The secret bids that count by these answers; {@code op} is {@code bid}, or {@code reveal}. */
    Map<String, Secret> secrets(String op) {
        var live = new TreeMap<String, Secret>();
        for (var one : of(op, "withdraw")) {
            if (one.op().equals("withdraw")) {
                live.remove(one.by());
                continue;
            }
            var given = new Secret(one.by(), one.command().path("amount").asLong(),
                    one.command().path("quantity").asLong(1), one.index());
            live.merge(one.by(), given, Secret::orAgain);
        }
        return live;
    }

    /** Those bids, the best first; of equals the earlier. */
    static List<Secret> ranked(Map<String, Secret> bids) {
        return bids.values()
                .stream()
                .sorted(Comparator.comparingLong(Secret::amount)
                        .reversed()
                        .thenComparingLong(Secret::since))
                .toList();
    }
}
