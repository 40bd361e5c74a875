package dev.gavel.server.desk;

import dev.gavel.raft.Membership;
import dev.gavel.raft.Peer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * The members, as they told a server that waits to be taken in. They are kept in a small file
 * beside its records. So the server finds the house again after a new start, even if all servers of
 * its command line are gone. Nothing else depends on the file: if it is gone or damaged, the
 * command line counts.
 */
public final class ToldMembers {

    /** Name of the file in the folder of one server's records. */
    public static final String FILE = "house";

    private static final Logger LOG = LoggerFactory.getLogger(ToldMembers.class);
    /** Longest file that is read: far more than the addresses of the largest house take. */
    private static final long MAX_FILE_BYTES = 64 << 10;
    private static final String INDEX = "index";
    private static final int WORDS = 4;

    private final Path file;
    private volatile Membership members = new Membership(-1, List.of(), false);

    private ToldMembers(Path file) {
        this.file = file;
    }

    /** The members kept in {@code file}; nobody if there is none. */
    public static ToldMembers in(Path file) {
        var told = new ToldMembers(file);
        try {
            if (Files.exists(file) && Files.size(file) <= MAX_FILE_BYTES) {
                read(Files.readAllLines(file, StandardCharsets.US_ASCII))
                        .ifPresent(found -> told.members = found);
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be read: only the servers that are named by --join are asked",
                    file);
        }
        return told;
    }

    private static Optional<Membership> read(List<String> lines) {
        try {
            var first = lines.getFirst().split(" ", -1);
            var peers = lines.stream().skip(1).map(ToldMembers::peer).toList();
            return first[0].equals(INDEX) && !peers.isEmpty()
                    ? Optional.of(new Membership(Long.parseLong(first[1]), peers, false))
                    : Optional.empty();
        } catch (RuntimeException damaged) {
            LOG.debug("no members", damaged);
            return Optional.empty();
        }
    }

    private static Peer peer(String line) {
        var words = line.split(" ", -1);
        if (words.length != WORDS) {
            throw new IllegalArgumentException(line);
        }
        return new Peer(Integer.parseInt(words[0]), words[1], words[2], words[3]);
    }

    /** The members that were told last. */
    public Membership members() {
        return members;
    }

    /**
     * Takes note of the members that a server of the house tells; an older list than the known one
     * is no news.
     */
    public synchronized void told(Membership now) {
        if (now.peers().isEmpty() || now.index() < members.index() || now.equals(members)) {
            return;
        }
        members = now;
        write();
    }

    private void write() {
        if (!Files.isDirectory(file.resolveSibling(""))) {
            return; // a replica in memory has no records
        }
        var text = new StringBuilder(INDEX).append(' ').append(members.index()).append('\n');
        for (var one : members.peers()) {
            text.append(one.id())
                    .append(' ')
                    .append(one.raftAddress())
                    .append(' ')
                    .append(one.clientAddress())
                    .append(' ')
                    .append(one.adminAddress())
                    .append('\n');
        }
        var aside = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(aside, text, StandardCharsets.US_ASCII);
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn(
                    "{} cannot be written: who the members are will be forgotten at the next start",
                    file);
        }
    }
}
