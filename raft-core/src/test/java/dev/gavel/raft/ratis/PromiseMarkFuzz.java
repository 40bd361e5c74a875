package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gavel.raft.RecordsException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Marks of promises: the file {@code promised}, and those in which a server remembers the others. A
 * mark is read or refused; a memory begins a damaged one anew. Each input is read as it is, and once
 * more as a file of the right length whose slots have the checksums that fit them.
 */
@Timeout(10)
class PromiseMarkFuzz {

    private static final int FILE_BYTES = 4096;
    private static final int SLOT_BYTES = 512;
    private static final int CHECKED_BYTES = 16;
    private static final int OTHER = 1;

    @TempDir
    static Path folder = Path.of("set by JUnit");

    @FuzzTest
    void aMarkIsReadOrRefused(byte[] bytes) throws IOException {
        var isMark = opens(bytes);
        opens(checked(bytes));
        remembered(bytes, isMark);
    }

    private static boolean opens(byte[] bytes) throws IOException {
        var file = folder.resolve("promised");
        Files.write(file, bytes);
        try (var mark = PromiseMark.open(file, PromiseMark.NONE)) {
            PromiseMark.needed(file);
            mark.index();
            return true;
        } catch (RecordsException refused) {
            return false;
        }
    }

    private static void remembered(byte[] bytes, boolean isMark) throws IOException {
        var own = folder.resolve("memory");
        Files.createDirectories(own);
        Files.write(own.resolve("server-" + OTHER), bytes);
        try (var memory = Memory.open(own)) {
            if (!isMark) {
                assertThat(memory.heldBy(OTHER)).isEqualTo(PromiseMark.NONE);
            }
            memory.holds(OTHER, 7);
            assertThat(memory.heldBy(OTHER)).isGreaterThanOrEqualTo(7);
        }
    }

    private static byte[] checked(byte[] bytes) {
        var file = Arrays.copyOf(bytes, FILE_BYTES);
        for (var slot = 1; slot <= 2; slot++) {
            var sum = new CRC32C();
            sum.update(file, slot * SLOT_BYTES, CHECKED_BYTES);
            ByteBuffer.wrap(file).putInt(slot * SLOT_BYTES + CHECKED_BYTES, (int) sum.getValue());
        }
        return file;
    }
}
