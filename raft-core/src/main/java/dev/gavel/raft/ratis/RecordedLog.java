package dev.gavel.raft.ratis;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.LogPosition;
import dev.gavel.raft.NewerVersionException;
import dev.gavel.raft.RecordsException;
import dev.gavel.raft.RecordsException.Kind;
import dev.gavel.raft.ReplicaConfig;
import dev.gavel.raft.log.Envelope;
import dev.gavel.raft.log.EnvelopeCodec;
import dev.gavel.raft.log.Fault;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;

/**
 * Reads the log of one server as it lies on the disk, entry by entry, whether the server runs or
 * not. Reading changes nothing. One instance reads on where it stopped.
 */
public final class RecordedLog {

    private final Path records;
    private final Path log;
    private final String cluster;
    private long last;
    private Seen seen = new Seen(-1, FileTime.fromMillis(0), -1);

    /** The newest file at the last reading, and the index up to which it was wanted then. */
    private record Seen(long start, FileTime changed, long upTo) {}

    /** The content of an entry. */
    public sealed interface Content {

        /** Commands, or a pulse that lets time pass. */
        record Stored(Envelope envelope) implements Content {}

        /** A change of the members to these. */
        record Members(List<Integer> ids) implements Content {}

        /** An entry that replication writes for itself. */
        record Note() implements Content {}

        /** Bytes that are no entry of this cluster. */
        record Unreadable(String why) implements Content {}
    }

    /** Hears entries in the log's order. */
    @FunctionalInterface
    public interface Reader {

        /** The next entry. */
        void entry(LogPosition at, Content content);
    }

    /** Ends a walk through the files once enough was read. */
    private static final class Enough extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private Enough() {
            super(null, null, false, false);
        }
    }

    private RecordedLog(ReplicaConfig config, long after) {
        this.records = config.records().toAbsolutePath().normalize();
        this.log = RecordsFolder.group(records, RatisProperties.group(config).getGroupId())
                .resolve("current");
        this.cluster = config.cluster();
        this.last = after;
    }

    /**
     * The log of the server that {@code config} is about.
     *
     * @param after the first entry read is behind this index; -1: all the log still has
     * @throws RecordsException if there is none
     */
    public static RecordedLog after(long after, ReplicaConfig config) {
        var log = new RecordedLog(config, after);
        if (!RecordsFolder.holds(log.records, log.log)) {
            throw new RecordsException(Kind.UNREADABLE,
                    "no records of \"" + log.cluster + "\" in " + log.records);
        }
        return log;
    }

    /**
     * Index of the entry that was read last; if none was, the index behind which reading began.
     */
    public long last() {
        return last;
    }

    /**
     * Reads on, as far as whole entries are there.
     *
     * @param upTo the last index to read
     * @return what is behind the last whole entry, in words, if more was expected; else empty
     */
    public String read(long upTo, Reader reader) {
        try {
            return tryToRead(upTo, reader);
        } catch (NoSuchFileException e) {
            return ""; // a running server has just given it another name: next time
        } catch (IOException e) {
            throw RecordsCheckup.unreadable(records, e);
        }
    }

    private String tryToRead(long upTo, Reader reader) throws IOException {
        var files = LogTail.files(log);
        if (files.isEmpty()) {
            return "";
        }
        var newest = files.getLast();
        var now = new Seen(LogTail.start(newest), Files.getLastModifiedTime(newest), upTo);
        if (now.equals(seen)) {
            return "";
        }
        var damage = "";
        try {
            for (var i = 0; i < files.size(); i++) {
                var isBehind = i + 1 < files.size() && LogTail.start(files.get(i + 1)) <= last + 1;
                if (!isBehind) {
                    damage = LogTail.of(files.get(i), (entry, file, atByte) -> hear(entry, upTo,
                            reader)).damage();
                }
            }
        } catch (Enough e) {
            damage = "";
        }
        seen = now;
        return damage;
    }

    private void hear(LogEntryProto entry, long upTo, Reader reader) {
        if (entry.getIndex() > upTo) {
            throw new Enough();
        }
        if (entry.getIndex() > last) {
            last = entry.getIndex();
            reader.entry(new LogPosition(entry.getTerm(), last), content(entry));
        }
    }

    private static Content content(LogEntryProto entry) {
        if (entry.hasConfigurationEntry()) {
            return new Content.Members(
                    RecordedMembers.of(entry.getIndex(), entry.getConfigurationEntry()).ids());
        }
        if (!entry.hasStateMachineLogEntry()) {
            return new Content.Note();
        }
        try {
            return new Content.Stored(EnvelopeCodec.decode(Bytes.of(entry.getStateMachineLogEntry()
                    .getLogData()
                    .toByteArray())));
        } catch (Fault | NewerVersionException e) {
            return new Content.Unreadable(String.valueOf(e.getMessage()));
        }
    }
}
