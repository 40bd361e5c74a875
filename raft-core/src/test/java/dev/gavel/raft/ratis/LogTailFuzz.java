package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * Files of the log: whole entries are read, and what lies behind them is named and can be cut off.
 * Each input is read as a file, and once more as one entry whose checksum fits it.
 */
@Timeout(10)
class LogTailFuzz {

    private static final byte[] HEADER = "RaftLog1".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    static Path folder = Path.of("set by JUnit");

    @FuzzTest
    void whatIsNotWholeCanBeCutOff(byte[] bytes) throws IOException {
        read(bytes);
        read(asEntry(bytes));
    }

    private static void read(byte[] bytes) throws IOException {
        var file = folder.resolve("log_inprogress_0");
        Files.write(file, bytes);
        LogTail tail;
        try {
            tail = LogTail.of(file);
        } catch (IOException refused) {
            return; // a checksum that fits bytes which are no entry
        }
        assertThat(tail.wholeBytes()).isBetween(0L, (long) bytes.length);
        if (!tail.damage().isEmpty() && tail.wholeBytes() >= HEADER.length) {
            tail.cut();
            assertThat(LogTail.of(file).damage()).isEmpty();
        }
    }

    private static byte[] asEntry(byte[] body) {
        var file = new ByteArrayOutputStream();
        file.writeBytes(HEADER);
        var entry = new ByteArrayOutputStream();
        for (var rest = body.length;; rest >>>= 7) {
            entry.write(rest < 0x80 ? rest : (rest & 0x7f) | 0x80);
            if (rest < 0x80) {
                break;
            }
        }
        entry.writeBytes(body);
        var sum = new CRC32C();
        sum.update(entry.toByteArray());
        file.writeBytes(entry.toByteArray());
        file.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt((int) sum.getValue()).array());
        return file.toByteArray();
    }
}
