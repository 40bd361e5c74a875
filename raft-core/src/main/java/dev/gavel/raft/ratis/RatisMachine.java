package dev.gavel.raft.ratis;

import static java.util.Objects.requireNonNull;

import dev.gavel.raft.LogPosition;
import dev.gavel.raft.NewerVersionException;
import dev.gavel.raft.RecordsException;
import dev.gavel.raft.ReplicaConfig;
import dev.gavel.raft.ReplicaConfig.Tuning;
import dev.gavel.raft.ReplicatedMachine;
import dev.gavel.raft.Replicator;
import dev.gavel.raft.Submission;
import dev.gavel.raft.log.Applier;
import dev.gavel.raft.log.EntryFault;
import dev.gavel.raft.log.SnapshotFormat;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.exceptions.StateMachineException;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.util.LifeCycle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;

/**
 * Hands Ratis' callbacks to the {@link Applier}. A thread of its own writes snapshots beside
 * applying. The log behind the snapshot before the newest is dropped, so a damaged newest one costs
 * nothing.
 */
final class RatisMachine<S, E> extends BaseStateMachine {

    /** Hears how the entries end that this replica proposed. */
    interface Proposals {

        /** The entry is about to go into the log: from here on it may be committed. */
        void appending(long number);

        /** The entry was applied. */
        void applied(long number, List<Submission> outcomes);
    }

    private static final Logger LOG = LoggerFactory.getLogger(RatisMachine.class);

    /**
     * A snapshot is written without rests once so much log was applied beside it. Until it is
     * written, everything is kept that commands have replaced meanwhile. That would fill the heap
     * of a large and busy cluster.
     */
    private static final long RESTS_UNTIL_APPLIED_BYTES = 32 << 20;

    /**
     * How long a stop waits for a snapshot that is being written, before it gives the snapshot up.
     */
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(1);
    /** Servers of a cluster take turns with the first snapshot that the amount of log calls for. */
    private static final int TURNS = 5;

    private final ReplicatedMachine<S, E> machine;
    private final Applier<S, E> applier;
    private final Tuning tuning;
    private final ClientId own;
    private final Proposals proposals;
    private final CompletableFuture<String> fault;
    private final LongConsumer purge;
    private final Promises promises;
    private final AppliedMark mark;
    private final AppliedTerms terms;
    private final Members members;
    private final EntryGuard guard;
    private final SkippedEntries skipped;
    private final ReplicaConfig config;
    private final SnapshotFiles files = new SnapshotFiles();
    private final ExecutorService snapshotWriter = Executors.newSingleThreadExecutor(
            task -> Thread.ofPlatform().daemon().name("snapshot").unstarted(task));
    private final AtomicReference<@Nullable CompletableFuture<Long>> writing = new AtomicReference<>();
    private @Nullable RaftStorage storage;
    private int needed = 1;
    private long entriesSinceSnapshot;
    private long bytesSinceSnapshot;
    private final AtomicLong appliedBytes = new AtomicLong();
    private volatile boolean closing;
    private volatile boolean failed;

    RatisMachine(ReplicatedMachine<S, E> machine, Applier<S, E> applier, ClientId own,
            Proposals proposals, CompletableFuture<String> fault,
            LongConsumer purge, Promises promises, AppliedMark mark, AppliedTerms terms,
            Members members,
            EntryGuard guard, SkippedEntries skipped, ReplicaConfig config) {
        this.machine = machine;
        this.applier = applier;
        this.config = config;
        this.tuning = config.tuning();
        this.own = own;
        this.proposals = proposals;
        this.fault = fault;
        this.purge = purge;
        this.promises = promises;
        this.mark = mark;
        this.terms = terms;
        this.members = members;
        this.guard = guard;
        this.skipped = skipped;
        // Servers that write their snapshots one after another leave the machine to the commands.
        this.bytesSinceSnapshot = tuning.storage().snapshotEveryBytes() / TURNS
                * (config.self() % TURNS);
    }

    @Override
    public void initialize(RaftServer server, RaftGroupId group, RaftStorage storage)
            throws IOException {
        super.initialize(server, group, storage);
        this.storage = storage;
        getLifeCycle().startAndTransition(() -> {
            VoteFile.install(storage);
            files.init(storage);
            requireBeginning(restore());
        }, IOException.class);
    }

    private Path current() {
        return requireNonNull(storage).getStorageDir().getCurrentDir().toPath();
    }

    /** Refuses a log whose beginning was dropped, unless a snapshot holds that. */
    private void requireBeginning(Optional<TermIndex> restored) throws IOException {
        var missing = DamagedLog.missingBefore(current(),
                restored.map(TermIndex::getIndex).orElse(-1L));
        if (missing.isPresent()) {
            throw new IOException(missing.get() + files.damaged());
        }
    }

    private Optional<TermIndex> restore() throws IOException {
        try {
            var at = files.restore(machine, applier);
            at.ifPresent(this::setLastAppliedTermIndex);
            need();
            return at;
        } catch (NewerVersionException e) {
            var left = leave(e);
            throw new IOException(left.getMessage(), left);
        }
    }

    /**
     * Writes into the records which version they need, before anybody hears that it was adopted.
     */
    private void need() {
        var version = machine.logVersion(applier.view().state());
        if (version > needed) {
            promises.need(version);
            needed = version;
        }
    }

    /** Whether an entry could not be applied, after which Ratis ends this replica by itself. */
    boolean hasFailed() {
        return failed;
    }

    /**
     * The failure if an entry or a snapshot is of a version that this program does not know. It
     * stays for a program that does.
     */
    private RecordsException leave(NewerVersionException newer) {
        promises.need(newer.version());
        var left = RecordsVersion.newer(String.valueOf(newer.getMessage()));
        LOG.error("{}", left.getMessage());
        failed = true;
        fault.complete(String.valueOf(left.getMessage()));
        return left;
    }

    @Override
    public void pause() {
        getLifeCycle().transition(LifeCycle.State.PAUSING);
        getLifeCycle().transition(LifeCycle.State.PAUSED);
    }

    /** Goes on from a snapshot that the leader has installed here. */
    @Override
    public void reinitialize() throws IOException {
        getLifeCycle().startAndTransition(() -> {
            var unused = restore();
            promises.replaced();
        }, IOException.class);
        LOG.info("this server went on from the leader's snapshot at {}", getLastAppliedTermIndex());
    }

    @Override
    public StateMachineStorage getStateMachineStorage() {
        return files;
    }

    @Override
    public TransactionContext startTransaction(RaftClientRequest request) {
        var fault = request.getClientId().equals(own)
                ? guard.fault(RatisBytes.of(request.getMessage().getContent()))
                : Optional.of("it was not made by this server");
        if (fault.isPresent()) {
            LOG.error("an entry is not put into the log: {}", fault.get());
            return TransactionContext.newBuilder()
                    .setStateMachine(this)
                    .setClientRequest(request)
                    .build()
                    .setException(new StateMachineException(
                            "the entry is not put into the log: " + fault.get()));
        }
        return TransactionContext.newBuilder()
                .setStateMachine(this)
                .setClientRequest(request)
                .setLogData(request.getMessage().getContent())
                .build();
    }

    @Override
    public TransactionContext preAppendTransaction(TransactionContext transaction) {
        var request = transaction.getClientRequest();
        if (request.getClientId().equals(own)) {
            proposals.appending(request.getCallId());
        }
        return transaction;
    }

    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
        LogEntryProto entry = transaction.getLogEntry();
        var logged = entry.getStateMachineLogEntry();
        try {
            var at = new LogPosition(entry.getTerm(), entry.getIndex());
            var stored = RatisBytes.of(logged.getLogData());
            if (skipped.has(entry.getIndex(), entry.getTerm(), stored)) {
                LOG.warn("the entry at log index {} is skipped, as an operator decided",
                        entry.getIndex());
                applier.pass(at, stored);
                noteTerm(entry.getTerm(), entry.getIndex());
                updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
                mark.applied(entry.getIndex());
                return CompletableFuture.completedFuture(Message.EMPTY);
            }
            var outcomes = applier.apply(at, stored);
            need();
            noteTerm(entry.getTerm(), entry.getIndex());
            updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
            mark.applied(entry.getIndex());
            if (logged.getClientId().equals(own.toByteString())) {
                proposals.applied(logged.getCallId(), outcomes);
            }
            considerSnapshot(stored.length());
            return CompletableFuture.completedFuture(Message.EMPTY);
        } catch (NewerVersionException e) {
            throw leave(new NewerVersionException(e.version(),
                    "the entry at log index " + entry.getIndex() + ": " + e.getMessage()));
        } catch (EntryFault e) {
            var why = skipped.stopped(entry.getIndex(), entry.getTerm(),
                    RatisBytes.of(logged.getLogData()), String.valueOf(e.getMessage()),
                    config.remedies().skip(entry.getIndex(), config.self()));
            LOG.error("{}", why, e);
            failed = true;
            fault.complete(why);
            throw e;
        } catch (RuntimeException | Error e) {
            LOG.error("entry {} of term {} could not be applied", entry.getIndex(),
                    entry.getTerm(), e);
            failed = true;
            fault.complete(String.valueOf(e.getMessage()));
            throw e;
        }
    }

    /** Takes over the members, which were committed or came with a snapshot. */
    @Override
    public void notifyConfigurationChanged(long term, long index,
            RaftConfigurationProto configuration) {
        members.changed(index, configuration);
        try {
            RecordedMembers.keep(current());
        } catch (IOException e) {
            LOG.warn("no copy of {} can be kept: {}", current().resolve(RecordedMembers.FILE),
                    e.toString());
        }
    }

    @Override
    public void notifyTermIndexUpdated(long term, long index) {
        noteTerm(term, index);
        super.notifyTermIndexUpdated(term, index);
        applier.skip(new LogPosition(term, index));
        mark.applied(index);
    }

    /** Notes an entry's term. To be called before the last applied index is moved. */
    private void noteTerm(long term, long index) {
        var before = getLastAppliedTermIndex();
        terms.applied(before == null ? TermIndex.INITIAL_VALUE : before,
                TermIndex.valueOf(term, index));
    }

    private void considerSnapshot(int bytes) {
        entriesSinceSnapshot++;
        bytesSinceSnapshot += bytes;
        appliedBytes.addAndGet(bytes);
        if (entriesSinceSnapshot >= tuning.storage().snapshotEveryEntries()
                || bytesSinceSnapshot >= tuning.storage().snapshotEveryBytes()) {
            entriesSinceSnapshot = 0;
            bytesSinceSnapshot = 0;
            var unused = writeSnapshot();
        }
    }

    /** Writes what is applied now, or joins the writing under way; the index written. */
    CompletableFuture<Long> writeSnapshot() {
        var mine = new CompletableFuture<Long>();
        var under = writing.compareAndExchange(null, mine);
        if (under != null) {
            return under;
        }
        var taken = SnapshotFormat.take(applier);
        if (taken.at().index() == 0) {
            writing.set(null);
            mine.complete(-1L);
            return mine;
        }
        var appliedUntil = appliedBytes.get() + RESTS_UNTIL_APPLIED_BYTES;
        snapshotWriter.execute(() -> {
            try {
                files.write(taken, machine,
                        () -> appliedBytes.get() < appliedUntil && !isStopping());
                writing.set(null);
                mine.complete(taken.at().index());
                files.secondNewest().ifPresent(purge);
            } catch (IOException | RuntimeException | Error e) {
                writing.set(null);
                if (isStopping()) {
                    LOG.info("the snapshot at index {} is given up: stopping", taken.at().index());
                } else {
                    LOG.error("the snapshot at index {} could not be written: {}",
                            taken.at().index(), e.toString());
                }
                mine.completeExceptionally(e);
            }
        });
        return mine;
    }

    /** Index of the newest complete snapshot; -1 while there is none. */
    long snapshotIndex() {
        return Optional.ofNullable(files.getLatestSnapshot())
                .map(info -> info.getIndex())
                .orElse(-1L);
    }

    /** Ratis is about to sync the log up to {@code index}, and waits for the answer after that. */
    @Override
    public CompletableFuture<Void> flush(long index) {
        return promises.whenSynced(index);
    }

    /** Ratis is about to truncate the log from {@code index} on. */
    @Override
    public CompletableFuture<Void> truncate(long index) {
        if (index <= mark.index()) { // AppliedGuard stands before it; the log is not to be written any more
            var why = "the log is not truncated from index " + index
                    + " on, since this server has applied it up to " + mark.index();
            fault.complete(why);
            throw new IllegalStateException(why);
        }
        return promises.whenTruncated(index);
    }

    @Override
    public void notifyLogFailed(Throwable cause, LogEntryProto entry) {
        fault.complete("the log could not be written: " + cause);
    }

    @Override
    public void notifyServerShutdown(RoleInfoProto role, boolean allServer) {
        if (!closing) {
            fault.complete(Replicator.STOPPED_BY_ITSELF);
        }
    }

    @Override
    public CompletableFuture<Message> query(Message request) {
        return CompletableFuture.completedFuture(Message.EMPTY);
    }

    /** Notes that a stop is wanted from here on. */
    void closing() {
        closing = true;
    }

    /**
     * Stops. Nothing is written any more when it returns, since another process may use the records
     * then.
     */
    @Override
    public void close() {
        getLifeCycle().checkStateAndClose(this::endSnapshots);
    }

    private boolean isStopping() {
        return closing || getLifeCycle().getCurrentState().isClosingOrClosed();
    }

    private void endSnapshots() {
        snapshotWriter.shutdown();
        try {
            if (!snapshotWriter.awaitTermination(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                snapshotWriter.shutdownNow();
                if (!snapshotWriter.awaitTermination(ENDS_WITHIN.toMillis(),
                        TimeUnit.MILLISECONDS)) {
                    LOG.warn("a snapshot is still being written while this server stops");
                }
            }
        } catch (InterruptedException e) {
            snapshotWriter.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

}
