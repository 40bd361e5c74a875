package dev.gavel.server.exit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.client.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** What becomes of a failure that nobody foresaw, and of results that nobody can take. */
class CrashTest {

    @TempDir
    private Path home = Path.of("set by JUnit");

    private final String usualHome = System.getProperty("user.home");
    private final StringWriter said = new StringWriter();
    private final PrintWriter writer = new PrintWriter(said, true);

    @BeforeEach
    void inAHomeOfItsOwn() {
        System.setProperty("user.home", home.toString());
        Crash.nextCall();
    }

    @AfterEach
    void restore() {
        System.setProperty("user.home", usualHome);
        Crash.nextCall();
    }

    private Path folder() {
        return home.resolve(".gavel").resolve("crashes");
    }

    @Test
    void isOneSentenceAndAPrivateFile() throws IOException {
        var code = Crash.tell(new IllegalStateException("a riddle"), writer);
        assertThat(code).isEqualTo(ExitCodes.CRASH);
        assertThat(said.toString()).hasLineCount(1)
                .startsWith("gavel: this call failed by a mistake in Gavel itself; please report it"
                        + " with the file " + folder())
                .doesNotContain("IllegalState", "riddle");
        try (var files = Files.list(folder())) {
            var file = files.toList().getFirst();
            assertThat(Files.readString(file)).contains("a riddle", "CrashTest");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
                .isEqualTo("rwx------");
    }

    @Test
    void leavesTheOutcomeUnknownWhereAChangeMayHaveBeenMade() {
        Crash.beforeChange();
        assertThat(Crash.tell(new IllegalStateException(), writer)).isEqualTo(ExitCodes.UNKNOWN);
        assertThat(said.toString()).contains("may or may not have been done");
        Crash.hadNoEffect();
        assertThat(Crash.tell(new IllegalStateException(), writer)).isEqualTo(ExitCodes.CRASH);
    }

    @Test
    void tellsProgramsInJson() {
        assertThat(Crash.tellJson(new StackOverflowError(), writer)).isEqualTo(ExitCodes.CRASH);
        var json = JsonObject.parse(said.toString().strip().getBytes(StandardCharsets.UTF_8));
        assertThat(json.text("status")).contains("exception");
        assertThat(json.text("code")).contains("CRASH");
    }

    @Test
    void keepsOnlyTheNewestTraces() throws IOException {
        for (var i = 0; i < 25; i++) {
            Crash.sentence(new IllegalStateException("number " + i), List.of(folder()));
        }
        try (var files = Files.list(folder())) {
            assertThat(files.count()).isBetween(1L, 10L);
        }
    }

    @Test
    void saysSoWhereNoFolderTakesATrace() throws IOException {
        var file = Files.writeString(home.resolve("file"), "");
        assertThat(Crash.sentence(new IllegalStateException(), List.of(file.resolve("x"), file)))
                .endsWith("; no folder could take its trace");
    }

    private static OutputStream failing(String why) {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException(why);
            }
        };
    }

    private int ended(String why, int code) {
        var output = StandardOutput.of(failing(why));
        output.writer().println("a result");
        return output.end(code, writer);
    }

    @Test
    void aReaderThatHasGoneIsNoMistake() {
        assertThat(ended("Broken pipe", ExitCodes.OK)).isZero();
        assertThat(said.toString()).isEmpty();
    }

    @Test
    void aResultThatIsLostIsOne() {
        assertThat(ended("No space left on device", ExitCodes.OK)).isEqualTo(ExitCodes.REFUSED);
        assertThat(said.toString())
                .contains("the result could not be written: no space left on device");
        assertThat(ended("No space left on device", ExitCodes.UNREACHED))
                .isEqualTo(ExitCodes.UNREACHED);
        Crash.beforeChange();
        assertThat(ended("No space left on device", ExitCodes.OK)).isEqualTo(ExitCodes.UNKNOWN);
    }

    @Test
    void findsWhatWasLikelyMeant() {
        var verbs = List.of("bid", "list", "cluster", "join", "leave");
        assertThat(Nearest.to("lst", verbs)).contains("list");
        assertThat(Nearest.to("clutser", verbs)).contains("cluster");
        assertThat(Nearest.to("JOIN", verbs)).contains("join");
        assertThat(Nearest.to("xyzzy", verbs)).isEmpty();
        assertThat(Nearest.to("", verbs)).isEmpty();
        assertThat(Nearest.to("a".repeat(1_000), verbs)).isEmpty();
    }

    @Test
    void whatWasBegunComesBeforeWhatDiffersInFewerLetters() {
        var verbs = List.of("start", "status", "stop", "--configuration", "--count");
        assertThat(Nearest.to("stat", verbs)).contains("status");
        assertThat(Nearest.to("strat", verbs)).contains("start");
        assertThat(Nearest.to("--conf", verbs)).contains("--configuration");
        assertThat(Nearest.to("--c", verbs)).as("one letter begins too many").isEmpty();
    }
}
