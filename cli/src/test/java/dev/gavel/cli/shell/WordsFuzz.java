package dev.gavel.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Timeout;

import java.nio.charset.StandardCharsets;

/** Lines of the shell are cut into words, or a quote is not closed. */
@Timeout(10)
class WordsFuzz {

    @FuzzTest
    void aLineIsCutIntoWordsOrRefused(byte[] utf8) {
        try {
            assertThat(Words.of(new String(utf8, StandardCharsets.UTF_8))).doesNotContainNull();
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining("is not closed");
        }
    }
}
