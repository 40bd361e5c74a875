package dev.gavel.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.auction.codec.FormatsByName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What differs from kind to kind is asked of the kind's room; no name of a kind is compared anywhere. */
class NamesOfKindsTest {

    private static final Pattern COMPARED = Pattern.compile("(equals|equalsIgnoreCase|contains)\\("
            + "\"(" + names() + ")\"\\)|case \"(" + names() + ")\"|\"(" + names() + ")\"\\.equals");

    private static String names() {
        return String.join("|", FormatsByName.names());
    }

    @Test
    void noProgramComparesTheNameOfAKind() throws IOException {
        try (var modules = Files.list(Path.of(".."))) {
            assertThat(modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .flatMap(NamesOfKindsTest::compared)).isEmpty();
        }
    }

    @Test
    void itSeesAComparison() {
        assertThat(COMPARED.matcher("format.equals(\"yankee\")").find()).isTrue();
        assertThat(COMPARED.matcher("case \"dutch\" ->").find()).isTrue();
        assertThat(COMPARED.matcher("lot(\"Pens\", \"yankee\")").find()).isFalse();
    }

    private static Stream<String> compared(Path sources) {
        try (var files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> lines(file).filter(line -> COMPARED.matcher(line).find())
                            .map(line -> file + ": " + line))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
