package dev.gavel.auction.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gavel.auction.codec.Records;
import dev.gavel.auction.codec.Shapes;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.HouseVersion;
import dev.gavel.auction.schema.Shape;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * No answer of the house has a field that {@link Records} do not tell, or one of another type; and they tell of
 * none that no answer has. All scenarios are played, and everything is asked after each of their steps; the golden
 * files are looked at, too.
 */
class ToldRecordsTest {

    private static final Path RESOURCES = Path.of("src/test/resources");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<String, Shape> OF_AUCTIONS = Map.of("auction", Records.AUCTION_VIEW,
            "result", Records.AUCTION_VIEW, "bids", Records.BIDS, "rounds", Records.ROUNDS,
            "explain", Records.EXPLANATION, "canBid", Records.ENTITLEMENT);

    private static final Map<String, Shape> OF_THE_HOUSE = Map.of("auctions", Records.AUCTIONS,
            "items", Records.ITEMS, "user", Records.USER, "dryRun", Records.OUTCOME);

    private final Shapes shapes = new Shapes();

    @Test
    void answersHaveTheFieldsThatAreTold() throws IOException {
        try (var files = Files.list(RESOURCES.resolve("scenarios"))) {
            for (var file : files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList()) {
                play(Files.readAllLines(file));
            }
        }
        golden();
        assertThat(shapes.faults()).isEmpty();
        var told = new TreeSet<String>();
        for (var shape : List.of(Records.OUTCOME, Records.AUCTION_VIEW, Records.BIDS,
                Records.ROUNDS, Records.ITEMS, Records.AUCTIONS, Records.USER, Records.EVENT,
                Records.EXPLANATION, Records.ENTITLEMENT)) {
            told.addAll(Shapes.allOf(shape));
        }
        told.removeAll(shapes.seen());
        assertThat(told).as("told, and never seen").isEmpty();
    }

    private void play(List<String> lines) {
        if (lines.getFirst().equals("house of version " + HouseVersion.FIRST)) {
            return;
        }
        var player = new ScenarioPlayer(HouseVersion.NEWEST, shapes::check);
        for (var line : lines) {
            player.play(line);
            if (line.startsWith("at ")) {
                ask(player);
            }
        }
        for (var limit : List.of("", ",\"limit\":1")) {
            ask(player, "sue", "auctions", limit, Records.AUCTIONS);
            ask(player, "sue", "items", ",\"all\":true" + limit, Records.ITEMS);
            ask(player, "sue", "bids", ",\"auction\":\"1\"" + limit, Records.BIDS);
            ask(player, "sue", "rounds", ",\"auction\":\"1\"" + limit, Records.ROUNDS);
        }
    }

    private void ask(ScenarioPlayer player) {
        for (var id = 1L; id <= player.house().auctions().size(); id++) {
            var auction = player.house().auction(new AuctionId(id)).orElseThrow();
            for (var who : List.of("nobody", auction.seller().value(), "ann", "bob")) {
                for (var query : OF_AUCTIONS.entrySet()) {
                    ask(player, who, query.getKey(), ",\"auction\":\"" + id + "\"",
                            query.getValue());
                }
                ask(player, who, "rounds", ",\"auction\":\"" + id + "\",\"limit\":1",
                        Records.ROUNDS);
                ask(player, who, "dryRun", ",\"command\":{\"op\":\"bid\",\"auction\":\"" + id
                        + "\",\"amount\":100000}", Records.OUTCOME);
            }
        }
    }

    private void ask(ScenarioPlayer player, String who, String query, String more, Shape shape) {
        check(shape, player.ask(who, "{\"query\":\"" + query + "\"" + more + "}"));
    }

    /** A refusal is an outcome, whatever was asked. */
    private void check(Shape shape, JsonNode json) {
        shapes.check(json.has("status") ? Records.OUTCOME : shape, json);
    }

    private void golden() throws IOException {
        var golden = RESOURCES.resolve("golden");
        for (var line : Files.readAllLines(golden.resolve("replies.jsonl"))) {
            shapes.check(Records.OUTCOME, JSON.readTree(line));
        }
        for (var line : Files.readAllLines(golden.resolve("events.jsonl"))) {
            shapes.check(Records.EVENT, JSON.readTree(line));
        }
        for (var suffix : List.of("", "-2")) {
            var queries = Files.readAllLines(golden.resolve("queries" + suffix + ".txt"));
            var views = Files.readAllLines(golden.resolve("views" + suffix + ".jsonl"));
            for (var i = 0; i < queries.size(); i++) {
                var name = JSON.readTree(queries.get(i).split(" ", 2)[1]).path("query").asText();
                check(OF_AUCTIONS.getOrDefault(name,
                        OF_THE_HOUSE.getOrDefault(name, Records.OUTCOME)),
                        JSON.readTree(views.get(i).split(" ", 2)[1]));
            }
        }
    }
}
