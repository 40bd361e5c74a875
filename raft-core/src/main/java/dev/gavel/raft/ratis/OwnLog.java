package dev.gavel.raft.ratis;

import dev.gavel.raft.ratis.LogQuestion.LogEnd;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * The log of this server as Ratis keeps it: how far it goes, its entries, and how it is dropped. If
 * the others say that this server was removed, Ratis closes the log by itself; then nothing here
 * fails.
 */
final class OwnLog {

    private static final Logger LOG = LoggerFactory.getLogger(OwnLog.class);
    private static final int PURGE_PARTS = 64;
    private static final Duration PURGE_REST = Duration.ofMillis(20);
    private static final Duration PURGE_PATIENCE = Duration.ofSeconds(10);

    private final RaftServer.Division division;
    private final AppliedTerms terms;
    private volatile long lastSeen = -1;

    /**
     * The log of one server.
     *
     * @param terms the terms of the applied entries, also of those that the log has no longer
     */
    OwnLog(RaftServer.Division division, AppliedTerms terms) {
        this.division = division;
        this.terms = terms;
    }

    /**
     * Index of the last entry; -1 for none. Of a log that is closed, the last index that was seen.
     */
    long lastIndex() {
        try {
            var last = division.getRaftLog().getLastEntryTermIndex();
            lastSeen = last == null ? -1 : last.getIndex();
        } catch (IllegalStateException closed) {
            LOG.debug("the log is closed", closed);
        }
        return lastSeen;
    }

    /** The last entry, on the disk or on its way there; empty while there is none. */
    Optional<TermIndex> lastEntry() {
        return ofOpenLog(RaftLog::getLastEntryTermIndex);
    }

    /** The server's term and the last entry; empty while the log is. */
    Optional<LogEnd> end() {
        return lastEntry().map(
                entry -> new LogEnd(division.getInfo().getCurrentTerm(), entry));
    }

    /** Index up to which it is on the disk. */
    long syncedIndex() {
        return division.getRaftLog().getFlushIndex();
    }

    /** Index up to which a majority is known to have it. */
    long committedIndex() {
        return division.getRaftLog().getLastCommittedIndex();
    }

    /** Committed entries that are not applied yet, as far as it is known. */
    long behind() {
        return committedIndex() - division.getInfo().getLastAppliedIndex();
    }

    /** Whether the log has another entry at the index of {@code entry}, of the same term. */
    boolean contradicts(LogEntryProto entry) {
        return entry.hasStateMachineLogEntry() && ofOpenLog(log -> entryIn(log, entry.getIndex()))
                .map(own -> !own.getStateMachineLogEntry()
                        .getLogData()
                        .equals(entry.getStateMachineLogEntry().getLogData()))
                .orElse(false);
    }

    /** The term of the entry at this index; empty if it is not known. */
    OptionalLong appliedTerm(long index) {
        return ofOpenLog(log -> log.getTermIndex(index))
                .map(entry -> OptionalLong.of(entry.getTerm()))
                .orElseGet(() -> terms.at(index));
    }

    /**
     * The entry at this index; null if there is none, or none that can be read, which others find
     * out.
     */
    private static @Nullable LogEntryProto entryIn(RaftLog log, long index) {
        try {
            return log.get(index);
        } catch (IOException e) {
            LOG.debug("the entry at {} cannot be read", index, e);
            return null;
        }
    }

    /**
     * The result of {@code read}; empty if the log has none, or is closed, as that of a replica
     * that stopped is.
     */
    private <T> Optional<T> ofOpenLog(Function<RaftLog, @Nullable T> read) {
        try {
            return Optional.ofNullable(read.apply(division.getRaftLog()));
        } catch (IllegalStateException closed) {
            LOG.debug("the log is closed", closed);
            return Optional.empty();
        }
    }

    /**
     * Drops the log up to {@code index}, which a snapshot and the one after it hold. It drops one
     * part after another. Ratis deletes files on the thread that writes the log, and a file system
     * may take long over many at once. Returns when it is done, or given up.
     */
    void purge(long index) throws InterruptedException {
        var log = division.getRaftLog();
        var from = log.getStartIndex();
        try {
            for (var part = 1; part <= PURGE_PARTS && index > from; part++) {
                var before = log.getStartIndex();
                log.purge(from + (index - from) * part / PURGE_PARTS)
                        .get(PURGE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                if (log.getStartIndex() > before) {
                    Thread.sleep(PURGE_REST); // for the log to be written in between
                }
            }
        } catch (ExecutionException | TimeoutException | IllegalStateException e) { // the last: closed
            LOG.info("the log behind index {} is not dropped yet: {}", index, e.toString());
        }
    }
}
