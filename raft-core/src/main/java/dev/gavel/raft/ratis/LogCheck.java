package dev.gavel.raft.ratis;

import dev.gavel.raft.RecordsException;
import dev.gavel.raft.RecordsException.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;

/**
 * Compares the end of the log with this server's promise, before Ratis sees the log.
 *
 * @param mark how far it has promised
 * @param endIndex how far the log goes, or a snapshot where that goes further; -1 for nothing
 */
record LogCheck(PromiseMark mark, long endIndex) {

    private static final Logger LOG = LoggerFactory.getLogger(LogCheck.class);
    static final Pattern SNAPSHOT = Pattern.compile("snapshot\\.(\\d+)_(\\d+)");

    /**
     * Compares, and cuts off a torn end.
     *
     * @param group folder of the group's records, which need not exist
     * @param alone whether there is no other member
     * @throws RecordsException if the log lost its end and no other server can give it back
     */
    static LogCheck of(Path group, Path promised, boolean alone) throws IOException {
        var tail = LogTail.in(group.resolve("current"));
        var snapshot = newestSnapshot(group.resolve("sm"));
        if (tail.lastIndex() < snapshot) {
            snapshot = DamagedLog.newestWhole(group.resolve("sm")); // it counts, so its bytes do
        }
        var end = Math.max(tail.lastIndex(), snapshot);
        if (end >= 0 && !Files.exists(promised)) {
            LOG.warn("{} is missing, so that entries which the log lost before are not noticed. The"
                    + " file begins anew at the log's end, index {}", promised, end);
        }
        var check = new LogCheck(mark(promised, end, alone), end);
        if (check.isShort()) {
            var sentence = check.sentence(tail);
            if (alone) {
                check.mark().close();
                throw new RecordsException(Kind.DAMAGED, sentence + ". There is no other server to"
                        + " get the rest from: restore a backup, see docs/OPERATING.md,"
                        + " damaged records");
            }
            if (check.mark().index() != PromiseMark.UNKNOWN) { // else it was said
                LOG.error("{}. This server takes no part in elections until the others have sent it"
                        + " the missing entries",
                        sentence);
            }
        } else if (!tail.damage().isEmpty() && tail.lastIndex() >= snapshot) {
            LOG.warn(
                    "{} ended in {} after index {}, left by a crash and never acknowledged: cut off",
                    tail.file().orElseThrow(), tail.damage(), tail.lastIndex());
        }
        if (tail.file().isPresent() && tail.lastIndex() < snapshot) {
            DamagedLog.setAsideAll(group, tail, snapshot);
        } else if (!tail.damage().isEmpty()) {
            tail.cut();
        }
        return check;
    }

    /**
     * The mark. If it is damaged, a mark that says that the promise is not known. A server alone
     * has nobody to learn it from, and begins at the end of its log, as if there were no mark.
     */
    private static PromiseMark mark(Path file, long end, boolean alone) throws IOException {
        PromiseMark mark;
        try {
            mark = PromiseMark.open(file, end);
        } catch (RecordsException damaged) {
            var kept = file.resolveSibling(file.getFileName() + ".damaged");
            Files.copy(file, kept, StandardCopyOption.REPLACE_EXISTING);
            LOG.error("{} is damaged, so it is not known how far this server has promised to hold"
                    + " the log. What was found is in {}. {}", file, kept,
                    alone ? "There is no other server, so the file begins anew at the log's end,"
                            + " index "
                            + end + ": entries that the log lost before are not noticed"
                            : "The server takes no part in elections until it has every entry that"
                                    + " the leader has");
            mark = PromiseMark.anew(file, PromiseMark.UNKNOWN);
        }
        if (alone && mark.index() == PromiseMark.UNKNOWN) {
            mark.set(end);
            mark.force();
        }
        return mark;
    }

    /** Whether the log ends before the promise, or may do so. */
    boolean isShort() {
        return endIndex < mark.index();
    }

    private String sentence(LogTail tail) {
        return "the log lost its end: this server has promised to hold it up to index "
                + mark.index() + ", and it ends at " + endIndex
                + tail.file()
                        .map(file -> " (" + file + ", byte " + tail.wholeBytes()
                                + (tail.damage().isEmpty() ? "" : ", then " + tail.damage()) + ")")
                        .orElse(" (there is no log)");
    }

    /**
     * The latest term of an entry or snapshot of {@code group}; -1 where there are neither.
     *
     * @param group folder of the group's records, which need not exist
     */
    static long lastTerm(Path group) throws IOException {
        var last = -1L;
        for (var file : LogTail.files(group.resolve("current")).reversed()) {
            last = Math.max(last, LogTail.of(file).lastTerm());
            if (last > 0) {
                break; // terms never fall
            }
        }
        return Math.max(last, newest(group.resolve("sm"), 1));
    }

    /** Index of the newest complete snapshot in {@code folder}; -1 where there is none. */
    static long newestSnapshot(Path folder) throws IOException {
        return newest(folder, 2);
    }

    /** Last index that a file called {@link #SNAPSHOT} holds. */
    static long lastIndexOf(Path snapshot) {
        var name = SNAPSHOT.matcher(snapshot.getFileName().toString());
        return name.matches() ? Long.parseLong(name.group(2)) : -1;
    }

    /** The largest of these parts of the names of complete snapshots. */
    private static long newest(Path folder, int part) throws IOException {
        if (!Files.isDirectory(folder)) {
            return -1;
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> Files.exists(Path.of(file + ".md5")))
                    .map(file -> SNAPSHOT.matcher(file.getFileName().toString()))
                    .filter(name -> name.matches())
                    .mapToLong(name -> Long.parseLong(name.group(part)))
                    .max()
                    .orElse(-1);
        }
    }
}
