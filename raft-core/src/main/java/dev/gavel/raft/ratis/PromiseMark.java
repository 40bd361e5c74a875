package dev.gavel.raft.ratis;

import dev.gavel.raft.RecordsException;
import dev.gavel.raft.RecordsException.Kind;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * A small file that says up to which log index this server has promised to hold the log. It is kept
 * apart from the log, so that a log that lost its end can be told from one that never had it.
 *
 * <p>Two slots are written in turn, each with a number and a checksum, and the newest whole one counts:
 * a crash in the middle of a write leaves the one before. The file is mapped, so a write costs no system
 * call and survives the process at once; {@link #force} makes it survive the machine.
 *
 * @see "docs/adr/0009-promises.md"
 */
final class PromiseMark implements AutoCloseable {

    /** What a mark says before the first entry. */
    static final long NONE = -1;

    private static final byte[] MAGIC = "GavelPM1".getBytes(StandardCharsets.US_ASCII);
    private static final int FILE_BYTES = 4096;
    /** A slot, on a disk sector of its own: number, index, checksum. */
    private static final int SLOT_BYTES = 512;
    private static final int NUMBER = 0;
    private static final int INDEX = 8;
    private static final int CHECK = 16;

    private final Path file;
    private final MappedByteBuffer map;
    private long number;
    private long index = NONE;
    private long forced;

    private PromiseMark(Path file, MappedByteBuffer map) {
        this.file = file;
        this.map = map;
    }

    /**
     * Opens the mark, or begins one at {@code first} where there is none yet.
     *
     * @throws RecordsException if the file is there and cannot be read
     */
    static PromiseMark open(Path file, long first) throws IOException {
        if (!Files.exists(file)) {
            begin(file, first);
        }
        var mark = new PromiseMark(file, map(file));
        mark.read();
        return mark;
    }

    /** Whole or not there: written aside, and moved into place. */
    private static void begin(Path file, long first) throws IOException {
        var aside = file.resolveSibling(file.getFileName() + ".tmp");
        try (var channel = FileChannel.open(aside, StandardOpenOption.CREATE,
                StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            // real room on the disk: a mapped page without it would fail when the disk is full
            channel.write(ByteBuffer.allocate(FILE_BYTES).put(MAGIC).rewind());
        }
        var mark = new PromiseMark(aside, map(aside));
        mark.set(first);
        mark.force();
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        Folders.sync(Folders.of(file));
    }

    private static MappedByteBuffer map(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            if (channel.size() != FILE_BYTES) {
                throw unreadable(file);
            }
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, FILE_BYTES);
        }
    }

    private void read() {
        var magic = new byte[MAGIC.length];
        map.get(0, magic);
        for (var slot = 1; slot <= 2; slot++) {
            var at = slot * SLOT_BYTES;
            var found = map.getLong(at + NUMBER);
            if (found > number && map.getInt(at + CHECK) == check(at)) {
                number = found;
                index = map.getLong(at + INDEX);
            }
        }
        if (number == 0 || !Arrays.equals(magic, MAGIC)) {
            throw unreadable(file);
        }
    }

    private static RecordsException unreadable(Path file) {
        return new RecordsException(Kind.UNREADABLE, file + ": cannot be read. It says how far this"
                + " server has promised to hold the log; without it nobody can tell whether the log"
                + " is whole. See docs/OPERATING.md, damaged records");
    }

    private int check(int at) {
        var sum = new CRC32C();
        sum.update(map.slice(at, CHECK));
        return (int) sum.getValue();
    }

    /** How far this server has promised to hold the log; {@link #NONE} for nothing. */
    synchronized long index() {
        return index;
    }

    /** Moves the mark, forward or back. */
    synchronized void set(long newIndex) {
        number++;
        index = newIndex;
        var at = (int) (1 + number % 2) * SLOT_BYTES;
        map.putLong(at + NUMBER, number);
        map.putLong(at + INDEX, index);
        map.putInt(at + CHECK, check(at));
    }

    /** Waits until the mark would survive a power cut. */
    void force() {
        long upTo;
        synchronized (this) {
            upTo = number;
            if (forced == upTo) {
                return;
            }
        }
        map.force(); // without the lock: who moves the mark is not to wait for the disk
        synchronized (this) {
            forced = Math.max(forced, upTo);
        }
    }

    @Override
    public void close() {
        force();
    }
}
