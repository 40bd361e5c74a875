package dev.gavel.lab.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gavel.client.FileTrouble;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** {@code gavel bench compare}: two files of results side by side, as medians and their ratio. */
@Command(name = "compare", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Compares two files that \"gavel bench --json\" wrote: what was measured with the same set-up",
        "stands side by side, as medians with the least and the most of the runs, and the ratio of the",
        "medians. Where the runs of the two overlap, the difference is called noise."}, footer = {
                "",
                "Examples:", "  gavel bench --runs 5 --json > before.jsonl",
                "  gavel bench --runs 5 --json > after.jsonl",
                "  gavel bench compare before.jsonl after.jsonl"})
final class CompareCommand implements Callable<Integer> {

    /** What tells set-ups apart; all else that is a number was measured. */
    private static final List<String> SET_UP = List.of("what", "bidders", "auctions", "rate",
            "connections", "servers", "seconds", "kills", "bidsInLog", "of", "serversStarted");
    private static final List<String> MORE_IS_BETTER = List.of("bidsPerSecond");
    /** Follow from how long a run took, or name the size of the work. */
    private static final List<String> UNCOMPARED = List.of("accepted", "refused", "logEntries",
            "acknowledged", "inTheHouse", "bids");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "BEFORE", description = "results, one JSON object a line")
    private Path before = Path.of("");

    @Parameters(index = "1", paramLabel = "AFTER", description = "results to compare them with")
    private Path after = Path.of("");

    @Option(names = "--json", description = "one JSON object per line")
    private boolean json;

    @Override
    public Integer call() {
        var old = read(before);
        var young = read(after);
        var compared = 0;
        for (var setUp : old.entrySet()) {
            var other = young.get(setUp.getKey());
            if (other != null) {
                compare(setUp.getKey(), setUp.getValue(), other);
                compared++;
            }
        }
        if (compared == 0) {
            throw wrong(
                    "nothing in " + after + " was measured with the same set-up as in " + before);
        }
        spec.commandLine().getOut().flush();
        return 0;
    }

    private void compare(String setUp, Map<String, List<Double>> old,
            Map<String, List<Double>> young) {
        var out = spec.commandLine().getOut();
        if (!json) {
            out.println(setUp);
        }
        old.forEach((measure, values) -> {
            var others = young.get(measure);
            if (others == null) {
                return;
            }
            var a = Runs.of(values);
            var b = Runs.of(others);
            var ratio = a.median() == 0 ? Double.NaN : b.median() / a.median();
            var verdict = verdict(measure, a, b);
            if (json) {
                out.println(Result.of(measure)
                        .with("setUp", setUp)
                        .with("before", a.median())
                        .with("after", b.median())
                        .with("ratio", Double.isNaN(ratio) ? "none" : round(ratio))
                        .with("verdict", verdict)
                        .json());
            } else {
                out.printf(Locale.ROOT, "  %-16s %28s %28s   %s  %s%n", measure, a.text(), b.text(),
                        Double.isNaN(ratio) ? "    " : String.format(Locale.ROOT, "×%.2f", ratio),
                        verdict);
            }
        });
    }

    private static String verdict(String measure, Runs old, Runs young) {
        if (old.overlaps(young)) {
            return "noise";
        }
        return young.median() > old.median() == MORE_IS_BETTER.contains(measure) ? "better"
                : "worse";
    }

    private static double round(double ratio) {
        return Math.round(ratio * 1_000) / 1_000.0;
    }

    /** By set-up, and within it by measure, the values of all runs. */
    private Map<String, Map<String, List<Double>>> read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw wrong("cannot read " + file + ": " + FileTrouble.sentence(e));
        }
        var results = new LinkedHashMap<String, Map<String, List<Double>>>();
        for (var number = 1; number <= lines.size(); number++) {
            var line = lines.get(number - 1);
            if (!line.isBlank()) {
                add(results, parse(line, file + ", line " + number));
            }
        }
        return results;
    }

    private JsonNode parse(String line, String where) {
        try {
            var result = JSON.readTree(line);
            if (result.path("what").isTextual()) {
                return result;
            }
        } catch (JsonProcessingException e) {
            // said below
        }
        throw wrong(where + ": this is no result of \"gavel bench --json\"");
    }

    private static void add(Map<String, Map<String, List<Double>>> results, JsonNode result) {
        var setUp = SET_UP.stream()
                .filter(result::has)
                .map(name -> name.equals("what") ? result.path(name).asText()
                        : name + " " + result.path(name).asText())
                .collect(Collectors.joining(", "));
        var measures = results.computeIfAbsent(setUp, key -> new LinkedHashMap<>());
        result.properties().forEach(field -> {
            if (field.getValue().isNumber() && !SET_UP.contains(field.getKey())
                    && !UNCOMPARED.contains(field.getKey())) {
                measures.computeIfAbsent(field.getKey(), key -> new ArrayList<>())
                        .add(field.getValue().asDouble());
            }
        });
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
