package dev.gavel.raft.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gavel.raft.NewerVersionException;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Snapshots, as a damaged disk or another server may bring them: they are read whole, or refused and
 * nothing has changed. A checksum keeps damage away from most of the reader. So each input is read
 * once as it is, and once with the checksum that fits it.
 */
@Timeout(10)
class SnapshotFuzz {

    private static final EchoMachine MACHINE = new EchoMachine();

    @FuzzTest
    void aSnapshotIsReadWholeOrNotAtAll(byte[] bytes) throws IOException {
        read(bytes);
        read(withChecksum(bytes));
    }

    private static void read(byte[] bytes) throws IOException {
        var applier = new Applier<>(MACHINE);
        var before = applier.view();
        try {
            SnapshotFormat.read(new ByteArrayInputStream(bytes), MACHINE, applier);
        } catch (IOException | NewerVersionException refused) {
            assertThat(applier.view()).isSameAs(before);
            return;
        }
        var written = written(applier);
        var again = new Applier<>(MACHINE);
        SnapshotFormat.read(new ByteArrayInputStream(written), MACHINE, again);
        assertThat(written(again)).isEqualTo(written);
    }

    private static byte[] written(Applier<Long, String> applier) throws IOException {
        var out = new ByteArrayOutputStream();
        SnapshotFormat.write(SnapshotFormat.take(applier), MACHINE, out);
        return out.toByteArray();
    }

    /** The last eight bytes replaced by the checksum of the others. */
    private static byte[] withChecksum(byte[] bytes) {
        var body = Math.max(0, bytes.length - Long.BYTES);
        var sum = new CRC32C();
        sum.update(bytes, 0, body);
        return ByteBuffer.allocate(body + Long.BYTES)
                .put(bytes, 0, body)
                .putLong(sum.getValue())
                .array();
    }
}
