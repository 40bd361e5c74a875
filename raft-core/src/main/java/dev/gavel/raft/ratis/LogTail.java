package dev.gavel.raft.ratis;

import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * The end of the log as it lies on the disk. It is read before Ratis opens the log. If the end is
 * short, Ratis takes it for a write that was never acknowledged, and cuts it off.
 *
 * @param file the last file of the log; empty if there is none
 * @param lastIndex index of the last whole entry; -1 if there is none
 * @param lastTerm term of that entry; 0 if there is none
 * @param wholeBytes length of the whole entries in {@code file}
 * @param damage what lies behind them, in words; empty if the log ends cleanly
 */
record LogTail(Optional<Path> file, long lastIndex, long lastTerm, long wholeBytes,
        String damage) {

    private static final LogTail EMPTY = new LogTail(Optional.empty(), -1, 0, 0, "");
    private static final EntryReader NOBODY = (entry, file, atByte) -> {};
    private static final Pattern OPEN = Pattern.compile("log_inprogress_(\\d+)");
    private static final Pattern CLOSED = Pattern.compile("log_(\\d+)-(\\d+)");
    private static final byte[] HEADER = "RaftLog1".getBytes(StandardCharsets.US_ASCII);
    private static final int CHECKSUM_BYTES = 4;
    private static final int MAX_VARINT_BYTES = 5;

    /** Hears whole entries, in the log's order. */
    @FunctionalInterface
    interface EntryReader {

        /** One entry, which begins at this byte of the file. */
        void entry(LogEntryProto entry, Path file, long atByte);
    }

    /** Reads the last file of the log in {@code folder}, which need not exist. */
    static LogTail in(Path folder) throws IOException {
        var files = files(folder);
        return files.isEmpty() ? EMPTY : of(files.getLast(), NOBODY);
    }

    /** Reads each file of the log in {@code folder}, in the log's order. */
    static List<LogTail> all(Path folder) throws IOException {
        return all(folder, NOBODY);
    }

    /** The same, and {@code reader} hears the entries meanwhile. */
    static List<LogTail> all(Path folder, EntryReader reader) throws IOException {
        var all = new ArrayList<LogTail>();
        for (var file : files(folder)) {
            all.add(of(file, reader));
        }
        return all;
    }

    /**
     * The files of the log in {@code folder}, in the log's order; none where there is no folder.
     */
    static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> start(file) >= 0)
                    .sorted(Comparator.comparingLong(LogTail::start))
                    .toList();
        }
    }

    /** First index that the file is to hold; -1 where there is no file. */
    long firstIndex() {
        return file.map(LogTail::start).orElse(-1L);
    }

    /** First index that a file of the log is to hold; -1 of any other file. */
    static long start(Path file) {
        var name = file.getFileName().toString();
        var open = OPEN.matcher(name);
        var closed = CLOSED.matcher(name);
        return open.matches() ? Long.parseLong(open.group(1))
                : closed.matches() ? Long.parseLong(closed.group(1)) : -1;
    }

    /** Reads one file of the log. */
    static LogTail of(Path file) throws IOException {
        return of(file, NOBODY);
    }

    static LogTail of(Path file, EntryReader reader) throws IOException {
        var closed = CLOSED.matcher(file.getFileName().toString());
        var tail = read(file, reader);
        return closed.matches() && tail.damage().isEmpty()
                && tail.lastIndex() < Long.parseLong(closed.group(2))
                        ? new LogTail(tail.file(), tail.lastIndex(), tail.lastTerm(),
                                tail.wholeBytes(),
                                "nothing, though its name says more")
                        : tail;
    }

    private static LogTail read(Path file, EntryReader reader) throws IOException {
        var last = start(file) - 1;
        var term = 0L;
        var whole = 0L;
        var size = Files.size(file);
        try (var in = new DataInputStream(
                new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            if (!Arrays.equals(in.readNBytes(HEADER.length), HEADER)) {
                throw new Damage("a file without its header");
            }
            whole = HEADER.length;
            while (true) {
                var entry = next(in, size - whole);
                if (entry == null) {
                    return new LogTail(Optional.of(file), last, term, whole, "");
                }
                last = entry.proto().getIndex();
                term = entry.proto().getTerm();
                reader.entry(entry.proto(), file, whole);
                whole += entry.bytes();
            }
        } catch (Damage e) {
            return new LogTail(Optional.of(file), last, term, whole,
                    String.valueOf(e.getMessage()));
        } catch (EOFException e) {
            return new LogTail(Optional.of(file), last, term, whole, "an entry that is cut short");
        }
    }

    private record Entry(LogEntryProto proto, long bytes) {}

    private static final class Damage extends Exception {

        private static final long serialVersionUID = 1L;

        Damage(String what) {
            super(what);
        }
    }

    /**
     * The next entry; null at a clean end. That is the end of the file, or nothing but zeros, which
     * are room made in advance.
     */
    private static @Nullable Entry next(DataInputStream in, long left)
            throws IOException, Damage {
        var first = in.read();
        if (first < 0) {
            return null;
        }
        if (first == 0) {
            for (var each = in.read(); each >= 0; each = in.read()) {
                if (each != 0) {
                    throw new Damage("an entry whose beginning is zeros");
                }
            }
            return null;
        }
        var head = ByteBuffer.allocate(MAX_VARINT_BYTES);
        var length = 0L;
        var each = first;
        while (true) {
            head.put((byte) each);
            length |= (each & 0x7fL) << (7 * (head.position() - 1));
            if ((each & 0x80) == 0) {
                break;
            }
            if (!head.hasRemaining()) {
                throw new Damage("an entry of no length");
            }
            each = in.readUnsignedByte();
        }
        if (length > left) {
            throw new Damage("an entry that is cut short");
        }
        var body = in.readNBytes((int) length);
        if (body.length < length) {
            throw new EOFException();
        }
        var sum = new CRC32C();
        sum.update(head.array(), 0, head.position());
        sum.update(body, 0, body.length);
        if (in.readInt() != (int) sum.getValue()) {
            throw new Damage("an entry with a wrong checksum");
        }
        return new Entry(LogEntryProto.parseFrom(body),
                head.position() + length + CHECKSUM_BYTES);
    }

    /** Cuts off the part that is not whole. A closed file gets the name that fits its rest. */
    void cut() throws IOException {
        if (file.isEmpty()) {
            return;
        }
        try (var channel = FileChannel.open(file.get(), StandardOpenOption.WRITE)) {
            channel.truncate(wholeBytes);
            channel.force(true);
        }
        if (CLOSED.matcher(file.get().getFileName().toString()).matches()) {
            var first = start(file.get());
            if (lastIndex < first) {
                Files.delete(file.get());
            } else {
                Files.move(file.get(),
                        file.get().resolveSibling("log_" + first + "-" + lastIndex));
            }
        }
    }
}
