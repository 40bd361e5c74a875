package dev.gavel.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.auction.codec.FormatsByName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * No program compares the names of kinds of auction, or reaches into the room of one. {@code
 * ArchitectureTest} sees comparisons of classes and constants; this one sees those of texts, and
 * imports, line by line. A program that creates an auction names its kind, which is no comparison.
 */
class ComparedKindsTest {

    private static final Path ROOT = Path.of("..");
    private static final int DEEPEST = 20;
    private static final String NAME = "\"(?:" + String.join("|", FormatsByName.names()) + ")\"";
    private static final Pattern COMPARED = Pattern.compile("\\bcase\\s[^:>]*" + NAME
            + "|[.:]equals(?:IgnoreCase)?\\(" + NAME + "|" + NAME + "(?:\\.|::)equals"
            + "|[!=]=\\s*" + NAME + "|Set\\.of\\([^)]*" + NAME + "|contains\\(" + NAME);
    private static final Pattern REACHES_IN = Pattern
            .compile("^import (?:static )?dev\\.gavel\\.auction\\.format\\.(?!kinds\\.)[a-z]");

    private static List<String> comparisons(Path file) {
        var found = new ArrayList<String>();
        try {
            var lines = Files.readAllLines(file);
            for (var i = 0; i < lines.size(); i++) {
                if (isBad(file, lines.get(i))) {
                    found.add(ROOT.relativize(file) + ":" + (i + 1) + ": "
                            + lines.get(i).strip());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static boolean isBad(Path file, String line) {
        return COMPARED.matcher(line).find() || (REACHES_IN.matcher(line).find()
                && !file.toString().contains("/dev/gavel/auction/format/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"auction-statemachine", "client", "platform-server", "seller-run",
            "cli",
            "lab"})
    void noProgramComparesTheNamesOfKinds(String module) throws IOException {
        var sources = ROOT.resolve(module).resolve("src/main/java");
        try (var files = Files.find(sources, DEEPEST, (file, attributes) -> attributes
                .isRegularFile() && file.toString().endsWith(".java"))) {
            var all = files.toList();
            assertThat(all).isNotEmpty();
            assertThat(all.stream().flatMap(file -> comparisons(file).stream()).toList())
                    .as("lines that compare kinds of auction, or reach into the room of one: what "
                            + "a kind does belongs into its room, dev.gavel.auction.format.<kind>; who has only the name asks "
                            + "dev.gavel.auction.codec.FormatsByName, which may need a question more")
                    .isEmpty();
        }
    }

    @Test
    void comparisonsAreSeen() {
        assertThat(List.of("case \"clock\" -> 1;", "case \"x\", \"dutch\" -> 1;",
                "kind.equals(\"dutch\")", ".filter(\"reverse\"::equals)", "\"sealed\".equals(kind)",
                "Set.of(\"sealed\", \"vickrey\")"))
                .allMatch(line -> COMPARED.matcher(line).find());
        assertThat("import dev.gavel.auction.format.dutch.Dutch;").matches(
                line -> REACHES_IN.matcher(line).find());
        assertThat("import dev.gavel.auction.format.Format;").matches(
                line -> !REACHES_IN.matcher(line).find());
        assertThat(List.of(".put(\"format\", \"clock\")", "case \"close\" -> \"clock\";"))
                .noneMatch(line -> COMPARED.matcher(line).find());
    }
}
