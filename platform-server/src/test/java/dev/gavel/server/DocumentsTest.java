package dev.gavel.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;

/** Documents as their readers see them in an editor or in a difference. */
class DocumentsTest {

    private static final int COLUMNS = 100;

    /** Tables, and what programs print, are as wide as they are. */
    @ParameterizedTest
    @ValueSource(strings = {"ARCHITECTURE.md", "CLIENT.md", "CORRECTNESS.md", "OPERATING.md"})
    void proseFitsAHundredColumns(String document) throws IOException {
        var wide = new ArrayList<String>();
        var isPrinted = false;
        for (var line : Files.readAllLines(Path.of("..", "docs", document))) {
            if (line.strip().startsWith("```")) {
                isPrinted = !isPrinted;
            } else if (!isPrinted && !line.startsWith("|") && line.length() > COLUMNS
                    && line.strip().contains(" ")) { // a long name cannot be wrapped
                wide.add(line);
            }
        }
        assertThat(wide).isEmpty();
    }
}
