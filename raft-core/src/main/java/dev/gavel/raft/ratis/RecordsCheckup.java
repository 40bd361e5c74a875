package dev.gavel.raft.ratis;

import dev.gavel.raft.Membership;
import dev.gavel.raft.RecordsException;
import dev.gavel.raft.RecordsException.Kind;
import dev.gavel.raft.ReplicaConfig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Looks at the records of a server that does not run, and moves a damaged log out of its way. */
public final class RecordsCheckup {

    private static final DateTimeFormatter ASIDE = DateTimeFormatter
            .ofPattern("'aside-'yyyyMMdd-HHmmss")
            .withZone(ZoneOffset.UTC);

    static final String TURNED_AWAY = "turned-away";

    private RecordsCheckup() {}

    /** Whether the records can be used. */
    public enum Verdict {
        /** Everything that was promised is there. */
        WHOLE,
        /** There are none: the server has not run yet, or its records are elsewhere. */
        NONE,
        /** The end of what was promised is missing: it starts, and the others refill it. */
        SHORT,
        /** A file is damaged within: it does not start. */
        DAMAGED
    }

    /**
     * The state of the records.
     *
     * @param verdict whether they can be used
     * @param folder where they are
     * @param promised how far the server has promised to hold the log; empty if the records do not
     *        say
     * @param logEnd last index of the log that can be read, or of a snapshot if that goes further
     * @param remarks files and bytes that are not as they should be, in words
     */
    public record Finding(Verdict verdict, Path folder, OptionalLong promised, long logEnd,
            List<String> remarks) {

        /** Copies the list. */
        public Finding {
            remarks = List.copyOf(remarks);
        }
    }

    /**
     * Reads everything and changes nothing.
     *
     * @throws RecordsException if a running server uses them, or they are another's
     */
    public static Finding look(ReplicaConfig config) {
        var folder = config.records().toAbsolutePath().normalize();
        if (!Files.isDirectory(folder)) {
            return new Finding(Verdict.NONE, folder, OptionalLong.empty(), -1, List.of());
        }
        try (var records = RecordsFolder.open(config)) {
            return look(folder, records, records.group(RatisProperties.group(config)));
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    /** What is damaged, to be added to a sentence; empty where nothing is found. */
    static String damage(ReplicaConfig config) {
        try {
            var remarks = look(config).remarks();
            return remarks.isEmpty() ? ""
                    : ". Damaged: " + String.join("; ", remarks)
                            + (isAlone(config, config.records().toAbsolutePath().normalize())
                                    ? ". There is no other server: restore a backup"
                                    : ". To fetch everything from the others, "
                                            + config.remedies().fetchAll(config.self())
                                            + " and start it")
                            + " (docs/OPERATING.md, damaged records)";
        } catch (RecordsException e) {
            return "";
        }
    }

    static Finding look(Path folder, RecordsFolder records, Path group)
            throws IOException {
        var remarks = new ArrayList<String>();
        var promised = promised(records, remarks);
        var damaged = promised.isEmpty() && !remarks.isEmpty();
        var tails = LogTail.all(group.resolve("current"));
        var end = LogCheck.newestSnapshot(group.resolve("sm"));
        for (var n = 0; n < tails.size(); n++) {
            var tail = tails.get(n);
            var isLast = n == tails.size() - 1;
            var gap = !isLast && tails.get(n + 1).firstIndex() != tail.lastIndex() + 1;
            if (!tail.damage().isEmpty() || gap) {
                remarks.add(tail.file().orElseThrow() + ", byte " + tail.wholeBytes()
                        + ", after index "
                        + tail.lastIndex() + ": "
                        + (tail.damage().isEmpty() ? "entries are missing" : tail.damage()));
                damaged |= !isLast;
            }
            end = Math.max(end, tail.lastIndex());
        }
        var missing = missingBefore(group, remarks);
        missing.ifPresent(remarks::add);
        damaged |= missing.isPresent();
        VoteFile.damage(group.resolve("current"), LogCheck.lastTerm(group)).ifPresent(remarks::add);
        var verdict = damaged ? Verdict.DAMAGED
                : end < promised.orElse(end) ? Verdict.SHORT
                        : end < 0 ? Verdict.NONE : Verdict.WHOLE;
        return new Finding(verdict, folder,
                promised.orElse(PromiseMark.UNKNOWN) == PromiseMark.UNKNOWN
                        ? OptionalLong.empty()
                        : promised,
                end, remarks);
    }

    /**
     * Remarks on each snapshot that is damaged; what is missing if the log begins behind the
     * others.
     */
    private static Optional<String> missingBefore(Path group, List<String> remarks)
            throws IOException {
        var whole = -1L;
        for (var file : matching(group.resolve("sm"), LogCheck.SNAPSHOT.pattern())) {
            if (DamagedLog.isWhole(file)) {
                whole = Math.max(whole, LogCheck.lastIndexOf(file));
            } else {
                remarks.add(file + ": its bytes are not those that were written");
            }
        }
        return DamagedLog.missingBefore(group.resolve("current"), whole);
    }

    private static OptionalLong promised(RecordsFolder records, List<String> remarks)
            throws IOException {
        if (!Files.exists(records.promised())) {
            return OptionalLong.empty();
        }
        try (var mark = PromiseMark.open(records.promised(), PromiseMark.NONE)) {
            return OptionalLong.of(mark.index());
        } catch (RecordsException e) {
            remarks.add(String.valueOf(e.getMessage()));
            return OptionalLong.empty();
        }
    }

    /**
     * Moves log and snapshots aside, so that the others refill the server. Its promise, its term
     * and its vote stay, so it does not vote before that.
     *
     * @return where they are now; empty if there was nothing to move
     * @throws RecordsException if a running server uses them, they are another's, or nobody could
     *         refill it
     */
    public static Optional<Path> setAside(ReplicaConfig config, Clock clock) {
        var folder = config.records().toAbsolutePath().normalize();
        if (isAlone(config, folder)) {
            throw new RecordsException(Kind.DAMAGED, "there is no other server that could send this"
                    + " one its records: restore a backup");
        }
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (var records = RecordsFolder.open(config)) {
            var group = records.group(RatisProperties.group(config));
            var files = new ArrayList<Path>();
            files.addAll(matching(group.resolve("current"), "log_.*"));
            files.addAll(matching(group.resolve("sm"), "snapshot\\..*"));
            if (files.isEmpty()) {
                return Optional.empty();
            }
            if (promised(records, new ArrayList<>()).isEmpty()) { // else it would vote at once
                PromiseMark.anew(records.promised(), PromiseMark.UNKNOWN).close();
            }
            var aside = Files.createDirectories(folder.resolve(ASIDE.format(clock.instant())));
            for (var file : files) {
                Files.move(file, aside.resolve(file.getFileName()));
            }
            return Optional.of(aside);
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    /**
     * Lets a server begin as if it had never run. It was never a member, and what it copied while
     * it was to become one is of no use. The copy is moved to {@value #TURNED_AWAY}, in place of an
     * earlier one there.
     *
     * @throws RecordsException if a running server uses them, or they are another's
     */
    public static void startOver(ReplicaConfig config) {
        var folder = config.records().toAbsolutePath().normalize();
        try (var records = RecordsFolder.open(config)) {
            var aside = folder.resolve(TURNED_AWAY);
            Folders.delete(aside);
            Files.createDirectory(aside);
            for (var file : List.of(records.raft(), records.promised(), records.applied())) {
                if (Files.exists(file)) {
                    Files.move(file, aside.resolve(file.getFileName()));
                }
            }
            Folders.sync(folder);
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private static boolean isAlone(ReplicaConfig config, Path folder) {
        return RecordedMembers
                .in(RecordsFolder.group(folder, RatisProperties.groupId(config.cluster())))
                .map(members -> members.peers().size() == 1)
                .orElse(config.peers().size() == 1);
    }

    /**
     * The members when the server with these records last heard of them; empty if the records do
     * not say.
     *
     * @param cluster name of the group
     * @param folder of one server, which may run
     */
    public static Optional<Membership> members(String cluster, Path folder) {
        return RecordedMembers.in(RecordsFolder.group(folder.toAbsolutePath().normalize(),
                RatisProperties.groupId(cluster)));
    }

    private static List<Path> matching(Path folder, String name) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(name)).toList();
        }
    }

    static RecordsException unreadable(Path folder, IOException e) {
        return new RecordsException(Kind.UNREADABLE, "the records in " + folder
                + " cannot be read: " + IoReason.of(e), e);
    }
}
