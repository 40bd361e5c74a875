package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file that says who the members are: it is read, mended from its copy, or put aside. */
@Timeout(10)
class RecordedMembersFuzz {

    @TempDir
    static Path group = Path.of("set by JUnit");

    @FuzzTest
    void membersAreReadOrMended(byte[] bytes) throws IOException {
        var folder = group.resolve("current");
        Files.createDirectories(folder);
        Files.deleteIfExists(folder.resolve(RecordedMembers.KEPT));
        Files.write(folder.resolve(RecordedMembers.FILE), bytes);
        RecordedMembers.in(group);
        RecordedMembers.mend(folder);
        assertThat(RecordedMembers.damage(folder)).isEmpty();

        Files.write(folder.resolve(RecordedMembers.KEPT), bytes);
        RecordedMembers.mend(folder);
        assertThat(RecordedMembers.damage(folder)).isEmpty();

        Files.write(folder.resolve(RecordedMembers.KEPT), bytes);
        Files.write(folder.resolve(RecordedMembers.FILE), bytes);
        RecordedMembers.mend(folder);
        assertThat(RecordedMembers.damage(folder)).isEmpty();
    }
}
