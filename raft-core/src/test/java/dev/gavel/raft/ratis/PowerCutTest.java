package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.ratis.util.AtomicFileOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A power cut on a real file system: ext4 on a loop device, shut down so that whatever was not synced is
 * gone. It needs root, and is left out elsewhere; {@link VoteFileTest} has what such cuts leave.
 */
@EnabledIf("isPossible")
@Tag("slow")
class PowerCutTest {

    /** EXT4_IOC_SHUTDOWN without flushing the journal. */
    private static final String CUT = "open(F, '<', $ARGV[0]) or die;"
            + " my $how = pack('I', 2); ioctl(F, 0x8004587d, $how) or die";

    @TempDir
    Path folder = Path.of("set by JUnit");

    /** Whether a file system can be mounted here. */
    static boolean isPossible() {
        try {
            var trial = Files.createTempDirectory("power-cut");
            try (var disk = new Disk(trial)) {
                return Files.isDirectory(disk.root());
            } finally {
                Files.deleteIfExists(trial.resolve("image"));
                Files.deleteIfExists(trial.resolve("disk"));
                Files.deleteIfExists(trial);
            }
        } catch (IOException | IllegalStateException e) {
            return false;
        }
    }

    @Test
    void aVoteThatWasWrittenIsThereAfterACut() throws IOException {
        try (var disk = new Disk(folder)) {
            var file = disk.root().resolve("raft-meta");
            Folders.write(file, bytes("term 4"));
            Folders.write(file, bytes("term 5"));
            disk.cut(file);
            assertThat(file).content().isEqualTo("term 5");
        }
    }

    /** What the start takes over is what Ratis 3.3.0 leaves; it also shows that the cut cuts. */
    @Test
    void aVoteAsRatisWritesItIsOnlyInTheFileToCome() throws IOException {
        try (var disk = new Disk(folder)) {
            var file = disk.root().resolve("raft-meta");
            var date = "#\n#Sat Nov 28 17:04:22 UTC 2026\n";
            Folders.write(file, bytes(date + "term=4\nvotedFor=server-1\n"));
            try (var out = new AtomicFileOutputStream(file.toFile())) {
                out.write(bytes(date + "term=5\nvotedFor=server-0\n"));
            }
            disk.cut(file);
            assertThat(file).content().contains("term=4");
            VoteFile.mend(disk.root(), 4);
            assertThat(file).content().contains("term=5\nvotedFor=server-0");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A disk in a file. */
    private static final class Disk implements AutoCloseable {

        private final Path image;
        private final Path root;

        Disk(Path folder) throws IOException {
            image = folder.resolve("image");
            root = Files.createDirectories(folder.resolve("disk"));
            run("truncate", "-s", "32M", image.toString());
            run("mkfs.ext4", "-q", image.toString());
            mount();
        }

        Path root() {
            return root;
        }

        private void mount() throws IOException {
            run("mount", "-o", "loop,commit=300", image.toString(), root.toString());
        }

        /** Loses what was not synced, and is there again. */
        void cut(Path anyFile) throws IOException {
            run("perl", "-e", CUT, anyFile.toString());
            run("umount", root.toString());
            mount();
        }

        @Override
        public void close() throws IOException {
            run("umount", root.toString());
        }

        private static void run(String... command) throws IOException {
            var process = new ProcessBuilder(List.of(command)).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                    throw new IllegalStateException(String.join(" ", command));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
