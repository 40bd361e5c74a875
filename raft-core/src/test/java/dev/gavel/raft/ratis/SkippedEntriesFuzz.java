package dev.gavel.raft.ratis;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gavel.raft.Bytes;
import dev.gavel.raft.RecordsException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The list of entries that an operator has had skipped: it is read or refused. */
@Timeout(10)
class SkippedEntriesFuzz {

    @TempDir
    static Path folder = Path.of("set by JUnit");

    @FuzzTest
    void skippedEntriesAreReadOrRefused(byte[] bytes) throws IOException {
        Files.write(folder.resolve(SkippedEntries.SKIPPED), bytes);
        try {
            SkippedEntries.in(folder).has(1, 1, Bytes.EMPTY);
        } catch (RecordsException refused) {
            // it says which file, and which line of it
        }
    }
}
