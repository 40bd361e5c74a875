package dev.gavel.raft.ratis;

import org.apache.ratis.server.protocol.TermIndex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * The term of each entry that this server has applied, also of entries that its log holds no
 * longer. It keeps the index at which each term began, in a small file that is written anew at each
 * term. Nothing is known of entries that came as a snapshot, or while an earlier program ran here.
 *
 * @see "docs/adr/0087-what-was-applied-stays.md"
 */
final class AppliedTerms {

    private static final Logger LOG = LoggerFactory.getLogger(AppliedTerms.class);
    private static final byte[] MAGIC = "GavelTM1".getBytes(StandardCharsets.US_ASCII);
    private static final long UNKNOWN = -1;
    private static final int BEGINNING_BYTES = 2 * Long.BYTES;
    /** How many of the newest terms are kept; an election begins a term. */
    private static final int KEPT = 10_000;

    private final Path file;
    /** First index of each term, and of each stretch that is not known. */
    private final TreeMap<Long, Long> beginnings = new TreeMap<>();
    private long last;
    private boolean isWritten = true;

    private AppliedTerms(Path file, long last) {
        this.file = file;
        this.last = last;
    }

    /**
     * Opens the terms in {@code file}, or begins with none.
     *
     * @param applied up to where this server has applied the log
     */
    static AppliedTerms open(Path file, long applied) throws IOException {
        var terms = new AppliedTerms(file, applied);
        if (Files.exists(file) && !terms.read(Files.readAllBytes(file))) {
            LOG.warn(
                    "{} is damaged and begins anew: snapshots are not compared with what was applied"
                            + " before",
                    file);
        }
        return terms;
    }

    private boolean read(byte[] bytes) {
        var body = bytes.length - Long.BYTES;
        if (body < MAGIC.length || (body - MAGIC.length) % BEGINNING_BYTES != 0
                || !Arrays.equals(MAGIC, 0, MAGIC.length, bytes, 0, MAGIC.length)
                || ByteBuffer.wrap(bytes).getLong(body) != checksum(bytes, body)) {
            return false;
        }
        for (var in = ByteBuffer.wrap(bytes, MAGIC.length, body - MAGIC.length); in
                .hasRemaining();) {
            beginnings.put(in.getLong(), in.getLong());
        }
        return true;
    }

    private static long checksum(byte[] bytes, int length) {
        var sum = new CRC32C();
        sum.update(bytes, 0, length);
        return sum.getValue();
    }

    /**
     * Term of the applied entry at {@code index}; empty where it is not known, or was not applied.
     */
    synchronized OptionalLong at(long index) {
        return index > last ? OptionalLong.empty() : termAt(index);
    }

    private OptionalLong termAt(long index) {
        var beginning = beginnings.floorEntry(index);
        return beginning == null || beginning.getValue() == UNKNOWN ? OptionalLong.empty()
                : OptionalLong.of(beginning.getValue());
    }

    private boolean isAt(TermIndex entry) {
        var term = termAt(entry.getIndex());
        return term.isPresent() && term.getAsLong() == entry.getTerm();
    }

    /**
     * Notes that {@code entry} is about to count as applied.
     *
     * @param before the entry before it, which may have come in a snapshot; an entry at -1 if there
     *        is none
     */
    synchronized void applied(TermIndex before, TermIndex entry) {
        if (before.getIndex() >= 0 && !isAt(before)) {
            skipTo(before);
        }
        if (!isAt(entry)) {
            begin(entry.getIndex(), entry.getTerm());
        }
        last = isWritten ? Math.max(last, entry.getIndex()) : entry.getIndex();
        if (!isWritten) {
            write();
        }
    }

    /**
     * Notes that entries up to {@code entry} were not applied here one by one, or that nothing was
     * kept of them.
     */
    private void skipTo(TermIndex entry) {
        var before = beginnings.lowerKey(entry.getIndex());
        var known = entry.getIndex() > last || before == null ? last : before;
        if (known + 1 < entry.getIndex()) {
            begin(known + 1, UNKNOWN);
        }
        begin(entry.getIndex(), entry.getTerm());
    }

    private void begin(long index, long term) {
        beginnings.tailMap(index, true).clear();
        beginnings.put(index, term);
        while (beginnings.size() > KEPT) {
            beginnings.pollFirstEntry();
        }
        isWritten = false;
    }

    /**
     * Writes the file. If that fails, say on a full disk, it is tried again with the next entry.
     */
    private void write() {
        var bytes = ByteBuffer
                .allocate(MAGIC.length + beginnings.size() * BEGINNING_BYTES + Long.BYTES)
                .put(MAGIC);
        beginnings.forEach((index, term) -> bytes.putLong(index).putLong(term));
        bytes.putLong(checksum(bytes.array(), bytes.position()));
        try {
            Folders.write(file, bytes.array());
            isWritten = true;
        } catch (IOException e) {
            LOG.debug("{} is not written", file, e);
        }
    }
}
