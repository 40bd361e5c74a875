package dev.gavel.auction.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.auction.model.HouseVersion;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Plays every text file of {@code src/test/resources/scenarios}. With
 * {@code -Dscenarios.rewrite=true} the right-hand sides are written anew instead of compared; the
 * difference is then reviewed like code.
 */
class ScenarioTest {

    private static final Pattern NAMED = Pattern.compile("([a-z-]+) \"([^\"]+)\"");
    private static final String HEAD = "house of version ";
    private static final Path SCENARIOS = Path.of("src/test/resources/scenarios");

    @TestFactory
    Stream<DynamicTest> everyScenarioGoesAsWritten() throws IOException {
        try (var files = Files.list(SCENARIOS)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList()
                    .stream()
                    .flatMap(ScenarioTest::underItsVersions);
        }
    }

    /** What says "house of version 2", or 1, at its head holds there only; the rest holds in all. */
    private static Stream<DynamicTest> underItsVersions(Path file) {
        try {
            var head = Files.readAllLines(file).getFirst();
            return IntStream.rangeClosed(HouseVersion.FIRST, HouseVersion.NEWEST)
                    .filter(version -> !head.startsWith(HEAD) || head.equals(HEAD + version))
                    .mapToObj(version -> DynamicTest.dynamicTest(
                            file.getFileName() + ", version " + version,
                            () -> play(file, version)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The table of what is proven where names nothing that is not there. */
    @Test
    void everySentenceOfTheRulesHasItsScenario() throws IOException {
        var table = Files.readAllLines(SCENARIOS.resolve("SENTENCES.md"));
        var rows = table.stream().filter(line -> line.startsWith("| ")).toList();
        assertThat(rows).hasSizeGreaterThan(80);
        for (var row : rows) {
            var proof = row.substring(row.indexOf(" | "));
            var named = NAMED.matcher(proof);
            while (named.find()) {
                var heading = "# " + named.group(2);
                assertThat(Files.readAllLines(SCENARIOS.resolve(named.group(1) + ".txt")))
                        .as(row)
                        .anyMatch(line -> line.startsWith(heading));
            }
            assertThat(proof).as(row).containsPattern("\"|Test|proof|---");
        }
    }

    private static void play(Path file, int version) throws IOException {
        var expected = Files.readAllLines(file);
        var player = new ScenarioPlayer(version);
        var actual = new ArrayList<String>();
        for (var line : expected) {
            actual.add(player.play(line));
        }
        if (Boolean.getBoolean("scenarios.rewrite")) {
            Files.write(file, actual);
        } else {
            assertThat(actual).as(file.toString()).isEqualTo(expected);
        }
    }
}
