package dev.gavel.lab.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gavel.lab.scenario.House;
import dev.gavel.server.exit.VerbFailedException;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One lot of every other kind of auction, offered anew whenever it ends, with robots that join in now
 * and then, so that a visitor finds each kind at work.
 */
final class DemoShowcase {

    private static final String SELLER = "victor";
    private static final List<String> BIDDERS = List.of("eve", "finn", "gita");
    private static final int JOIN_MILLIS = 45_000;
    private static final int LONG_MILLIS = 300_000;
    private static final int ONE_IN = 6;

    private final House house;
    private final Random random;
    private final Map<String, String> auctions = new HashMap<>();
    private final List<Exhibit> exhibits = List.of(
            new Exhibit("clock", () -> lot("Bay mare", "clock").put("start", 80_000)
                    .put("step", 2_500)
                    .put("periodMillis", 4_000)
                    .put("opensAt", Instant.now().plusMillis(JOIN_MILLIS).toString()),
                    this::joinOrLeave),
            new Exhibit("dutch", () -> lot("Tulips, by the box", "dutch").put("start", 4_000)
                    .put("step", 50)
                    .put("periodMillis", 5_000)
                    .put("floor", 500)
                    .put("quantity", 60)
                    .put("open", true), this::accept),
            new Exhibit("sealed",
                    () -> lot("Letters of a sea captain", "sealed").put("start", 5_000)
                            .put("durationMillis", LONG_MILLIS)
                            .put("open", true),
                    this::bidSecretly),
            new Exhibit("vickrey", () -> lot("Violin of 1760", "vickrey").put("start", 100_000)
                    .put("durationMillis", LONG_MILLIS)
                    .put("open", true), this::bidSecretly),
            new Exhibit("reverse",
                    () -> lot("Road works, lot 4", "reverse").put("start", 9_000_000)
                            .put("increment", 10_000)
                            .put("durationMillis", LONG_MILLIS)
                            .put("open", true),
                    this::offerLess),
            new Exhibit("uniform", () -> lot("Bonds, series B", "uniform").put("start", 900)
                    .put("quantity", 50)
                    .put("durationMillis", LONG_MILLIS)
                    .put("open", true), this::bidForUnits),
            new Exhibit("yankee", () -> lot("Fountain pens", "yankee").put("start", 900)
                    .put("increment", 50)
                    .put("quantity", 30)
                    .put("durationMillis", LONG_MILLIS)
                    .put("open", true), this::bidForMore));

    /**
     * A kind of auction on show.
     *
     * @param lot what its seller asks for to offer it
     * @param act what a robot asks for at the sight of it
     */
    private record Exhibit(String format, Supplier<ObjectNode> lot,
            Function<JsonNode, ObjectNode> act) {}

    DemoShowcase(House house, Random random) {
        this.house = house;
        this.random = random;
    }

    private static ObjectNode lot(String name, String format) {
        return House.op("create").put("name", name).put("itemName", name).put("format", format);
    }

    /**
     * Offers what is not on offer, and lets a robot do something now and then; one thread at a time.
     *
     * @throws VerbFailedException when the house does not answer
     */
    void goOn() {
        for (var exhibit : exhibits) {
            var id = auctions.get(exhibit.format());
            var view = id == null ? null : house.auction(id);
            if (view == null || view.path("state").asText().equals("closed")) {
                auctions.put(exhibit.format(),
                        house.command(SELLER, exhibit.lot().get()).path("auction").asText());
            } else if (random.nextInt(ONE_IN) == 0) {
                var bidder = BIDDERS.get(random.nextInt(BIDDERS.size()));
                house.command(bidder, exhibit.act()
                        .apply(view)
                        .put("auction", view.path("auction").asText()));
            }
        }
    }

    private ObjectNode joinOrLeave(JsonNode view) {
        return House.op(view.path("state").asText().equals("open") ? "withdraw" : "join");
    }

    private ObjectNode accept(JsonNode view) {
        return House.op("accept")
                .put("round", view.path("round").asLong())
                .put("quantity",
                        Math.min(random.nextInt(1, 6), view.path("quantityLeft").asInt(1)));
    }

    private ObjectNode offerLess(JsonNode view) {
        return House.op("bid")
                .put("amount", view.path("maximumNext").asLong() - 1_000L * random.nextInt(20));
    }

    private ObjectNode bidForUnits(JsonNode view) {
        return House.op("bid")
                .put("amount", 900 + random.nextInt(300))
                .put("quantity", random.nextInt(1, 20));
    }

    private ObjectNode bidForMore(JsonNode view) {
        return House.op("bid")
                .put("amount", view.path("minimumNext").asLong() + 50L * random.nextInt(6))
                .put("quantity", random.nextInt(1, 12));
    }

    private ObjectNode bidSecretly(JsonNode view) {
        return House.op("bid")
                .put("amount", view.path("start").asLong() + 100L * random.nextInt(400));
    }
}
