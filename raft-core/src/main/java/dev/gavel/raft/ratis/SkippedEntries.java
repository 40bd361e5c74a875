package dev.gavel.raft.ratis;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.RecordsException;
import dev.gavel.raft.RecordsException.Kind;
import dev.gavel.raft.ReplicaConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * The entries of the log that an operator has had skipped, and the entry at which this server
 * stopped. Each server has both beside its own records. All servers skip the same entries, and the
 * running digest holds that they did. So a server that does not skip one differs from the others,
 * and stops.
 *
 * @see "docs/adr/0097-entries-that-cannot-be-applied.md"
 */
public final class SkippedEntries {

    /** The file that says which entries are skipped. */
    static final String SKIPPED = "skipped";
    private static final String STOPPED_AT = "stopped-at";
    private static final Logger LOG = LoggerFactory.getLogger(SkippedEntries.class);

    private final Path folder;
    private final Map<Long, Entry> skipped;

    /** One entry of the log, by its place and what it holds. */
    private record Entry(long index, long term, String sha256) {

        static Entry of(long index, long term, Bytes stored) {
            try {
                var digest = MessageDigest.getInstance("SHA-256");
                digest.update(stored.array(), stored.offset(), stored.length());
                return new Entry(index, term, HexFormat.of().formatHex(digest.digest()));
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        static Entry parse(Path file, String line) {
            var words = line.split(" ", 4);
            try {
                return new Entry(Long.parseLong(words[0]), Long.parseLong(words[1]), words[2]);
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw new RecordsException(Kind.DAMAGED, file + " cannot be read: \"" + line
                        + "\" names no entry of the log", e);
            }
        }

        @Override
        public String toString() {
            return index + " " + term + " " + sha256;
        }
    }

    private SkippedEntries(Path folder, Map<Long, Entry> skipped) {
        this.folder = folder;
        this.skipped = skipped;
    }

    /**
     * The skipped entries of the records in {@code folder}.
     *
     * @throws RecordsException if the file cannot be read
     */
    static SkippedEntries in(Path folder) throws IOException {
        var file = folder.resolve(SKIPPED);
        var skipped = new HashMap<Long, Entry>();
        if (Files.exists(file)) {
            for (var line : Folders.text(file).lines().toList()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    var entry = Entry.parse(file, line);
                    skipped.put(entry.index(), entry);
                }
            }
        }
        return new SkippedEntries(folder, Map.copyOf(skipped));
    }

    /** Whether this entry, as it stands in the log, is to be skipped. */
    boolean has(long index, long term, Bytes stored) {
        return !skipped.isEmpty() && skipped.containsKey(index)
                && Entry.of(index, term, stored).equals(skipped.get(index));
    }

    /**
     * Notes that this server stops at this entry, since it cannot be applied; the sentence to tell.
     *
     * @param remedy how all servers come to skip it
     */
    String stopped(long index, long term, Bytes stored, String why, String remedy) {
        try {
            Folders.write(folder.resolve(STOPPED_AT),
                    (Entry.of(index, term, stored) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.error("{} cannot be written: {}", folder.resolve(STOPPED_AT), e.toString());
        }
        return "the entry at log index " + index + " of term " + term + " cannot be applied: " + why
                + ". Every server stops at it. If all are to go on as if it had never been, "
                + remedy
                + ", and start them. See docs/OPERATING.md, an entry that cannot be applied";
    }

    /**
     * Index of the entry at which the server of these records stopped; empty if it stopped at none.
     */
    public static Optional<Long> stoppedAt(ReplicaConfig config) {
        try {
            return stopped(config.records().toAbsolutePath().normalize()).map(Entry::index);
        } catch (IOException e) {
            throw RecordsCheckup.unreadable(config.records(), e);
        }
    }

    private static Optional<Entry> stopped(Path folder) throws IOException {
        var file = folder.resolve(STOPPED_AT);
        try {
            return Optional.of(Entry.parse(file, Folders.text(file).strip()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * Has the server of {@code config}, which does not run, skip the entry at which it stopped.
     *
     * @throws RecordsException unless it stopped at just that one, or if it runs
     */
    public static void skip(ReplicaConfig config, long index, Clock clock) {
        if (!Files.isDirectory(config.records())) {
            throw new RecordsException(Kind.UNREADABLE, "no records in " + config.records());
        }
        try (var records = RecordsFolder.open(config)) {
            var folder = records.folder();
            var stopped = stopped(folder);
            if (stopped.isEmpty() || stopped.get().index() != index) {
                throw new RecordsException(Kind.UNREADABLE, "server " + config.self()
                        + " did not stop at log index " + index + stopped
                                .map(at -> ", but at " + at.index())
                                .orElse("; it stopped at none that cannot be applied")
                        + ": nothing else can be skipped");
            }
            var file = folder.resolve(SKIPPED);
            var before = Files.exists(file) ? Folders.text(file)
                    : "# Entries of the log that an operator has had skipped: index, term, SHA-256"
                            + " of the entry, when. Not to be edited.\n";
            Folders.write(file, (before + stopped.get() + " " + clock.instant() + "\n")
                    .getBytes(StandardCharsets.UTF_8));
            Files.delete(folder.resolve(STOPPED_AT));
            Folders.sync(folder);
        } catch (IOException e) {
            throw RecordsCheckup.unreadable(config.records(), e);
        }
    }
}
