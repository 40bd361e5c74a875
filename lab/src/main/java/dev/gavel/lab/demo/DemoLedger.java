package dev.gavel.lab.demo;

import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gavel.lab.scenario.House;
import dev.gavel.server.exit.VerbFailedException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the robots were told, held against what the house remembers: a bid that was acknowledged and is
 * not in the history is lost, one that is in it twice is doubled.
 */
final class DemoLedger {

    /**
     * One bid that the house acknowledged.
     *
     * @param index the log index on its receipt
     */
    record Acknowledged(String bidder, long amount, long index) {}

    /** Counts so far; {@code checked} is how many of the acknowledged were looked up. */
    record Count(long acknowledged, long checked, long lost, long doubled) {}

    private static final int PAGE = 1_000;

    private final House house;
    private final Map<String, List<Acknowledged>> open = new ConcurrentHashMap<>();
    private final AtomicLong acknowledged = new AtomicLong();
    /** Of auctions that are over and were checked a last time. */
    private Count settled = new Count(0, 0, 0, 0);
    private volatile Count count = settled;

    DemoLedger(House house) {
        this.house = house;
    }

    /** Takes note of a bid that was acknowledged. */
    void acknowledged(String auction, Acknowledged bid) {
        open.computeIfAbsent(auction, id -> new CopyOnWriteArrayList<>()).add(bid);
        acknowledged.incrementAndGet();
    }

    /** What is known so far. */
    Count count() {
        var last = count;
        return new Count(acknowledged.get(), last.checked(), last.lost(), last.doubled());
    }

    /**
     * Looks up every auction that is not settled yet; on one thread at a time.
     *
     * @throws VerbFailedException when the house does not answer
     */
    void check() {
        var sum = settled;
        for (var id : List.copyOf(open.keySet())) {
            boolean over = house.auction(id).path("state").asText().equals("closed");
            var told = new ArrayList<>(open.getOrDefault(id, List.of()));
            var one = compare(told, history(id));
            sum = plus(sum, one);
            if (over && open.getOrDefault(id, List.of()).size() == told.size()) {
                open.remove(id);
                settled = plus(settled, one);
            }
        }
        count = sum;
    }

    private List<JsonNode> history(String auction) {
        var rows = new ArrayList<JsonNode>();
        String after = "";
        do {
            var page = house.bids(auction, after, PAGE);
            page.path("bids").forEach(rows::add);
            after = page.path("next").asText("");
        } while (!after.isEmpty());
        return rows;
    }

    private static Count compare(List<Acknowledged> told, List<JsonNode> history) {
        var known = told.stream().map(bid -> bid.bidder() + " " + bid.amount()).collect(toSet());
        var indexes = new HashSet<Acknowledged>();
        var times = new HashMap<String, Integer>();
        for (var row : history) {
            if (row.path("automatic").asBoolean()) {
                continue; // what the house bid for somebody
            }
            var bidder = row.path("bidder").asText();
            long amount = row.path("amount").asLong();
            indexes.add(new Acknowledged(bidder, amount, row.path("index").asLong()));
            times.merge(bidder + " " + amount, 1, Integer::sum);
        }
        long lost = told.stream().filter(bid -> !indexes.contains(bid)).count();
        // Prices rise, and no robot bids while it leads, so none can bid the same amount twice and be accepted.
        // A person who leads can: each new maximum stands at the same price.
        times.keySet().retainAll(known);
        long doubled = times.values().stream().mapToLong(count -> count - 1L).sum();
        return new Count(told.size(), told.size(), lost, doubled);
    }

    private static Count plus(Count a, Count b) {
        return new Count(a.acknowledged() + b.acknowledged(), a.checked() + b.checked(),
                a.lost() + b.lost(), a.doubled() + b.doubled());
    }
}
