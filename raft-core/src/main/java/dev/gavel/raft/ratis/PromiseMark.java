package dev.gavel.raft.ratis;

import dev.gavel.raft.RecordsException;
import dev.gavel.raft.RecordsException.Kind;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * A small file that says up to which log index this server has promised to hold the log. It is kept
 * apart from the log. So a log that lost its end can be told from a log that never had it.
 *
 * <p>It also says which version a program must know to run the records: {@link #needed}.
 *
 * <p>Two slots are written in turn, each with a number and a checksum, and the newest whole one
 * counts. So a crash in the middle of a write leaves the one before. The file is mapped: a write
 * costs no system call and survives the process at once. {@link #force} makes it survive the
 * machine.
 *
 * @see "docs/adr/0009-promises.md"
 */
final class PromiseMark implements AutoCloseable {

    /** The value before the first entry. */
    static final long NONE = -1;
    /** The value of a mark that took the place of a damaged one: nobody knows how far. */
    static final long UNKNOWN = Long.MAX_VALUE;

    private static final byte[] MAGIC = "GavelPM".getBytes(StandardCharsets.US_ASCII);
    /**
     * The first format. It says nothing of versions: any program runs records with such a mark.
     */
    private static final byte FIRST = '1';
    /**
     * The second format. It says which version a program must know to run these records. Programs
     * that know only the first format refuse to start, since they cannot read the mark.
     */
    private static final byte SECOND = '2';
    private static final int FORMAT = 7;
    /** Where the second format holds the version that is needed, with its checksum. */
    private static final int NEEDED = 8;
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
    private int needed = 1;

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

    /** Puts a mark at {@code first} in the place of any file there. */
    static PromiseMark anew(Path file, long first) throws IOException {
        begin(file, first);
        return open(file, first);
    }

    /** Writes a new mark aside and moves it into place, so that it is whole or not there. */
    private static void begin(Path file, long first) throws IOException {
        var aside = file.resolveSibling(file.getFileName() + ".tmp");
        try (var channel = FileChannel.open(aside, StandardOpenOption.CREATE,
                StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            // real room on the disk: a mapped page without it would fail when the disk is full
            channel.write(ByteBuffer.allocate(FILE_BYTES).put(MAGIC).put(FIRST).rewind());
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

    /**
     * The version that a program must know to run the records that {@code file} belongs to; 1 if
     * the file does not say, is damaged or missing. Changes nothing.
     *
     * @throws RecordsException if only a later program can read the file
     */
    static int needed(Path file) throws IOException {
        var head = ByteBuffer.allocate(NEEDED + Long.BYTES);
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (head.hasRemaining() && channel.read(head) >= 0) {
                // until all of it is there
            }
        } catch (NoSuchFileException e) {
            return 1;
        }
        return head.hasRemaining() ? 1 : needed(file, head);
    }

    private static int needed(Path file, ByteBuffer head) {
        if (!head.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
            return 1;
        }
        var version = head.getInt(NEEDED);
        var isSaid = head.getLong(NEEDED) == checked(version);
        if (head.get(FORMAT) > SECOND && isSaid) { // later formats say it in the same place
            throw RecordsVersion.newer(file + " is of a format that this program does not know");
        }
        return head.get(FORMAT) == SECOND && isSaid ? version : 1;
    }

    private static long checked(int version) {
        var sum = new CRC32C();
        sum.update(ByteBuffer.allocate(Integer.BYTES).putInt(version).flip());
        return (long) version << Integer.SIZE | sum.getValue();
    }

    private void read() {
        var magic = new byte[MAGIC.length];
        map.get(0, magic);
        var format = map.get(FORMAT);
        needed = needed(file, map.slice(0, NEEDED + Long.BYTES));
        for (var slot = 1; slot <= 2; slot++) {
            var at = slot * SLOT_BYTES;
            var found = map.getLong(at + NUMBER);
            if (found > number && map.getInt(at + CHECK) == check(at)) {
                number = found;
                index = map.getLong(at + INDEX);
            }
        }
        if (number == 0 || !Arrays.equals(magic, MAGIC) || format < FIRST
                || (format >= SECOND && needed == 1)) {
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

    /**
     * From now on only a program that knows {@code version} runs these records, also after a power
     * cut. Does nothing if that is so already.
     */
    synchronized void need(int version) {
        if (version <= needed) {
            return;
        }
        map.putLong(NEEDED, checked(version));
        map.force(); // before the byte that says that it counts
        map.put(FORMAT, SECOND);
        map.force();
        needed = version;
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
