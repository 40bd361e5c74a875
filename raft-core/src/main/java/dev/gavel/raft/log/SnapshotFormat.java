package dev.gavel.raft.log;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.LogPosition;
import dev.gavel.raft.NewerVersionException;
import dev.gavel.raft.Read;
import dev.gavel.raft.ReplicatedMachine;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * The bytes of a snapshot: magic, version, place, time, digest, sessions, the machine's state, and
 * a CRC-32C over all before it. Magic, version and checksum stay in every later format. So a
 * flipped bit in the version is not taken for a later format: the checksum shows it.
 */
public final class SnapshotFormat {

    private static final long MAGIC = 0x4741_5645_4c53_4e50L; // GAVELSNP
    private static final int FIRST = 1;
    /**
     * The second format. It has names and principals of sessions and keys, and forgotten keys. It
     * is written only if there are any.
     */
    private static final int SECOND = 2;
    private static final int REST_BYTES = 1 << 16;
    private static final String WRONG_CHECKSUM = "snapshot is damaged: its checksum does not match";

    private SnapshotFormat() {}

    /**
     * The content of a snapshot, taken in no time and written later on any thread.
     *
     * @param <S> the machine's state
     */
    public static final class Taken<S> {

        private final Applier.Capture<S> capture;

        private Taken(Applier.Capture<S> capture) {
            this.capture = capture;
        }

        /** The last entry within it. */
        public LogPosition at() {
            return capture.view().at();
        }
    }

    /** Everything {@code applier} knows now, from any thread. */
    public static <S> Taken<S> take(Applier<S, ?> applier) {
        return new Taken<>(applier.capture());
    }

    /** Writes {@code taken}; {@code out} is flushed, not closed. */
    public static <S> void write(Taken<S> taken, ReplicatedMachine<S, ?> machine, OutputStream out)
            throws IOException {
        var crc = new CRC32C();
        var data = new DataOutputStream(new CheckedOutputStream(out, crc));
        var view = taken.capture.view();
        data.writeLong(MAGIC);
        data.writeInt(taken.capture.answers().needsSecond() ? SECOND : FIRST);
        data.writeLong(view.at().term());
        data.writeLong(view.at().index());
        data.writeLong(view.timeMillis());
        data.writeLong(taken.capture.digest().index());
        data.write(taken.capture.digest().digest().toArray());
        taken.capture.answers().save(data);
        try (var section = new Blocks.Writer(data)) {
            machine.save(view.state(), section);
        }
        data.flush();
        var trailer = new DataOutputStream(out);
        trailer.writeLong(crc.getValue());
        trailer.flush();
    }

    /**
     * Puts {@code applier} where the snapshot in {@code in} stands.
     *
     * @throws IOException if the bytes are damaged or cut short; the applier is then as it was
     * @throws NewerVersionException if only a later program reads them; the applier is then as it
     *         was
     */
    public static <S, E> void read(InputStream in, ReplicatedMachine<S, E> machine,
            Applier<S, E> applier) throws IOException {
        var crc = new CRC32C();
        try {
            readUnguarded(in, crc, machine, applier);
        } catch (NewerVersionException e) {
            requireChecksum(in, crc);
            throw e;
        } catch (RuntimeException e) {
            throw new IOException("snapshot is damaged: " + e, e);
        }
    }

    /** Reads to the end, whose bytes must be the checksum of all before them. */
    private static void requireChecksum(InputStream in, CRC32C crc) throws IOException {
        var bytes = new byte[Long.BYTES + REST_BYTES];
        var kept = 0; // at the front: they may be the checksum
        for (var n = in.read(bytes); n >= 0; n = in.read(bytes, kept, bytes.length - kept)) {
            var all = kept + n;
            kept = Math.min(all, Long.BYTES);
            crc.update(bytes, 0, all - kept);
            System.arraycopy(bytes, all - kept, bytes, 0, kept);
        }
        if (kept < Long.BYTES || ByteBuffer.wrap(bytes).getLong() != crc.getValue()) {
            throw new IOException(WRONG_CHECKSUM);
        }
    }

    private static <S, E> void readUnguarded(InputStream in, CRC32C crc,
            ReplicatedMachine<S, E> machine, Applier<S, E> applier) throws IOException {
        var data = new DataInputStream(new CheckedInputStream(in, crc));
        if (data.readLong() != MAGIC) {
            throw new IOException("not a snapshot of this program");
        }
        var version = data.readInt();
        if (version > SECOND) {
            throw new NewerVersionException(0, "it is a snapshot of format " + version
                    + ", and this program reads " + FIRST + " and " + SECOND);
        }
        if (version < FIRST) {
            throw new IOException("snapshot version " + version + ", this program reads " + FIRST
                    + " and " + SECOND);
        }
        var at = new LogPosition(data.readLong(), data.readLong());
        var timeMillis = data.readLong();
        var digest = new Envelope.DigestCheck(data.readLong(),
                Bytes.of(data.readNBytes(DigestChain.LENGTH)));
        var sessions = Sessions.load(data, version == SECOND);
        S state;
        try (var section = new Blocks.Reader(data)) {
            state = machine.load(section);
        }
        var expected = crc.getValue();
        if (new DataInputStream(in).readLong() != expected) {
            throw new IOException(WRONG_CHECKSUM);
        }
        applier.restore(new Read<>(state, at, timeMillis, sessions.freeze()), sessions,
                digest);
    }
}
