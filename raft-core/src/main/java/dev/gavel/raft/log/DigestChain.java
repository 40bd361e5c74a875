package dev.gavel.raft.log;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.LogPosition;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/**
 * The running digest over everything that was applied. Each link is SHA-256 over the link before,
 * the entry's place and time, its stored bytes, and the machine's trace of its decisions. Replicas,
 * and a later replay, compare their links at an index. The newest {@value #REMEMBERED} links are
 * kept for that. One thread adds; any thread may ask.
 */
final class DigestChain {

    /** Links kept for comparison. */
    static final int REMEMBERED = 4_096;

    /** Length of a link in bytes. */
    static final int LENGTH = 32;

    private final MessageDigest sha256 = sha256();
    private final byte[][] links = new byte[REMEMBERED][];
    private final long[] indexes = new long[REMEMBERED];
    private final ByteBuffer place = ByteBuffer.allocate(24);
    private byte[] link = new byte[LENGTH];
    private long index;

    /** Goes on from a known link, as a snapshot holds it. */
    synchronized void restart(long atIndex, Bytes known) {
        link = known.toArray();
        index = atIndex;
        java.util.Arrays.fill(indexes, 0);
        remember();
    }

    /** Adds one entry. */
    synchronized void add(LogPosition at, long timeMillis, Bytes stored, Bytes trace) {
        sha256.update(link);
        sha256.update(place.clear()
                .putLong(at.term())
                .putLong(at.index())
                .putLong(timeMillis)
                .array());
        sha256.update(stored.array(), stored.offset(), stored.length());
        sha256.update(trace.array(), trace.offset(), trace.length());
        link = sha256.digest();
        index = at.index();
        remember();
    }

    /** The newest link. */
    synchronized Bytes current() {
        return Bytes.of(link);
    }

    /** Index of the newest link. */
    synchronized long index() {
        return index;
    }

    /** The link after the entry {@code atIndex}, where it is still kept. */
    synchronized Optional<Bytes> at(long atIndex) {
        var slot = (int) (atIndex & REMEMBERED - 1);
        return indexes[slot] == atIndex && links[slot] != null ? Optional.of(Bytes.of(links[slot]))
                : Optional.empty();
    }

    private void remember() {
        var slot = (int) (index & REMEMBERED - 1);
        links[slot] = link;
        indexes[slot] = index;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
