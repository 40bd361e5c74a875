package dev.gavel.server.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Servers of another user are said to be that user's, and are left alone. */
class OwnerTest {
    private static final String NOBODY = "65534";

    @TempDir
    private Path folder;

    @Test
    void ourOwnProcessesAreOurs() {
        assertThat(Owner.other(ProcessHandle.current().pid())).isEmpty();
        assertThat(Owner.other(Long.MAX_VALUE)).isEmpty();
    }

    /** As a user who is not the system's own, of a process that is: number 1 always runs. */
    @Test
    void anothersProcessIsNamedAtOnce() throws Exception {
        assumeTrue(isRoot() && Files.isExecutable(Path.of("/usr/bin/setpriv")),
                "only root can act as another user");
        var config = LoopbackConfig.write(folder, 1, "");
        Files.createDirectories(config.recordsFolder());
        PidFile.of(config, config.servers().getFirst())
                .write(ProcessHandle.current(), config.recordsFolder());
        var classPath = readableClassPath();
        letAllRead();
        var began = System.nanoTime();
        var said = folder.resolve("said");
        var stop = new ProcessBuilder("/usr/bin/setpriv", "--reuid", NOBODY, "--regid", NOBODY,
                "--clear-groups", Path.of(System.getProperty("java.home"), "bin", "java")
                        .toString(),
                "-XX:+UseSerialGC", "-cp", classPath,
                "dev.gavel.server.Main", "cluster", "stop", "--config",
                config.file().toString()).redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(stop.waitFor(60, TimeUnit.SECONDS)).isTrue();
        var text = Files.readString(said);
        assertThat(stop.exitValue()).as(text).isEqualTo(ExitCodes.FAILED);
        assertThat(text).contains("runs as the user root: only that user or root may stop");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void oneOwnServersMayBeStopped() throws IOException {
        var config = LoopbackConfig.write(folder, 1, "");
        var cluster = DevCluster.of(config, false);
        cluster.requireOwn(List.of(0));
        assertThatThrownBy(() -> cluster.requireOwn(List.of(9)))
                .isInstanceOf(VerbFailedException.class);
    }

    /** The class path, copied to where another user may read it: this build may lie in a private folder. */
    private String readableClassPath() throws IOException {
        var copies = new ArrayList<String>();
        for (var entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            var from = Path.of(entry);
            var to = folder.resolve("class-path").resolve(String.valueOf(copies.size()));
            copies.add(to.toString());
            if (Files.isDirectory(from)) {
                copyFolder(from, to);
            } else if (Files.exists(from)) {
                Files.createDirectories(to.getParent());
                Files.copy(from, to);
            }
        }
        return String.join(File.pathSeparator, copies);
    }

    private static void copyFolder(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                var copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }

    private void letAllRead() throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.toList()) {
                Files.setPosixFilePermissions(file,
                        PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    private static boolean isRoot() throws IOException {
        return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    }
}
