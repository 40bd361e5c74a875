package dev.gavel.lab.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gavel.cli.verbs.CommandTree;
import dev.gavel.server.TestHouse;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A way into the house: the same wish said as a program or as a person says it. */
enum Entrance {
    /** JSON over HTTP. */
    HTTP {
        @Override
        JsonNode command(TestHouse house, String by, String json, String line) {
            return house.command(by, json.replace('\'', '"'));
        }

        @Override
        JsonNode tried(TestHouse house, String by, String json, String line) {
            return TestHouse.json(house.post("/v1/commands?dryRun=true", json.replace('\'', '"'),
                    "Gavel-User", by));
        }

        @Override
        JsonNode asked(TestHouse house, String by, String verb, String auction) {
            var path = switch (verb) {
                case "show" -> "";
                case "history" -> "/bids";
                default -> "/" + verb;
            };
            return TestHouse.json(house.get("/v1/auctions/"
                    + URLEncoder.encode(auction, StandardCharsets.UTF_8) + path, "Gavel-User", by));
        }
    },
    /** Words on the command line, over gRPC. */
    COMMAND_LINE {
        @Override
        JsonNode command(TestHouse house, String by, String json, String line) {
            return run(house, by, words(line));
        }

        @Override
        JsonNode tried(TestHouse house, String by, String json, String line) {
            var words = words(line);
            words.addFirst("dry-run");
            return run(house, by, words);
        }

        @Override
        JsonNode asked(TestHouse house, String by, String verb, String auction) {
            return run(house, by, List.of(verb, auction));
        }
    };

    /** Has a command done; its outcome. */
    abstract JsonNode command(TestHouse house, String by, String json, String line);

    /** Has a command tried; its outcome. */
    abstract JsonNode tried(TestHouse house, String by, String json, String line);

    /** Asks about an auction by one of the reading verbs. */
    abstract JsonNode asked(TestHouse house, String by, String verb, String auction);

    /** Words parted by blanks; an underscore stands for a blank within one. */
    private static List<String> words(String line) {
        return new ArrayList<>(Arrays.stream(line.split(" "))
                .map(word -> word.replace('_', ' '))
                .toList());
    }

    private static JsonNode run(TestHouse house, String by, List<String> words) {
        var all = new ArrayList<>(words);
        all.addAll(List.of("--server", house.server().address().client(), "--as", by, "--timeout",
                "30s", "--json"));
        var out = new StringWriter();
        var err = new StringWriter();
        CommandTree.run(all.toArray(String[]::new), new PrintWriter(out, true),
                new PrintWriter(err, true), false, Map.of());
        assertThat(out.toString().strip()).as(words + ": " + err).startsWith("{");
        return TestHouse.json(out.toString());
    }
}
