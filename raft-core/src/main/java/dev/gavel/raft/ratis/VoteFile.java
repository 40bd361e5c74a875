package dev.gavel.raft.ratis;

import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.server.storage.RaftStorageMetadata;
import org.apache.ratis.server.storage.RaftStorageMetadataFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * Keeps this server's term and its vote, in the file of Ratis' name and form, with a checksum in
 * it. Once {@link #persist} has returned, the vote survives a power cut. Ratis waits for that
 * before it answers a vote, asks for votes, or takes the first entry of a term.
 *
 * <p>Ratis 3.3.0 itself does not wait until the renamed file is in its folder for good. It also
 * deletes a newer file that was about to be renamed. So after a power cut a vote could be given
 * twice in one term.
 *
 * @see "docs/adr/0086-the-vote-survives.md; docs/upstream/raft-meta-rename.md"
 */
final class VoteFile implements RaftStorageMetadataFile {

    static final String NAME = "raft-meta";
    private static final String NEXT = NAME + ".tmp";
    private static final String DAMAGED = NAME + ".damaged";
    /**
     * How far a server goes ahead if its term is not legible: beyond any term in which it may have
     * voted. So many elections in vain would take some ten days.
     */
    private static final long BEYOND_ALL_VOTES = 1_000_000;
    private static final Logger LOG = LoggerFactory.getLogger(VoteFile.class);
    private static final String BODY = "term=(\\d{1,19})\nvotedFor=(|server-\\d{1,10})\n";
    private static final Pattern OWN = Pattern.compile("#crc32c=([0-9a-f]{8})\n" + BODY);
    /** The file as Ratis writes it: an empty comment, the date, and term and vote in any order. */
    private static final Pattern OF_RATIS = Pattern.compile(
            "#\n#\\w{3} \\w{3} \\d\\d \\d\\d:\\d\\d:\\d\\d [\\w:+-]{1,9} \\d{4}\n(?:" + BODY
                    + "|votedFor=(|server-\\d{1,10})\nterm=(\\d{1,19})\n)");

    private final Path folder;
    private RaftStorageMetadata now;

    /**
     * The content of a file.
     *
     * @param checked whether a checksum confirms it
     */
    private record Legible(RaftStorageMetadata vote, boolean checked) {}

    private VoteFile(Path folder, RaftStorageMetadata now) {
        this.folder = folder;
        this.now = now;
    }

    /**
     * To be called before Ratis opens {@code folder}. Takes over a vote that was about to be put in
     * place, and names a file that cannot be trusted. The server then goes on in a term in which it
     * cannot have voted.
     *
     * @param lastTerm of the last entry or snapshot; -1 if there is neither
     */
    static void mend(Path folder, long lastTerm) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        adoptNext(folder);
        var damage = damage(folder, lastTerm);
        if (damage.isPresent()) {
            var file = folder.resolve(NAME);
            var fresh = RaftStorageMetadata.valueOf(Math.max(0, lastTerm) + BEYOND_ALL_VOTES, null);
            if (Files.exists(file)) {
                Files.move(file, folder.resolve(DAMAGED), StandardCopyOption.REPLACE_EXISTING);
            }
            write(folder, fresh);
            LOG.error("{}. So it is not known for which server this one voted. It goes on in term"
                    + " {}, which is later than any in which it can have voted, and the others"
                    + " elect anew. What was found is in {}", damage.get(), fresh.getTerm(),
                    folder.resolve(DAMAGED));
        }
    }

    /** What is wrong with the file in {@code folder}, in words; empty where nothing is. */
    static Optional<String> damage(Path folder, long lastTerm) throws IOException {
        var file = folder.resolve(NAME);
        if (!Files.exists(file)) {
            return lastTerm < 0 ? Optional.empty() : Optional.of(file + ": it is missing");
        }
        return read(file).map(found -> found.vote().getTerm() < lastTerm
                ? Optional.of(file + ": it says term " + found.vote().getTerm()
                        + ", and the log has entries of term " + lastTerm)
                : Optional.<String>empty())
                .orElseGet(() -> Optional.of(file + ": its bytes are not those that were written"));
    }

    /**
     * Puts a whole file that was about to be put in place there. It was synced, and either nobody
     * was told of it or it is in place already.
     */
    private static void adoptNext(Path folder) throws IOException {
        var next = folder.resolve(NEXT);
        if (!Files.exists(next)) {
            return;
        }
        var coming = read(next);
        var present = read(folder.resolve(NAME));
        if (coming.isPresent() && present.map(it -> isNewer(coming.get().vote(), it.vote()))
                .orElse(true)) {
            LOG.warn("{} was left by a crash: this server is in term {} and voted for {}", next,
                    coming.get().vote().getTerm(), name(coming.get().vote()));
            Files.move(next, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
        } else {
            Files.delete(next);
        }
        Folders.sync(folder);
    }

    private static boolean isNewer(RaftStorageMetadata coming, RaftStorageMetadata present) {
        return coming.getTerm() > present.getTerm() || (coming.getTerm() == present.getTerm()
                && present.getVotedFor().toString().isEmpty());
    }

    /**
     * Puts itself in the place of Ratis' own file, before Ratis reads that.
     *
     * @throws IOException if the file cannot be read or written, or this is another version of
     *         Ratis
     */
    static void install(RaftStorage storage) throws IOException {
        var folder = storage.getStorageDir().getCurrentDir().toPath();
        var found = read(folder.resolve(NAME)).orElseThrow(
                () -> new IOException(folder.resolve(NAME) + " cannot be read"));
        if (!found.checked()) {
            write(folder, found.vote());
        }
        try {
            var holder = storage.getClass().getDeclaredField("metaFile");
            holder.setAccessible(true);
            var file = holder.get(storage).getClass().getDeclaredField("ref");
            file.setAccessible(true);
            @SuppressWarnings("unchecked") // Ratis hands it out as a RaftStorageMetadataFile
            var place = (AtomicReference<Object>) file.get(holder.get(storage));
            place.set(new VoteFile(folder, found.vote()));
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new IOException("this version of Ratis keeps its term in another way", e);
        }
        if (!(storage.getMetadataFile() instanceof VoteFile)) {
            throw new IOException("this version of Ratis keeps its term in another way");
        }
    }

    @Override
    public synchronized RaftStorageMetadata getMetadata() {
        return now;
    }

    @Override
    public synchronized void persist(RaftStorageMetadata next) throws IOException {
        if (!next.equals(now)) {
            write(folder, next);
            now = next;
        }
    }

    private static void write(Path folder, RaftStorageMetadata vote) throws IOException {
        var body = "term=" + vote.getTerm() + "\nvotedFor=" + name(vote) + "\n";
        Folders.write(folder.resolve(NAME),
                ("#crc32c=" + check(body) + "\n" + body).getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String name(RaftStorageMetadata vote) {
        return vote.getVotedFor().toString();
    }

    private static String check(String body) {
        var sum = new CRC32C();
        sum.update(body.getBytes(StandardCharsets.ISO_8859_1));
        return HexFormat.of().toHexDigits((int) sum.getValue());
    }

    /** The content of {@code file}; empty if it is missing, cut short or changed. */
    private static Optional<Legible> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var text = Files.readString(file, StandardCharsets.ISO_8859_1);
        var own = OWN.matcher(text);
        if (own.matches()) {
            return own.group(1).equals(check(text.substring(text.indexOf('\n') + 1)))
                    ? legible(own.group(2), own.group(3), true)
                    : Optional.empty();
        }
        var plain = OF_RATIS.matcher(text);
        if (!plain.matches()) {
            return Optional.empty();
        }
        return plain.group(1) != null ? legible(plain.group(1), plain.group(2), false)
                : legible(plain.group(4), plain.group(3), false);
    }

    private static Optional<Legible> legible(String term, String vote, boolean checked) {
        try {
            return Optional.of(new Legible(RaftStorageMetadata.valueOf(Long.parseLong(term),
                    RaftPeerId.valueOf(vote)), checked));
        } catch (NumberFormatException tooLarge) {
            return Optional.empty();
        }
    }
}
