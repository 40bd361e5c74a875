package dev.gavel.lab.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * All figures of the report, one JSON object a line. What is measured is appended at once, so that
 * nothing is lost when it is broken off; of what was measured twice the younger stands.
 */
final class ReportFile {

    static final String NAME = "results.jsonl";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Path file;

    ReportFile(Path folder) {
        this.folder = folder;
        this.file = folder.resolve(NAME);
    }

    void append(Result result) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(file, result.json() + "\n", StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** What stands; nothing where there is no file yet. */
    List<JsonNode> read() throws IOException {
        return Files.exists(file) ? standing(parsed()) : List.of();
    }

    /** Leaves out what no longer stands. */
    void tidy() throws IOException {
        if (Files.exists(file)) {
            var lines = standing(parsed()).stream().map(JsonNode::toString).toList();
            var aside = file.resolveSibling(NAME + ".new");
            Files.write(aside, lines);
            Files.move(aside, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                    java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private List<JsonNode> parsed() throws IOException {
        var results = new ArrayList<JsonNode>();
        var number = 0;
        for (var line : Files.readAllLines(file)) {
            number++;
            if (!line.isBlank()) {
                results.add(parse(line, number));
            }
        }
        return results;
    }

    private JsonNode parse(String line, int number) throws IOException {
        try {
            var result = JSON.readTree(line);
            if (result.path("part").isTextual() && result.path("x").isNumber()
                    && result.path("session").isTextual()) {
                return result;
            }
        } catch (JsonProcessingException e) {
            // said below
        }
        throw new IOException(
                file + ", line " + number + ": this is no result of \"gavel bench report\"");
    }

    /** Of each point the runs of the session that measured it last. */
    static List<JsonNode> standing(List<JsonNode> results) {
        var newest = new HashMap<String, String>();
        results.forEach(result -> newest.merge(point(result), session(result),
                (a, b) -> a.compareTo(b) > 0 ? a : b));
        return results.stream()
                .filter(result -> session(result).equals(newest.get(point(result))))
                .toList();
    }

    private static String point(JsonNode result) {
        return result.path("part").asText() + '|' + result.path("series").asText() + '|'
                + result.path("x").asText();
    }

    private static String session(JsonNode result) {
        return result.path("session").asText();
    }
}
