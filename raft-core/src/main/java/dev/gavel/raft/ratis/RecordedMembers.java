package dev.gavel.raft.ratis;

import dev.gavel.raft.Membership;
import dev.gavel.raft.Peer;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerProto;
import org.apache.ratis.protocol.RaftPeerId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * The members as Ratis writes them: in its log, and once that is committed in a file beside it.
 * Ratis writes no checksum into the file. So a copy with a checksum is kept beside it, and stands
 * in if the file was damaged.
 */
final class RecordedMembers {

    private static final Logger LOG = LoggerFactory.getLogger(RecordedMembers.class);
    static final String FILE = "raft-meta.conf";
    static final String KEPT = FILE + ".kept";
    private static final String DAMAGED = FILE + ".damaged";
    private static final int CHECK_BYTES = 4;
    /**
     * Most bits in which a damaged file differs from its copy. A file that differs in more was
     * written anew.
     */
    private static final int FEW_BITS = 8;

    private RecordedMembers() {}

    /**
     * The members that were committed last, by the records in {@code group}; empty if they do not
     * say.
     */
    static Optional<Membership> in(Path group) {
        var file = group.resolve("current").resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            var entry = LogEntryProto.parseFrom(Files.readAllBytes(file));
            return Optional.of(of(entry.getIndex(), entry.getConfigurationEntry()));
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            // no entry; or a member in it has no name, or none of ours
            LOG.warn("{} cannot be read; the log will say who the members are: {}", file,
                    e.toString());
            return Optional.empty();
        }
    }

    /** Keeps a copy of what Ratis has written into {@code folder}. */
    static void keep(Path folder) throws IOException {
        var bytes = Files.readAllBytes(folder.resolve(FILE));
        Folders.write(folder.resolve(KEPT), ByteBuffer.allocate(CHECK_BYTES + bytes.length)
                .putInt(check(bytes))
                .put(bytes)
                .array());
    }

    /**
     * To be called before Ratis opens {@code folder}. Compares the file with its copy, and mends
     * the damaged one.
     */
    static void mend(Path folder) throws IOException {
        var file = folder.resolve(FILE);
        var copy = folder.resolve(KEPT);
        var found = bytes(file).filter(it -> entry(it).isPresent());
        if (!Files.exists(copy)) {
            if (found.isPresent()) {
                keep(folder);
            } else if (Files.exists(file)) {
                LOG.error(
                        "{} is damaged, and there is no copy of it; the log will say who the members"
                                + " are. It is now {}",
                        file, setAside(folder));
            }
            return;
        }
        var kept = kept(folder);
        if (kept.isEmpty()) {
            LOG.error("{} is damaged: it is written anew from {}", copy, file);
            if (found.isPresent()) {
                keep(folder);
            } else if (Files.exists(file)) {
                LOG.error("{} is damaged as well; the log will say who the members are. It is now"
                        + " {}", file, setAside(folder));
            }
        } else if (found.isPresent() && lacksItsTerm(found.get(), kept.get())) {
            Folders.write(file, kept.get());
        } else if (found.isEmpty() || isDamaged(found.get(), kept.get(), folder)) {
            LOG.error(
                    "{} is damaged or missing: it is written anew from its copy, which is of index {}."
                            + " What was found, {}, is in {}",
                    file, index(kept.get()), found.map(it -> "of index " + index(it))
                            .orElse("nothing that can be read"),
                    setAside(folder));
            Folders.write(file, kept.get());
        } else if (!Arrays.equals(found.get(), kept.get())) {
            keep(folder); // written just before the server went down
        }
    }

    /**
     * What is wrong with the file in {@code folder}, in words; empty where nothing is, or it is
     * missing.
     */
    static Optional<String> damage(Path folder) throws IOException {
        var file = folder.resolve(FILE);
        var found = bytes(file);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (entry(found.get()).isEmpty()) {
            return Optional.of(file + ": it does not say who the members are");
        }
        var kept = kept(folder);
        return kept.isPresent() && isDamaged(found.get(), kept.get(), folder)
                ? Optional.of(file + ": its bytes are not those that were written")
                : Optional.empty();
    }

    /** The copy in {@code folder}; empty where it is missing or damaged itself. */
    private static Optional<byte[]> kept(Path folder) throws IOException {
        return bytes(folder.resolve(KEPT)).filter(it -> it.length > CHECK_BYTES)
                .filter(it -> ByteBuffer.wrap(it).getInt() == check(content(it)))
                .map(RecordedMembers::content);
    }

    private static Path setAside(Path folder) throws IOException {
        var aside = folder.resolve(DAMAGED);
        if (Files.exists(folder.resolve(FILE))) {
            Files.move(folder.resolve(FILE), aside, StandardCopyOption.REPLACE_EXISTING);
        }
        return aside;
    }

    /**
     * Whether the file is damaged. A file that is older than the copy is, and one that is nearly
     * the same, unless the log has it like that. A program that keeps no copy may have run here
     * meanwhile, and have dropped the log up to there.
     */
    private static boolean isDamaged(byte[] found, byte[] kept, Path folder) throws IOException {
        if (Arrays.equals(found, kept) || lacksItsTerm(found, kept)) {
            return false;
        }
        var isOlder = index(found) <= index(kept);
        return isOlder || (found.length == kept.length && differentBits(found, kept) <= FEW_BITS
                && !mayBeFromLog(entry(found).orElseThrow(), folder));
    }

    /**
     * Whether the file lacks only the term. A snapshot brings the members without the term of their
     * entry, and a program that keeps no copy took one.
     */
    private static boolean lacksItsTerm(byte[] found, byte[] kept) {
        var one = entry(found).orElseThrow();
        return one.getTerm() == 0 && !Arrays.equals(found, kept)
                && entry(kept).filter(it -> it.toBuilder().clearTerm().build().equals(one))
                        .isPresent();
    }

    private static boolean mayBeFromLog(LogEntryProto wanted, Path folder) throws IOException {
        var files = LogTail.files(folder);
        if (!files.isEmpty() && wanted.getIndex() < LogTail.start(files.getFirst())) {
            return true;
        }
        var found = new boolean[1];
        LogTail.all(folder, (entry, file, atByte) -> found[0] |= entry.equals(wanted));
        return found[0];
    }

    private static int differentBits(byte[] one, byte[] other) {
        var bits = 0;
        for (var n = 0; n < one.length; n++) {
            bits += Integer.bitCount((one[n] ^ other[n]) & 0xff);
        }
        return bits;
    }

    private static Optional<byte[]> bytes(Path file) throws IOException {
        return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    /** The configuration within {@code bytes}; empty if they hold none that can be used. */
    private static Optional<LogEntryProto> entry(byte[] bytes) {
        try {
            var entry = LogEntryProto.parseFrom(bytes);
            var members = of(entry.getIndex(), entry.getConfigurationEntry());
            return members.peers().isEmpty() ? Optional.empty() : Optional.of(entry);
        } catch (IOException | RuntimeException e) {
            LOG.debug("no members", e);
            return Optional.empty();
        }
    }

    private static long index(byte[] bytes) {
        return entry(bytes).map(LogEntryProto::getIndex).orElse(-1L);
    }

    private static byte[] content(byte[] copy) {
        return Arrays.copyOfRange(copy, CHECK_BYTES, copy.length);
    }

    private static int check(byte[] bytes) {
        var sum = new CRC32C();
        sum.update(bytes);
        return (int) sum.getValue();
    }

    /** The members that the entry at {@code index} of the log names. */
    static Membership of(long index, RaftConfigurationProto entry) {
        var peers = new LinkedHashMap<Integer, Peer>();
        Stream.concat(entry.getPeersList().stream(), entry.getOldPeersList().stream())
                .map(RecordedMembers::peer)
                .forEach(peer -> peers.putIfAbsent(peer.id(), peer));
        return new Membership(index, peers.values().stream().toList(),
                entry.getOldPeersCount() > 0);
    }

    private static Peer peer(RaftPeerProto peer) {
        return new Peer(RatisProperties.number(RaftPeerId.valueOf(peer.getId())),
                peer.getAddress(), peer.getClientAddress(), peer.getAdminAddress());
    }
}
