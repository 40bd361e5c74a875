package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A damaged file of term and vote is mended before Ratis reads it, whatever is in it. */
@Timeout(10)
class VoteFileFuzz {

    private static final long LAST_TERM = 3;

    @TempDir
    static Path folder = Path.of("set by JUnit");

    @FuzzTest
    void aVoteIsReadOrMended(byte[] bytes) throws IOException {
        Files.write(folder.resolve(VoteFile.NAME), bytes);
        VoteFile.mend(folder, LAST_TERM);
        assertThat(VoteFile.damage(folder, LAST_TERM)).isEmpty();
    }
}
