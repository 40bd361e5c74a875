package dev.gavel.raft.ratis;

import org.apache.ratis.util.MD5FileUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * Sets a damaged part of the log aside if a whole snapshot goes further, so that nobody needs it.
 * The log then begins behind the snapshot. Ratis 3.3.0 would not go on from a log that ends before
 * it.
 *
 * @see "docs/upstream/corrupt-open-segment-before-snapshot.md"
 */
final class DamagedLog {

    private static final Logger LOG = LoggerFactory.getLogger(DamagedLog.class);
    private static final DateTimeFormatter ASIDE = DateTimeFormatter
            .ofPattern("'aside-'yyyyMMdd-HHmmss-SSS")
            .withZone(ZoneOffset.UTC);

    private DamagedLog() {}

    /**
     * Index of the newest snapshot in {@code folder} whose bytes are as they were written; -1 for
     * none.
     */
    static long newestWhole(Path folder) throws IOException {
        var newest = -1L;
        if (!Files.isDirectory(folder)) {
            return newest;
        }
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                var name = LogCheck.SNAPSHOT.matcher(file.getFileName().toString());
                if (name.matches() && Long.parseLong(name.group(2)) > newest && isWhole(file)) {
                    newest = Long.parseLong(name.group(2));
                }
            }
        }
        return newest;
    }

    static boolean isWhole(Path snapshot) {
        try {
            var stored = MD5FileUtil.readStoredMd5ForFile(snapshot.toFile());
            return stored != null
                    && stored.equals(MD5FileUtil.computeMd5ForFile(snapshot.toFile()));
        } catch (IOException e) {
            LOG.warn("{} cannot be read: {}", snapshot, e.toString());
            return false;
        }
    }

    /**
     * Says in words what is missing if the log in {@code current} begins behind all snapshots;
     * empty if nothing is.
     *
     * @param snapshot last index of the snapshots that can be read; -1 if none can
     */
    static Optional<String> missingBefore(Path current, long snapshot) throws IOException {
        var log = LogTail.files(current);
        if (log.isEmpty() || LogTail.start(log.getFirst()) <= snapshot + 1) {
            return Optional.empty();
        }
        return Optional.of("the log begins at index " + LogTail.start(log.getFirst()) + " ("
                + log.getFirst() + "), and no snapshot that can be read holds what was before");
    }

    /**
     * Sets aside the files of {@code group}'s log up to the last that is damaged, if a snapshot
     * holds all of them.
     *
     * @return whether there were any
     */
    static boolean setAsideBehindSnapshot(Path group) throws IOException {
        var tails = LogTail.all(group.resolve("current"));
        var snapshot = newestWhole(group.resolve("sm"));
        for (var n = tails.size() - 2; n >= 0; n--) {
            var tail = tails.get(n);
            var next = tails.get(n + 1).firstIndex();
            if (!tail.damage().isEmpty() || tail.lastIndex() != next - 1) {
                if (snapshot < next - 1) {
                    return false;
                }
                setAside(group, tails.subList(0, n + 1), tail, snapshot);
                return true;
            }
        }
        return false;
    }

    /** Sets the whole log aside, which ends before the snapshot at this index. */
    static void setAsideAll(Path group, LogTail last, long snapshot) throws IOException {
        setAside(group, LogTail.all(group.resolve("current")), last, snapshot);
    }

    private static void setAside(Path group, List<LogTail> files, LogTail damaged, long snapshot)
            throws IOException {
        var aside = Files.createDirectories(
                Folders.of(Folders.of(group)).resolve(ASIDE.format(Instant.now())));
        for (var file : files) {
            var path = file.file().orElseThrow();
            Files.move(path, aside.resolve(path.getFileName()));
        }
        Folders.sync(aside);
        Folders.sync(group.resolve("current"));
        LOG.error(
                "{}, byte {}, after index {}: {}. The snapshot at index {} goes further, so the server"
                        + " goes on from it, and gets the rest from the others. The log up to there is in {}",
                damaged.file().orElseThrow(), damaged.wholeBytes(), damaged.lastIndex(),
                damaged.damage().isEmpty() ? "entries are missing" : damaged.damage(), snapshot,
                aside);
    }
}
