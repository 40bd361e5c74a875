package dev.gavel.raft.ratis;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * The terms of applied entries: a damaged file begins anew. Each input is read as it is, and once
 * more between the head and the checksum that fit it.
 */
@Timeout(10)
class AppliedTermsFuzz {

    private static final byte[] HEAD = "GavelTM1".getBytes(StandardCharsets.US_ASCII);
    private static final int ROW_BYTES = 2 * Long.BYTES;

    @TempDir
    static Path folder = Path.of("set by JUnit");

    @FuzzTest
    void termsAreReadOrBeginAnew(byte[] bytes) throws IOException {
        read(bytes);
        read(checked(bytes));
    }

    private static void read(byte[] bytes) throws IOException {
        var file = folder.resolve("terms");
        Files.write(file, bytes);
        var terms = AppliedTerms.open(file, 100);
        for (var index : new long[]{Long.MIN_VALUE, -1, 0, 1, 100, Long.MAX_VALUE}) {
            terms.at(index);
        }
    }

    private static byte[] checked(byte[] rows) {
        var whole = rows.length - rows.length % ROW_BYTES;
        var file = ByteBuffer.allocate(HEAD.length + whole + Long.BYTES)
                .put(HEAD)
                .put(rows, 0, whole);
        var sum = new CRC32C();
        sum.update(file.array(), 0, file.position());
        return file.putLong(sum.getValue()).array();
    }
}
