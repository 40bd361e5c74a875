package dev.gavel.raft.ratis;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gavel.raft.RecordsException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file of the cluster's secret holds one, or the server does not start and says so. */
@Timeout(10)
class ClusterSecretFuzz {

    @TempDir
    static Path folder = Path.of("set by JUnit");

    @FuzzTest
    void aSecretIsReadOrRefused(byte[] bytes) throws IOException {
        var file = folder.resolve("secret");
        Files.write(file, bytes);
        try {
            ClusterSecret.open(file, () -> true).isDemanded();
        } catch (RecordsException refused) {
            // it says which file, and what is to be in it
        }
    }
}
