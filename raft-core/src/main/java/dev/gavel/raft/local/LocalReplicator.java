package dev.gavel.raft.local;

import dev.gavel.raft.AppliedListener;
import dev.gavel.raft.Bytes;
import dev.gavel.raft.Consistency;
import dev.gavel.raft.LogExtent;
import dev.gavel.raft.LogPosition;
import dev.gavel.raft.MemberChangeException;
import dev.gavel.raft.MemberChangeException.Kind;
import dev.gavel.raft.Membership;
import dev.gavel.raft.Peer;
import dev.gavel.raft.QueueLengths;
import dev.gavel.raft.Read;
import dev.gavel.raft.ReplicaConfig;
import dev.gavel.raft.ReplicaStatus;
import dev.gavel.raft.ReplicatedMachine;
import dev.gavel.raft.Replicator;
import dev.gavel.raft.Request;
import dev.gavel.raft.Restored;
import dev.gavel.raft.Submission;
import dev.gavel.raft.Write;
import dev.gavel.raft.log.Applier;
import dev.gavel.raft.log.Envelope.Item;
import dev.gavel.raft.log.GroupCommit;
import dev.gavel.raft.log.GroupCommit.NotCommitted;
import dev.gavel.raft.log.Pulse;
import dev.gavel.raft.log.SnapshotFormat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A group of one, in memory. Entries take the same way as with Ratis, through group commit, the
 * stored bytes and the applier, but for the disk: what was acknowledged is gone with the process.
 *
 * @param <S> the machine's state
 * @param <E> the machine's events
 */
public final class LocalReplicator<S, E> implements Replicator<S, E> {

    private final ReplicaConfig config;
    private final ReplicatedMachine<S, E> machine;
    private final Applier<S, E> applier;
    private final GroupCommit groupCommit;
    private final Pulse pulse;
    private final ExecutorService applying;
    private final CompletableFuture<String> fault = new CompletableFuture<>();
    private volatile long snapshotIndex = -1;
    private long lastIndex;

    private LocalReplicator(ReplicaConfig config, ReplicatedMachine<S, E> machine, Clock clock) {
        this.config = config;
        this.machine = machine;
        this.applier = new Applier<>(machine);
        this.applying = Executors.newSingleThreadExecutor(
                task -> Thread.ofPlatform().daemon().name("local-apply").unstarted(task));
        this.groupCommit = new GroupCommit(this::propose, config.tuning(), clock,
                applier::digest);
        this.pulse = new Pulse("local-pulse", groupCommit, clock, () -> !applying.isShutdown(),
                () -> machine.nextDeadlineMillis(applier.view().state()), () -> false);
    }

    /** Starts a replica that stamps entries from {@code clock}. */
    public static <S, E> LocalReplicator<S, E> start(ReplicaConfig config,
            ReplicatedMachine<S, E> machine, Clock clock) {
        return new LocalReplicator<>(config, machine, clock);
    }

    private void propose(long number, Bytes entry, Consumer<NotCommitted> ifNot) {
        try {
            applying.execute(() -> {
                try {
                    groupCommit.applied(number,
                            applier.apply(new LogPosition(1, ++lastIndex), entry));
                } catch (RuntimeException e) {
                    fault.complete(String.valueOf(e.getMessage()));
                    applying.shutdown();
                    ifNot.accept(new NotCommitted.Unknown("the replica has stopped: " + e));
                }
            });
        } catch (RejectedExecutionException e) {
            ifNot.accept(new NotCommitted.NotLeader(Optional.empty()));
        }
    }

    @Override
    public void submit(Request request, Consumer<Submission> whenDone) {
        groupCommit.submit(new Item.Command(request), whenDone);
    }

    @Override
    public void submitAll(List<Write> writes) {
        groupCommit.submitAll(writes);
    }

    @Override
    public CompletableFuture<Submission> openSession(String principal) {
        var done = new CompletableFuture<Submission>();
        groupCommit.submit(applier.wishForSession(principal), done::complete);
        return done;
    }

    @Override
    public CompletableFuture<Read<S>> read(Consistency consistency) {
        return CompletableFuture.completedFuture(applier.view());
    }

    @Override
    public ReplicaStatus status() {
        var digest = applier.digest();
        var index = applier.view().at().index();
        var stopped = applying.isShutdown();
        return new ReplicaStatus(config.self(),
                stopped ? ReplicaStatus.Role.NONE : ReplicaStatus.Role.LEADER, 1,
                Optional.of(config.self()), new LogExtent(index, index, 1, index, snapshotIndex),
                digest.index(),
                digest.digest(), !stopped, stopped ? "stopped" : "");
    }

    @Override
    public Restored restored() {
        return new Restored(1, Optional.of(config.self()), 0, -1, -1, Duration.ZERO);
    }

    @Override
    public CompletableFuture<Restored.Replayed> replayed() {
        return CompletableFuture.completedFuture(new Restored.Replayed(0, Duration.ZERO));
    }

    @Override
    public void addListener(AppliedListener<S, E> listener) {
        applier.addListener(listener);
    }

    @Override
    public CompletableFuture<Integer> transferLeadership(int to, Duration timeout) {
        return to == config.self() || to == -1 ? CompletableFuture.completedFuture(config.self())
                : CompletableFuture.failedFuture(
                        new IllegalArgumentException(
                                "there is no server " + to + " in this group"));
    }

    @Override
    public Membership members() {
        return new Membership(-1, config.peers(), false);
    }

    @Override
    public CompletableFuture<Membership> changeMembers(Membership present, List<Peer> wanted,
            Duration within) {
        return CompletableFuture.failedFuture(new MemberChangeException(Kind.REFUSED,
                "a group in memory has one replica and no other"));
    }

    /** Fails: there is no other replica that could lead. */
    @Override
    public void stepAside() {}

    @Override
    public QueueLengths queues() {
        return groupCommit.lengths();
    }

    /**
     * Writes the state, and reads it back in place of what is there, so that both are exercised.
     */
    @Override
    public CompletableFuture<Long> takeSnapshot() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                var taken = SnapshotFormat.take(applier);
                var bytes = new ByteArrayOutputStream();
                SnapshotFormat.write(taken, machine, bytes);
                SnapshotFormat.read(new ByteArrayInputStream(bytes.toByteArray()), machine,
                        applier);
                snapshotIndex = taken.at().index();
                return snapshotIndex;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }, applying);
    }

    @Override
    public CompletableFuture<String> fault() {
        return fault;
    }

    @Override
    public void close() {
        pulse.close();
        applying.shutdown();
        try {
            applying.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
