package dev.gavel.lab.bench;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** From figures to what people look at: a chart for each part, and one page with the tables. */
final class ReportPages {

    static final String PAGE = "REPORT.md";

    private final List<JsonNode> results;

    ReportPages(List<JsonNode> results) {
        this.results = results;
    }

    /** Writes all into {@code folder}; how many charts. */
    int write(Path folder) throws IOException {
        Files.createDirectories(folder);
        var page = new StringBuilder(
                """
                        # How cost grows

                        Written by `./gavel bench report`; do not edit. Each figure is the median of its runs, with the least and the most
                        in brackets where they differ; in the charts a stroke spans them. Every bid was on the disks of a majority before its answer.
                        Servers and load share the machine. CPU is of all processes, the load generator's included. All runs: [results.jsonl](results.jsonl).
                        """);
        var charts = 0;
        for (var part : Part.ALL) {
            var mine = results.stream()
                    .filter(result -> result.path("part").asText().equals(part.name()))
                    .toList();
            if (!mine.isEmpty()) {
                Files.writeString(folder.resolve(part.name() + ".svg"), chart(part, mine));
                section(page, part, mine);
                charts++;
            }
        }
        Files.writeString(folder.resolve(PAGE), page);
        return charts;
    }

    static String chart(Part part, List<JsonNode> results) {
        var across = new Chart.Axis(part.axis(), part.logarithmic());
        return Chart.svg(part.title(), part.panels()
                .stream()
                .map(panel -> new Chart.Panel(panel.title(), across,
                        new Chart.Axis(panel.unit(), panel.logarithmic()),
                        lines(panel, results)))
                .toList());
    }

    private static List<Chart.Line> lines(Part.Panel panel, List<JsonNode> results) {
        var series = series(results);
        var lines = new ArrayList<Chart.Line>();
        for (var one : series) {
            for (var measure : panel.measures()) {
                var points = new ArrayList<Chart.Point>();
                sizes(results, one).forEach((x, runs) -> runs(runs, measure.field())
                        .ifPresent(y -> points.add(new Chart.Point(x, y))));
                if (!points.isEmpty()) {
                    lines.add(new Chart.Line(
                            series.size() == 1 ? measure.label()
                                    : panel.measures().size() == 1 ? one
                                            : measure.label() + ", " + one,
                            points));
                }
            }
        }
        return lines;
    }

    private static List<String> series(List<JsonNode> results) {
        return results.stream().map(result -> result.path("series").asText()).distinct().toList();
    }

    /** By rising size, the runs of one series. */
    private static Map<Double, List<JsonNode>> sizes(List<JsonNode> results, String series) {
        return results.stream()
                .filter(result -> result.path("series").asText().equals(series))
                .collect(Collectors.groupingBy(result -> result.path("x").asDouble(),
                        TreeMap::new, Collectors.toList()));
    }

    private static Optional<Runs> runs(List<JsonNode> results, String field) {
        var values = results.stream()
                .filter(result -> result.path(field).isNumber())
                .map(result -> result.path(field).asDouble())
                .toList();
        return values.isEmpty() ? Optional.empty() : Optional.of(Runs.of(values));
    }

    private static void section(StringBuilder page, Part part, List<JsonNode> results) {
        page.append("\n## ").append(part.title()).append("\n\n![").append(part.title());
        page.append("](").append(part.name()).append(".svg)\n\n");
        var measures = part.panels()
                .stream()
                .flatMap(panel -> panel.measures()
                        .stream()
                        .map(measure -> new Part.Measure(measure.field(),
                                panel.measures().size() > 1
                                        ? panel.title() + ", " + measure.label() + ", "
                                                + panel.unit()
                                        : panel.title() + ", " + panel.unit())))
                .toList();
        row(page, part.axis(), "load", measures.stream().map(Part.Measure::label).toList(),
                "notes");
        row(page, "---", "---", measures.stream().map(measure -> "---").toList(), "---");
        for (var one : series(results)) {
            sizes(results, one).forEach((x, runs) -> row(page, Runs.number(x), one,
                    measures.stream()
                            .map(measure -> runs(runs, measure.field()).map(Runs::text)
                                    .orElse("–"))
                            .toList(),
                    notes(runs)));
        }
        page.append('\n');
        results.stream()
                .map(ReportPages::setUp)
                .distinct()
                .forEach(setUp -> page.append("- ").append(setUp).append('\n'));
    }

    /** What should be none, where there was some. */
    private static String notes(List<JsonNode> runs) {
        return List.of("exceptions", "missed", "disordered", "cutOff")
                .stream()
                .map(field -> runs.stream().mapToLong(run -> run.path(field).asLong()).sum()
                        + " " + field)
                .filter(note -> !note.startsWith("0 "))
                .collect(Collectors.joining(", "));
    }

    private static String setUp(JsonNode result) {
        return String.format(Locale.ROOT,
                "%s cores (%s), %s GiB, JDK %s, server heap %s, %s; %s servers but where they are counted; %s runs of %s s "
                        + "each, after %s s of load; %s",
                result.path("cores").asText(), result.path("cpu").asText(),
                result.path("memoryGib").asText(), result.path("jdk").asText(),
                result.path("serverHeap").asText(), result.path("revision").asText(),
                result.path("servers").asText(), result.path("runs").asText(),
                result.path("seconds").asText(), result.path("warmUp").asText(),
                result.path("session")
                        .asText()
                        .substring(0,
                                Math.min(10, result.path("session").asText().length())));
    }

    private static void row(StringBuilder page, String first, String second, List<String> cells,
            String last) {
        page.append("| ").append(first).append(" | ").append(second).append(" | ");
        cells.forEach(cell -> page.append(cell).append(" | "));
        page.append(last).append(" |\n");
    }
}
