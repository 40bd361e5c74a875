package dev.gavel.raft.ratis;

import dev.gavel.raft.RecordsException;
import dev.gavel.raft.RecordsException.Kind;
import dev.gavel.raft.ReplicaConfig;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Properties;

/**
 * The folder of one replica. It knows which replica owns the folder, and that no other process uses
 * it. The lock goes with the process, also if that is killed.
 */
final class RecordsFolder implements AutoCloseable {

    /** The file that names the owner of the records. */
    static final String IDENTITY = "identity.properties";
    /** The file that says how far the log was promised. */
    static final String PROMISED = "promised";
    /** The file that says how far the log was applied. */
    static final String APPLIED = "applied";
    /** The file that holds the terms of the applied entries. */
    static final String TERMS = "applied-terms";
    /** The folder that holds what this server remembers of the others. */
    static final String MEMORY = "remembered";
    /**
     * The file, or of an earlier program the folder, that says that a copy is being put back here.
     */
    static final String UNFINISHED = "restore.unfinished";
    /** The folder with a copy that is being put back, until all of it is there. */
    static final String RESTORING = "raft.restoring";
    private static final String LOCK = "lock";

    private final Path folder;
    private final FileChannel lock;

    private RecordsFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Opens the folder, making it when missing.
     *
     * @throws RecordsException if it is another's, in use or cannot be written. Also if a copy was
     *         put back here and not all the way: the other servers' records may lack entries that
     *         these have, or have them alone
     */
    static RecordsFolder open(ReplicaConfig config) {
        var opened = openToRestore(config);
        if (!isBeingRestored(opened.folder)) {
            return opened;
        }
        opened.close();
        throw new RecordsException(Kind.UNREADABLE, "a restore into " + opened.folder
                + " was not finished: run it again, for all the servers that it was for, before any"
                + " of them is used");
    }

    /**
     * Whether a copy is being put into the records in {@code folder}, or was, and is not whole.
     */
    static boolean isBeingRestored(Path folder) {
        return Files.exists(folder.resolve(UNFINISHED)) || Files.exists(folder.resolve(RESTORING));
    }

    /** Opens the folder as {@link #open} does, also if a copy was put back and not all the way. */
    static RecordsFolder openToRestore(ReplicaConfig config) {
        var folder = config.records().toAbsolutePath().normalize();
        try {
            Files.createDirectories(folder);
            var lock = lock(folder);
            var opened = new RecordsFolder(folder, lock);
            try {
                opened.identify(config);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
            return opened;
        } catch (IOException e) {
            throw new RecordsException(Kind.UNREADABLE,
                    "the records in " + folder + " cannot be used: " + IoReason.of(e), e);
        }
    }

    /** The folder itself. */
    Path folder() {
        return folder;
    }

    /** The folder in which Ratis keeps log, vote and snapshots. */
    Path raft() {
        return folder.resolve("raft");
    }

    /** The folder of these for {@code group}. */
    Path group(RaftGroup group) {
        return group(folder, group.getGroupId());
    }

    /** The same within a folder that is not opened. */
    static Path group(Path folder, RaftGroupId group) {
        return folder.resolve("raft").resolve(group.getUuid().toString());
    }

    /**
     * Whether {@code part} of the records in {@code folder} is there.
     *
     * @throws RecordsException if this user may not look, which does not mean that there is none
     */
    static boolean holds(Path folder, Path part) {
        try {
            return Files.readAttributes(part, BasicFileAttributes.class).isDirectory();
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw RecordsCheckup.unreadable(folder, e);
        }
    }

    /**
     * Whether the cluster begins with this start. Nothing was recorded here, nor by another of its
     * servers whose records lie in the same folder, and this server is not about to join.
     */
    boolean isFounding(ReplicaConfig config) {
        var group = RatisProperties.group(config).getGroupId();
        try (var servers = Files.list(folder.getParent())) {
            return !config.joins()
                    && servers.noneMatch(server -> Files.isDirectory(group(server, group)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file that says how far the log was promised. */
    Path promised() {
        return folder.resolve(PROMISED);
    }

    /** The file that says how far the log was applied. */
    Path applied() {
        return folder.resolve(APPLIED);
    }

    /** The file that holds the terms of the applied entries. */
    Path terms() {
        return folder.resolve(TERMS);
    }

    /** The folder that holds what this server remembers of the others. */
    Path memory() {
        return folder.resolve(MEMORY);
    }

    private static FileChannel lock(Path folder) throws IOException {
        var file = folder.resolve(LOCK);
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        var free = false;
        try {
            free = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            free = false;
        }
        if (!free) {
            var holder = Files.readString(file).strip();
            channel.close();
            throw new RecordsException(Kind.LOCKED, "the records in " + folder
                    + " are in use by a running server"
                    + (holder.isEmpty() ? "" : ", process " + holder)
                    + "; stop it first, or give this one another folder");
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(
                (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8)), 0);
        return channel;
    }

    /**
     * The cluster whose records are in {@code folder}, which is not opened; empty if it does not
     * say.
     */
    static Optional<String> cluster(Path folder) throws IOException {
        var file = folder.resolve(IDENTITY);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var known = properties(file);
        return Optional.ofNullable(known.getProperty("cluster"));
    }

    private static Properties properties(Path file) throws IOException {
        var known = new Properties();
        try {
            known.load(new StringReader(Folders.text(file)));
        } catch (IllegalArgumentException e) {
            throw new RecordsException(Kind.DAMAGED, file + " is damaged: " + e.getMessage(), e);
        }
        return known;
    }

    private void identify(ReplicaConfig config) throws IOException {
        var file = folder.resolve(IDENTITY);
        if (Files.exists(file)) {
            var known = properties(file);
            expect(file, "cluster", config.cluster(), known.getProperty("cluster", ""));
            expect(file, "server", "" + config.self(), known.getProperty("server", ""));
            return;
        }
        try (var others = Files.list(folder)) {
            if (others.anyMatch(path -> path.getFileName().toString().equals("raft"))) {
                throw new RecordsException(Kind.FOREIGN, "the records in " + folder
                        + " do not say whose they are: " + IDENTITY + " is missing");
            }
        }
        var aside = folder.resolve(IDENTITY + ".tmp");
        var text = "# Whose records these are. Written once; not to be edited.\ncluster="
                + config.cluster() + "\nserver=" + config.self() + "\n";
        try (var out = FileChannel.open(aside, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            out.force(true);
        }
        Files.move(aside, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        Folders.sync(folder);
    }

    private static void expect(Path file, String what, String wanted, String found) {
        if (!wanted.equals(found)) {
            throw new RecordsException(Kind.FOREIGN, file + ": these are the records of " + what
                    + " '" + found + "', and this is " + what + " '" + wanted + "'");
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
