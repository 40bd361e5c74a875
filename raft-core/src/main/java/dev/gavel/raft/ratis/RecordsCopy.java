package dev.gavel.raft.ratis;

import dev.gavel.raft.RecordsException;
import dev.gavel.raft.RecordsException.Kind;
import dev.gavel.raft.ReplicaConfig;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Copies one server's records, whether it runs or not, and puts a copy back if a cluster has lost
 * them all.
 *
 * <p>A copy of a running server is what a crash at that moment would have left. The order of
 * reading sees to that.
 * <ul>
 * <li>The promise is read before the log, so that the log has it.
 * <li>Snapshots are read before the log, so that the log goes on from one of them, whatever is
 * dropped meanwhile.
 * <li>The term is read after the log, so that no entry has a later one.
 * </ul>
 *
 * @see "docs/adr/0065-backup.md"
 */
public final class RecordsCopy {

    /**
     * How often a copy is tried: a running server drops and renames files now and then, minutes
     * apart.
     */
    private static final int TRIES = 10;
    private static final long CHUNK = 1 << 20;
    private static final String TERM = VoteFile.NAME;
    private static final String MEMBERS = RecordedMembers.FILE;

    private final Progress progress;
    private long copied;
    private long size;

    /** Hears the progress. */
    @FunctionalInterface
    public interface Progress {

        /** So many bytes of so many are done. */
        void at(long bytes, long of);
    }

    private RecordsCopy(Progress progress) {
        this.progress = progress;
    }

    /**
     * Copies the records of {@code config}, whose server may run.
     *
     * @param to a folder that does not exist
     * @return bytes copied, all of them synced
     * @throws RecordsException if there are none, or there is something at {@code to}
     */
    public static long take(ReplicaConfig config, Path to, Progress progress) {
        var from = config.records().toAbsolutePath().normalize();
        var group = RecordsFolder.group(from, RatisProperties.group(config).getGroupId());
        if (RecordsFolder.isBeingRestored(from)) {
            throw new RecordsException(Kind.UNREADABLE, "a restore into " + from
                    + " was not finished: there is nothing whole to copy");
        }
        if (!RecordsFolder.holds(from, group)) {
            throw new RecordsException(Kind.UNREADABLE, "no records of \"" + config.cluster()
                    + "\" in " + from);
        }
        if (Files.exists(to)) {
            throw new RecordsException(Kind.UNREADABLE, to
                    + " is there already: a copy goes into a folder of its own");
        }
        try {
            for (var tries = 1;; tries++) {
                try {
                    return new RecordsCopy(progress).take(from, group, to);
                } catch (NoSuchFileException e) {
                    clear(to);
                    if (tries == TRIES) {
                        throw e;
                    }
                }
            }
        } catch (IOException e) {
            throw new RecordsException(Kind.UNREADABLE, "the records in " + from
                    + " cannot be copied to " + to + ": " + IoReason.of(e), e);
        }
    }

    private long take(Path from, Path group, Path to) throws IOException {
        copy(there(from, RecordsFolder.IDENTITY, RecordsFolder.PROMISED,
                SkippedEntries.SKIPPED), to);
        var copiedGroup = to.resolve(from.relativize(group));
        copy(snapshots(group.resolve("sm")), copiedGroup.resolve("sm"));
        var current = group.resolve("current");
        var copiedCurrent = copiedGroup.resolve("current");
        copy(there(current, MEMBERS, RecordedMembers.KEPT), copiedCurrent);
        copy(LogTail.files(current), copiedCurrent);
        copy(there(current, TERM), copiedCurrent);
        return copied;
    }

    /** Snapshots that are complete, each after its digest. */
    private static List<Path> snapshots(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(
                    file -> LogCheck.SNAPSHOT.matcher(file.getFileName().toString()).matches())
                    .flatMap(file -> Stream.of(Path.of(file + ".md5"), file))
                    .toList();
        }
    }

    private static List<Path> there(Path folder, String... names) {
        return Stream.of(names).map(folder::resolve).filter(Files::exists).toList();
    }

    /**
     * To be called before a copy is put back for these servers, of which none has records. From now
     * on none of them starts, nor is looked at, until {@link #end}. Otherwise a server that is
     * whole already and the others, empty, could begin two histories.
     *
     * @throws RecordsException if a folder cannot be written
     */
    public static void begin(List<ReplicaConfig> servers) {
        forEach(servers, folder -> {
            Files.createDirectories(folder);
            var mark = folder.resolve(RecordsFolder.UNFINISHED);
            if (!Files.exists(mark)) {
                Files.createFile(mark);
            }
        });
    }

    /**
     * To be called after a copy was put back for all of these servers.
     *
     * @throws RecordsException if a folder cannot be written
     */
    public static void end(List<ReplicaConfig> servers) {
        forEach(servers,
                folder -> Files.deleteIfExists(folder.resolve(RecordsFolder.UNFINISHED)));
    }

    /** Does something to a folder. */
    @FunctionalInterface
    private interface Change {
        void in(Path folder) throws IOException;
    }

    private static void forEach(List<ReplicaConfig> servers, Change change) {
        for (var config : servers) {
            var folder = config.records().toAbsolutePath().normalize();
            try {
                change.in(folder);
                Folders.sync(folder);
            } catch (IOException e) {
                throw new RecordsException(Kind.UNREADABLE, "the records in " + folder
                        + " cannot be written: " + IoReason.of(e), e);
            }
        }
    }

    /**
     * Makes a copy the records of {@code config}. That server has no records but the rest of such a
     * try.
     *
     * @param copy the folder of any member's records, as {@link #take} leaves it
     * @return bytes copied, all of them synced
     * @throws RecordsException if this server has records, is no member by the copy, or the copy is
     *         another cluster's; nothing is changed then
     */
    public static long putBack(Path copy, ReplicaConfig config, Progress progress) {
        objection(copy, config).ifPresent(why -> {
            throw new RecordsException(Kind.FOREIGN, why);
        });
        var id = RatisProperties.group(config).getGroupId();
        var from = RecordsFolder.group(copy, id);
        try (var records = RecordsFolder.openToRestore(config)) {
            var folder = config.records().toAbsolutePath().normalize();
            var aside = folder.resolve(RecordsFolder.RESTORING);
            clear(aside);
            var putting = new RecordsCopy(progress);
            for (var part : List.of("sm", "current")) {
                putting.copy(all(from.resolve(part)),
                        aside.resolve(id.getUuid().toString()).resolve(part));
            }
            clear(records.raft());
            Files.deleteIfExists(records.promised());
            Files.deleteIfExists(records.applied());
            Files.deleteIfExists(records.terms());
            clear(records.memory());
            Files.deleteIfExists(folder.resolve(SkippedEntries.SKIPPED));
            putting.copy(there(copy, RecordsFolder.PROMISED, SkippedEntries.SKIPPED), folder);
            Files.move(aside, records.raft(), StandardCopyOption.ATOMIC_MOVE);
            Folders.sync(folder);
            return putting.copied;
        } catch (IOException e) {
            throw new RecordsException(Kind.UNREADABLE, "the copy in " + copy
                    + " cannot be put into " + config.records().toAbsolutePath() + ": "
                    + IoReason.of(e), e);
        }
    }

    /**
     * Refuses a folder that is no copy of a server of {@code cluster}; changes nothing.
     *
     * @throws RecordsException that says what it is instead
     */
    public static void requireCopy(Path copy, String cluster) {
        var group = RecordsFolder.group(copy, RatisProperties.groupId(cluster));
        if (Files.isDirectory(group)) {
            return;
        }
        try {
            var owner = RecordsFolder.cluster(copy);
            throw new RecordsException(Kind.FOREIGN, owner.isEmpty()
                    ? "this is no copy of a server's records: " + copy.resolve("raft")
                            + " or " + copy.resolve(RecordsFolder.IDENTITY) + " is missing"
                    : owner.get().equals(cluster)
                            ? "the copy is not whole: " + group + " is missing"
                            : "these are the records of \"" + owner.get()
                                    + "\", and the configuration is of \"" + cluster
                                    + "\"");
        } catch (IOException e) {
            throw new RecordsException(Kind.UNREADABLE,
                    "the copy in " + copy + " cannot be read: " + IoReason.of(e), e);
        }
    }

    /** Why a copy cannot become the records of {@code config}, if so; nothing is changed. */
    public static Optional<String> objection(Path copy, ReplicaConfig config) {
        var group = RecordsFolder.group(copy, RatisProperties.group(config).getGroupId());
        var self = config.self();
        if (!Files.isDirectory(group)) {
            return Optional.of("no copy of the records of \"" + config.cluster() + "\" in " + copy);
        }
        var records = config.records();
        if (!RecordsFolder.isBeingRestored(records)
                && (Files.exists(records.resolve(RecordsFolder.PROMISED))
                        || Files.exists(records.resolve("raft")))) {
            return Optional.of("server " + self + " has records in "
                    + config.records().toAbsolutePath().normalize()
                    + ": move them away first, if all servers have really lost theirs");
        }
        var members = RecordedMembers.in(group);
        if (members.isEmpty()) {
            return Optional.empty();
        }
        var me = members.get().peer(self);
        if (me.isEmpty()) {
            return Optional.of("server " + self + " was no member when the copy was taken: "
                    + members.get().listed() + " were");
        }
        return me.get().raftAddress().equals(config.me().raftAddress()) ? Optional.empty()
                : Optional.of("server " + self + " was at the Raft address "
                        + me.get().raftAddress() + " when the copy was taken, and is to be at "
                        + config.me().raftAddress() + ": give it its old one");
    }

    private static List<Path> all(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private void copy(List<Path> files, Path to) throws IOException {
        Files.createDirectories(to);
        for (var file : files) {
            size += Files.size(file);
        }
        for (var file : files) {
            copyFile(file, to.resolve(file.getFileName()));
        }
        Folders.sync(to);
    }

    private void copyFile(Path from, Path to) throws IOException {
        try (var in = FileChannel.open(from, StandardOpenOption.READ);
                var out = FileChannel.open(to, StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE)) {
            var at = 0L;
            for (var n = in.transferTo(0, CHUNK, out); n > 0; n = in.transferTo(at, CHUNK, out)) {
                at += n;
                copied += n;
                progress.at(copied, Math.max(copied, size));
            }
            out.force(true);
        }
    }

    private static void clear(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
