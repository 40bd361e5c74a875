package dev.gavel.raft.ratis;

import dev.gavel.raft.NewerVersionException;
import dev.gavel.raft.ReplicatedMachine;
import dev.gavel.raft.log.Applier;
import dev.gavel.raft.log.SnapshotFormat;
import org.apache.ratis.io.MD5Hash;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.statemachine.SnapshotRetentionPolicy;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.util.MD5FileUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * The snapshot files of one replica. A snapshot is written aside, synced, digested and moved into
 * place. The newest good one is found again; a bad one is set aside and named.
 */
final class SnapshotFiles extends SimpleStateMachineStorage {

    /** Snapshots kept: the newest, and the one before in case it is damaged. */
    static final int KEPT = 2;

    private static final String WRITING = "writing.";
    private static final String DAMAGED = "damaged.";
    private static final String OLD = "old.";
    private static final long FREED_AT_ONCE_BYTES = 4 << 20;
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotFiles.class);

    private volatile @Nullable SingleFileSnapshotInfo newest;

    /**
     * Writes {@code taken}; complete and synced under its final name when this returns.
     *
     * @param mayRest whether there is still time to rest in between
     */
    <S> void write(SnapshotFormat.Taken<S> taken, ReplicatedMachine<S, ?> machine,
            BooleanSupplier mayRest) throws IOException {
        var at = taken.at();
        var file = getSnapshotFile(at.term(), at.index()).toPath();
        removeLeftovers();
        var aside = file.resolveSibling(WRITING + file.getFileName());
        var md5 = MD5FileUtil.newMD5();
        try (var out = new FileOutputStream(aside.toFile());
                var buffered = new BufferedOutputStream(
                        new DigestOutputStream(new UnhurriedOutput(out, mayRest), md5), 1 << 16)) {
            SnapshotFormat.write(taken, machine, buffered);
            buffered.flush();
            out.getChannel().force(true);
        }
        // Ratis takes a snapshot for complete only with its digest, so that comes first.
        MD5FileUtil.saveMD5File(file.toFile(), MD5Hash.newInstance(md5.digest()));
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        Folders.sync(folder());
        loadLatestSnapshot();
        retireOld();
        cleanupOldSnapshots(new SnapshotRetentionPolicy() {
            @Override
            public int getNumSnapshotsRetained() {
                return KEPT;
            }
        });
    }

    /**
     * Retires snapshots that are kept no longer; they are removed when the next one is written.
     */
    private void retireOld() throws IOException {
        var complete = 0;
        for (var file : newestFirst()) {
            if (MD5FileUtil.readStoredMd5ForFile(file.toFile()) != null && ++complete > KEPT) {
                Files.move(file, file.resolveSibling(OLD + file.getFileName()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /**
     * Removes snapshots that were never completed, and those that were retired when the last one
     * was written. It frees them bit by bit. On a file system that tells the disk what is free
     * (mounted with {@code discard}), freeing much at once holds up the syncs of the log. By now
     * nobody sends such a snapshot to another server any more. A server that still did would find
     * it cut off, and send the newest instead.
     */
    private void removeLeftovers() {
        if (!Files.isDirectory(folder())) {
            return;
        }
        try (var files = Files.list(folder())) {
            for (var file : files.filter(SnapshotFiles::isLeftover).toList()) {
                try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    for (var size = channel.size(); size > 0; size -= FREED_AT_ONCE_BYTES) {
                        channel.truncate(Math.max(0, size - FREED_AT_ONCE_BYTES));
                        channel.force(true);
                    }
                }
                Files.delete(file);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("old snapshots in {} are not removed, which costs room only: {}", folder(),
                    e.toString());
        }
    }

    private static boolean isLeftover(Path file) {
        var name = file.getFileName().toString();
        return name.startsWith(WRITING) || name.startsWith(OLD);
    }

    /** Index of the snapshot before the newest, if there is one. */
    OptionalLong secondNewest() throws IOException {
        return newestFirst().stream()
                .skip(1)
                .mapToLong(file -> getTermIndexFromSnapshotFile(file.toFile()).getIndex())
                .findFirst();
    }

    /**
     * Puts {@code applier} where the newest good snapshot stands.
     *
     * @return its place, or empty when there is none
     * @throws NewerVersionException where the newest is one that only a later program reads: it
     *         stays
     */
    <S, E> Optional<TermIndex> restore(ReplicatedMachine<S, E> machine, Applier<S, E> applier)
            throws IOException {
        for (var file : newestFirst()) {
            try {
                if (MD5FileUtil.readStoredMd5ForFile(file.toFile()) == null) {
                    throw new IOException("its digest file is missing, so it was never complete");
                }
                try (var in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
                    SnapshotFormat.read(in, machine, applier);
                }
                loadLatestSnapshot();
                return Optional.of(getTermIndexFromSnapshotFile(file.toFile()));
            } catch (NewerVersionException e) {
                throw new NewerVersionException(e.version(), file + ": " + e.getMessage());
            } catch (IOException | RuntimeException e) {
                var bad = file.resolveSibling(DAMAGED + file.getFileName());
                Files.move(file, bad, StandardCopyOption.REPLACE_EXISTING);
                LOG.error("snapshot {} cannot be used and is set aside as {}: {}", file,
                        bad.getFileName(), e.toString());
            }
        }
        return Optional.empty();
    }

    /**
     * Names the snapshots that were set aside, to be added to a sentence; empty if there are none.
     */
    String damaged() throws IOException {
        if (!Files.isDirectory(folder())) {
            return "";
        }
        try (var all = Files.list(folder())) {
            var found = all.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(DAMAGED))
                    .sorted()
                    .collect(Collectors.joining(", "));
            return found.isEmpty() ? "" : "; damaged: " + found + " in " + folder();
        }
    }

    /** The snapshots here, newest first. */
    List<Path> newestFirst() throws IOException {
        var folder = folder();
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(
                    file -> SNAPSHOT_REGEX.matcher(file.getFileName().toString()).matches())
                    .sorted(Comparator.comparingLong(
                            (Path file) -> getTermIndexFromSnapshotFile(file.toFile()).getIndex())
                            .reversed())
                    .toList();
        }
    }

    /** The newest complete snapshot here as last looked up, or null. */
    @Override
    public @Nullable SingleFileSnapshotInfo getLatestSnapshot() {
        return newest;
    }

    /** Looks the newest complete snapshot up; one whose digest is missing was never complete. */
    @Override
    public @Nullable SingleFileSnapshotInfo loadLatestSnapshot() {
        try {
            SingleFileSnapshotInfo found = null;
            for (var file : newestFirst()) {
                var md5 = MD5FileUtil.readStoredMd5ForFile(file.toFile());
                if (md5 != null) {
                    var at = getTermIndexFromSnapshotFile(file.toFile());
                    found = new SingleFileSnapshotInfo(new FileInfo(file, md5), at.getTerm(),
                            at.getIndex());
                    break;
                }
            }
            newest = found;
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException("the snapshots in " + folder() + " cannot be read", e);
        }
    }

    private Path folder() {
        return getSnapshotFile(0, 0).toPath().toAbsolutePath().resolveSibling("");
    }
}
