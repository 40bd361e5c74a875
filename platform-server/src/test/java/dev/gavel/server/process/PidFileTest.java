package dev.gavel.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

class PidFileTest {

    @TempDir
    private Path folder;
    private Process sleeper;
    private PidFile pidFile;

    @BeforeEach
    void startAProcess() throws Exception {
        sleeper = new ProcessBuilder("sleep", "60").start();
        pidFile = new PidFile(folder.resolve("records/server-0.pid"));
    }

    @AfterEach
    void endIt() {
        sleeper.destroyForcibly();
    }

    @Test
    void findsTheProcessAgain() {
        assertThat(pidFile.running()).isEmpty();

        pidFile.write(sleeper.toHandle(), folder);

        assertThat(pidFile.running()).map(running -> running.process().pid())
                .hasValue(sleeper.pid());
        assertThat(pidFile.running()).map(PidFile.Running::records).hasValue(folder);
    }

    @Test
    void othersMayReadWhoseServerItIs() throws Exception {
        pidFile.write(sleeper.toHandle(), folder);

        assertThat(PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("records/server-0.pid"))))
                .isEqualTo("rw-r--r--");
    }

    @Test
    void findsNothingOnceTheProcessHasEnded() throws Exception {
        pidFile.write(sleeper.toHandle(), folder);
        sleeper.destroyForcibly().waitFor();

        assertThat(pidFile.running()).isEmpty();
    }

    /** Nobody asks how it ended, as in a container whose first process does not. */
    @Test
    void findsNothingWhereTheProcessEndedAndItsParentDoesNotAsk() throws Exception {
        var parent = new ProcessBuilder("sh", "-c", "sleep 60 & echo $!; exec sleep 60").start();
        try {
            var pid = Long.parseLong(parent.inputReader().readLine());
            var child = ProcessHandle.of(pid).orElseThrow();
            pidFile.write(child, folder);
            assertThat(pidFile.running()).isPresent();
            assertThat(ProcessState.ended(pid)).isFalse();
            // as long as the parent is a shell it may still ask; sleep never does
            await().until(() -> !parent.info().command().orElse("sh").endsWith("sh"));

            child.destroyForcibly();

            await().until(() -> pidFile.running().isEmpty());
            assertThat(child.isAlive()).as("for Java it is alive").isTrue();
            assertThat(ProcessState.ended(pid)).isTrue();
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    void takesNoOtherProcessThatGotTheSameNumber() throws Exception {
        Files.createDirectories(folder.resolve("records"));
        Files.writeString(folder.resolve("records/server-0.pid"),
                sleeper.pid() + " 2020-01-01T00:00:00Z\n/tmp\n");

        assertThat(pidFile.running()).isEmpty();
    }

    @Test
    void takesGarbageForNothing() throws Exception {
        Files.createDirectories(folder.resolve("records"));
        for (var garbage : new String[]{"", "\n", "12", "x y", "99999999999999999999 now"}) {
            Files.writeString(folder.resolve("records/server-0.pid"), garbage);
            assertThat(pidFile.running()).as("of \"%s\"", garbage).isEmpty();
        }
    }

    @Test
    void forgets() {
        pidFile.write(sleeper.toHandle(), folder);
        pidFile.delete();

        assertThat(pidFile.running()).isEmpty();
    }

    @Test
    void pausesAProcessAndLetsItGoOn() {
        assertThat(ProcessState.paused(sleeper.pid())).isFalse();

        Signals.pause(sleeper.pid());
        await().until(() -> ProcessState.paused(sleeper.pid()));

        Signals.resume(sleeper.pid());
        await().until(() -> !ProcessState.paused(sleeper.pid()));
    }
}
