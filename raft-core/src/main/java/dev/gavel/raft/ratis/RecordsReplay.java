package dev.gavel.raft.ratis;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.LogPosition;
import dev.gavel.raft.NewerVersionException;
import dev.gavel.raft.RecordsException;
import dev.gavel.raft.RecordsException.Kind;
import dev.gavel.raft.ReplicaConfig;
import dev.gavel.raft.ReplicatedMachine;
import dev.gavel.raft.log.Applier;
import dev.gavel.raft.log.Envelope.DigestCheck;
import dev.gavel.raft.log.SnapshotFormat;
import dev.gavel.raft.ratis.RecordsCheckup.Verdict;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.util.MD5FileUtil;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Runs the records of a server that does not run through a fresh machine. It begins with the first
 * entry if the log still has it, otherwise with the oldest snapshot from which the log goes on. The
 * digests that leaders put into the log, and those within the snapshots, must come out again.
 *
 * @param <S> the machine's state
 * @param <E> the machine's events
 */
public final class RecordsReplay<S, E> {

    /** How many of the newest digests are told: servers stop at about the same index. */
    private static final int DIGESTS = 4_096;
    /** How many faults are told: more of one server tell nothing new. */
    private static final int MOST_FAULTS = 20;

    private final Supplier<? extends ReplicatedMachine<S, E>> machines;
    private final Progress progress;
    private final SkippedEntries skipped;
    private final NavigableMap<Long, Snapshot> snapshots = new TreeMap<>();
    private final NavigableMap<Long, Bytes> digests = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();
    private final Leaders leaders = new Leaders();
    private Applier<S, E> applier;
    private long goal;
    private long last;
    private long lastTerm;
    private long entries;
    private long commands;
    private int snapshotsSeen;

    /** Hears the progress. */
    @FunctionalInterface
    public interface Progress {

        /** The replay is at this index, of so many. */
        void at(long index, long of);
    }

    private record Snapshot(Path file, long digestIndex, Bytes digest) {}

    /**
     * Ends the walk through a log that cannot be followed further; the faults say what is wrong.
     */
    private static final class Broken extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    /**
     * Compares with the digests that leaders put into the log. If a leader went astray, the log has
     * its digest, and the others went on. If a later leader's digest comes out here, the others
     * were right, since each digest runs over all before it.
     */
    private static final class Leaders implements Applier.Arbiter {

        private String where = "";
        private Optional<String> difference = Optional.empty();

        @Override
        public void agrees(DigestCheck check) {
            difference = Optional.empty();
        }

        @Override
        public void differs(DigestCheck check, Bytes own, long seenAt) {
            if (difference.isEmpty()) {
                difference = Optional.of(where + "this replica differs from the leader's at log"
                        + " index " + check.index() + " (seen at " + seenAt + ")");
            }
        }
    }

    /**
     * The result.
     *
     * @param folder where the records are
     * @param after index of the snapshot it began with; -1 for the beginning of the log
     * @param end last index that was run through, -1 for none
     * @param entries of commands or time among them
     * @param commands within these
     * @param snapshots that were read, and came out again where the replay passed them
     * @param digests running digests by index, the newest
     * @param faults what is wrong and where, in words; empty if nothing is
     */
    public record Replayed(Path folder, long after, long end, long entries, long commands,
            int snapshots, NavigableMap<Long, Bytes> digests, List<String> faults) {}

    private RecordsReplay(Supplier<? extends ReplicatedMachine<S, E>> machines,
            Progress progress, SkippedEntries skipped) {
        this.skipped = skipped;
        this.machines = machines;
        this.progress = progress;
        this.applier = new Applier<>(machines.get(), leaders);
    }

    /**
     * Reads everything and changes nothing.
     *
     * @param machines a fresh machine each
     * @throws RecordsException if there are none, a running server uses them, they are another's,
     *         or only a later program can run them
     */
    public static <S, E> Replayed of(ReplicaConfig config,
            Supplier<? extends ReplicatedMachine<S, E>> machines, Progress progress) {
        var folder = config.records().toAbsolutePath().normalize();
        if (!Files.isDirectory(folder)) {
            throw new RecordsException(Kind.UNREADABLE, "no records in " + folder);
        }
        RecordsVersion.require(folder, machines.get().newestLogVersion());
        try (var records = RecordsFolder.open(config)) {
            var group = records.group(RatisProperties.group(config));
            var looked = RecordsCheckup.look(folder, records, group);
            var replay = new RecordsReplay<S, E>(machines, progress, SkippedEntries.in(folder));
            replay.goal = looked.logEnd();
            if (looked.verdict() == Verdict.SHORT) {
                replay.fault("promised up to index " + looked.promised().orElse(-1)
                        + ", and ends at " + looked.logEnd());
            }
            if (looked.verdict() == Verdict.SHORT || looked.verdict() == Verdict.DAMAGED) {
                looked.remarks().forEach(replay::fault);
            } else {
                VoteFile.damage(group.resolve("current"), LogCheck.lastTerm(group))
                        .ifPresent(replay::fault);
            }
            RecordedMembers.damage(group.resolve("current")).ifPresent(replay::fault);
            return replay.run(folder, group);
        } catch (IOException e) {
            throw RecordsCheckup.unreadable(folder, e);
        }
    }

    private Replayed run(Path folder, Path group) throws IOException {
        readSnapshots(group.resolve("sm"));
        var log = group.resolve("current");
        var tails = LogTail.all(log);
        var first = tails.isEmpty() ? Long.MAX_VALUE : tails.getFirst().firstIndex();
        var after = -1L;
        if (first > 0) {
            var base = tails.isEmpty() ? snapshots.lastEntry() : snapshots.ceilingEntry(first - 1);
            if (base != null) {
                after = base.getKey();
                applier = load(base.getValue().file());
                remember();
            } else if (!tails.isEmpty()) {
                fault(tails.getFirst().file().orElseThrow() + ": the log begins at index " + first
                        + ", and there is no snapshot of what was before");
            }
        }
        last = after;
        if (faults.isEmpty() || first == 0 || after >= 0) {
            try {
                LogTail.all(log, this::entry);
            } catch (Broken e) {
                // told among the faults
            }
        }
        leaders.difference.ifPresent(this::fault);
        return new Replayed(folder, after, last, entries, commands, snapshotsSeen, digests,
                List.copyOf(faults));
    }

    private void readSnapshots(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var files = Files.list(folder)) {
            for (var file : files.sorted().toList()) {
                var name = LogCheck.SNAPSHOT.matcher(file.getFileName().toString());
                if (name.matches()) {
                    readSnapshot(file, Long.parseLong(name.group(2)));
                }
            }
        }
    }

    private void readSnapshot(Path file, long index) {
        try {
            var stored = MD5FileUtil.readStoredMd5ForFile(file.toFile());
            if (stored == null) {
                fault(file + ": its digest file is missing, so it was never complete");
                return;
            }
            if (!stored.equals(MD5FileUtil.computeMd5ForFile(file.toFile()))) {
                fault(file + ": its bytes are not those its digest file tells of");
                return;
            }
            var held = load(file).digest();
            snapshots.put(index, new Snapshot(file, held.index(), held.digest()));
            snapshotsSeen++;
        } catch (IOException | NewerVersionException e) {
            fault(file + ": " + e.getMessage());
        }
    }

    private Applier<S, E> load(Path file) throws IOException {
        var machine = machines.get();
        var loaded = new Applier<>(machine, leaders);
        try (var in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            SnapshotFormat.read(in, machine, loaded);
        }
        return loaded;
    }

    private void entry(LogEntryProto entry, Path file, long atByte) {
        var index = entry.getIndex();
        if (index <= last) {
            return; // the snapshot holds it
        }
        if (index != last + 1 || entry.getTerm() < lastTerm) {
            fault(where(file, atByte, index) + "follows index " + last + " of term " + lastTerm
                    + ", and is of term " + entry.getTerm());
            throw new Broken();
        }
        var at = new LogPosition(entry.getTerm(), index);
        if (entry.hasStateMachineLogEntry()) {
            leaders.where = where(file, atByte, index);
            var stored = RatisBytes.of(entry.getStateMachineLogEntry().getLogData());
            try {
                if (skipped.has(index, entry.getTerm(), stored)) {
                    applier.pass(at, stored);
                } else {
                    commands += applier.apply(at, stored).size();
                }
            } catch (RuntimeException e) {
                fault(where(file, atByte, index) + e.getMessage());
                throw new Broken();
            }
            entries++;
            remember();
        } else {
            applier.skip(at);
        }
        last = index;
        lastTerm = entry.getTerm();
        compare(index);
        progress.at(index, goal);
    }

    /** Compares with the snapshot that was taken at this index, if one was. */
    private void compare(long index) {
        var snapshot = snapshots.get(index);
        var now = applier.digest();
        if (snapshot != null && (snapshot.digestIndex() != now.index()
                || !snapshot.digest().equals(now.digest()))) {
            fault(snapshot.file() + ": at index " + index
                    + " the log comes to another state");
        }
    }

    private void remember() {
        digests.put(applier.digest().index(), applier.digest().digest());
        if (digests.size() > DIGESTS) {
            digests.pollFirstEntry();
        }
    }

    private static String where(Path file, long atByte, long index) {
        return file + ", byte " + atByte + ", index " + index + ": ";
    }

    private void fault(String what) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(what);
        }
    }
}
