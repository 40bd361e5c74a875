package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gavel.raft.RecordsException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

class PromiseMarkTest {

    @TempDir
    Path folder = Path.of("set by JUnit");

    private Path file = Path.of("set below");

    @BeforeEach
    void name() {
        file = folder.resolve("promised");
    }

    @Test
    void beginsWhereTheLogEndsAndIsThenItsOwn() throws IOException {
        PromiseMark.open(file, 7).close();
        assertThat(PromiseMark.open(file, 99).index()).isEqualTo(7);
    }

    @Test
    void goesForwardAndBack() throws IOException {
        try (var mark = PromiseMark.open(file, PromiseMark.NONE)) {
            mark.set(41);
            mark.set(42);
            assertThat(PromiseMark.open(file, 0).index()).isEqualTo(42);
            mark.set(10);
            assertThat(PromiseMark.open(file, 0).index()).isEqualTo(10);
        }
    }

    @Test
    @Tag("slow")
    void fallsBackByOneWhereverAWriteWasTorn() throws IOException {
        try (var mark = PromiseMark.open(file, PromiseMark.NONE)) {
            mark.set(41);
            var before = Files.readAllBytes(file);
            mark.set(42);
            var after = Files.readAllBytes(file);
            for (var torn = 0; torn <= after.length; torn++) {
                var bytes = after.clone();
                System.arraycopy(before, torn, bytes, torn, before.length - torn);
                var copy = Files.write(folder.resolve("copy"), bytes);
                assertThat(PromiseMark.open(copy, 0).index()).isIn(41L, 42L);
            }
        }
    }

    @Test
    void refusesAFileThatSaysNothing() throws IOException {
        Files.write(file, new byte[4096]);
        assertThatThrownBy(() -> PromiseMark.open(file, 0)).isInstanceOf(RecordsException.class)
                .hasMessageContaining(file.toString());
        Files.write(file, new byte[17]);
        assertThatThrownBy(() -> PromiseMark.open(file, 0)).isInstanceOf(RecordsException.class);
    }

    /** Programs that know nothing of versions read it to the byte as they wrote it. */
    @Test
    void isOfTheFirstFormatUntilAVersionIsNeeded() throws IOException {
        try (var mark = PromiseMark.open(file, 7)) {
            mark.need(1);
            var head = new String(Files.readAllBytes(file), 0, 16, StandardCharsets.ISO_8859_1);
            assertThat(head).isEqualTo("GavelPM1" + "\0".repeat(8));
            assertThat(PromiseMark.needed(file)).isEqualTo(1);
            assertThat(PromiseMark.needed(folder.resolve("missing"))).isEqualTo(1);
        }
    }

    @Test
    void saysWhichVersionIsNeededAndGoesOnFromTheSameIndex() throws IOException {
        try (var mark = PromiseMark.open(file, 7)) {
            mark.need(2);
            mark.need(5);
            mark.need(3);
            mark.set(8);
        }
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).startsWith("GavelPM2");
        assertThat(PromiseMark.needed(file)).isEqualTo(5);
        assertThat(PromiseMark.open(file, 0).index()).isEqualTo(8);
    }

    @Test
    void leavesALaterFormatToALaterProgram() throws IOException {
        try (var mark = PromiseMark.open(file, 7)) {
            mark.need(9);
        }
        var bytes = Files.readAllBytes(file);
        bytes[7] = '3';
        Files.write(file, bytes);
        assertThatThrownBy(() -> PromiseMark.needed(file)).isInstanceOf(RecordsException.class)
                .hasMessageContaining("of a format that this program does not know");
        assertThatThrownBy(() -> PromiseMark.open(file, 0)).isInstanceOf(RecordsException.class);
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    }

    @Test
    void isNotReadWhereTheVersionWasDamaged() throws IOException {
        try (var mark = PromiseMark.open(file, 7)) {
            mark.need(2);
        }
        var bytes = Files.readAllBytes(file);
        bytes[11] ^= 4;
        Files.write(file, bytes);
        assertThatThrownBy(() -> PromiseMark.open(file, 0)).isInstanceOf(RecordsException.class)
                .hasMessageContaining("cannot be read");
        bytes[7] = '3'; // nor where the format was
        Files.write(file, bytes);
        assertThatThrownBy(() -> PromiseMark.open(file, 0)).isInstanceOf(RecordsException.class)
                .hasMessageContaining("cannot be read");
    }
}
