package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gavel.raft.RecordsException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bytes that are no text, in a file of the records that should be one. */
@Tag("slow")
class DamagedTextTest {

    private static final byte[] NO_TEXT = {(byte) 0xc3, 0x28, (byte) 0xff};

    @TempDir
    Path folder = Path.of("set by JUnit");

    @ParameterizedTest
    @ValueSource(strings = {RecordsFolder.IDENTITY, SkippedEntries.SKIPPED})
    void theSentenceNamesTheFile(String name) throws IOException {
        try (var group = new RatisGroup(1, folder, RatisGroup.tuning(1_000))) {
            group.leader();
            group.stop(0);
            var file = group.config(0).records().resolve(name);
            Files.write(file, NO_TEXT);
            assertThatThrownBy(() -> group.start(0)).isInstanceOf(RecordsException.class)
                    .hasMessageContaining(file + " is damaged: it is no text");
        }
    }
}
