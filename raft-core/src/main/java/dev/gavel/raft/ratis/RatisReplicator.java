package dev.gavel.raft.ratis;

import dev.gavel.raft.AppliedListener;
import dev.gavel.raft.Bytes;
import dev.gavel.raft.Consistency;
import dev.gavel.raft.Peer;
import dev.gavel.raft.PeerClocks;
import dev.gavel.raft.PortInUseException;
import dev.gavel.raft.QueueLengths;
import dev.gavel.raft.Read;
import dev.gavel.raft.RecordsException;
import dev.gavel.raft.ReplicaConfig;
import dev.gavel.raft.ReplicaStatus;
import dev.gavel.raft.ReplicatedMachine;
import dev.gavel.raft.Replicator;
import dev.gavel.raft.Request;
import dev.gavel.raft.Restored;
import dev.gavel.raft.Submission;
import dev.gavel.raft.Write;
import dev.gavel.raft.log.Applier;
import dev.gavel.raft.log.ClockGuard;
import dev.gavel.raft.log.Envelope.Item;
import dev.gavel.raft.log.GroupCommit;
import dev.gavel.raft.log.GroupCommit.NotCommitted;
import dev.gavel.raft.log.Pulse;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.apache.ratis.util.ExitUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * {@link Replicator} over an embedded Ratis server.
 *
 * @param <S> the machine's state
 * @param <E> the machine's events
 */
public final class RatisReplicator<S, E> implements Replicator<S, E>, RatisMachine.Proposals {

    private static final Logger LOG = LoggerFactory.getLogger(RatisReplicator.class);
    private static final Duration CLOSING = Duration.ofSeconds(5);
    /** How long a stop waits for leadership to be handed over. */
    private static final Duration HAND_OVER = Duration.ofSeconds(3);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    static {
        // To end the process is the server's decision, with its own code and sentence.
        ExitUtils.disableSystemExit();
        ExitUtils.setTerminateOnUncaughtException(false);
    }

    private final ReplicaConfig config;
    private final RecordsFolder records;
    private final RaftGroup group;
    private final RaftPeerId self;
    private final ClientId own = ClientId.randomId();
    private final AtomicLong otherCalls = new AtomicLong();
    private final CompletableFuture<String> fault = new CompletableFuture<>();
    private final CompletableFuture<Restored.Replayed> replayed = new CompletableFuture<>();
    /** Entries proposed here that Ratis has not answered: number to whether it may be logged. */
    private final ConcurrentHashMap<Long, Boolean> proposed = new ConcurrentHashMap<>();
    private final Applier<S, E> applier;
    private final RatisMachine<S, E> machine;
    private final GroupCommit groupCommit;
    private final ReadBarrier barrier;
    private final RaftServer server;
    private final RaftServer.Division division;
    private final Restored restored;
    private final Pulse pulse;
    private final ClockWatch clockWatch;
    private final ScheduledExecutorService watches;
    private boolean steppedAside;
    private volatile boolean closing;

    private RatisReplicator(ReplicaConfig config, RecordsFolder records,
            ReplicatedMachine<S, E> domain, Clock clock, PeerClocks peerClocks)
            throws IOException {
        var began = System.nanoTime();
        this.config = config;
        this.records = records;
        this.group = RatisProperties.group(config);
        this.self = RatisProperties.peerId(config.self());
        this.applier = new Applier<>(domain);
        this.machine = new RatisMachine<>(domain, applier, config.tuning(), own, this, fault,
                this::purge);
        this.groupCommit = new GroupCommit(this::propose, config.tuning(), clock,
                applier::digest);
        this.clockWatch = new ClockWatch(
                new ClockGuard(config.peers().size(), config.tuning().maxClockJump(), peerClocks),
                clock, () -> applier.view().timeMillis(), this::leads, this::handOver);
        this.barrier = new ReadBarrier(this::confirm, config.tuning().requestTimeout());
        Files.createDirectories(records.raft());
        this.server = RaftServer.newBuilder()
                .setServerId(self)
                .setGroup(group)
                .setOption(RaftStorage.StartupOption.RECOVER)
                .setProperties(RatisProperties.of(config, records.raft()))
                .setParameters(new Parameters())
                .setStateMachine(machine)
                .setThreadGroup(new FailingThreads())
                .build();
        start(server);
        this.division = server.getDivision(group.getGroupId());
        this.restored = restored(System.nanoTime() - began);
        this.pulse = new Pulse("pulse-" + config.self(), groupCommit, clock,
                () -> division.getInfo().isLeaderReady(),
                () -> domain.nextDeadlineMillis(applier.view().state()));
        this.watches = Executors.newSingleThreadScheduledExecutor(
                task -> Thread.ofPlatform()
                        .daemon()
                        .name("watch-" + config.self())
                        .unstarted(task));
        var unused = watches.scheduleWithFixedDelay(clockWatch::look, LOOK_EVERY.toMillis(),
                LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        Thread.ofVirtual().name("replay-" + config.self()).start(() -> awaitReplay(began));
    }

    /**
     * Starts a replica from its records.
     *
     * @throws RecordsException if the records cannot be used
     * @throws PortInUseException if the Raft port is taken
     */
    public static <S, E> RatisReplicator<S, E> start(ReplicaConfig config,
            ReplicatedMachine<S, E> machine) {
        return start(config, machine, Clock.systemUTC(), PeerClocks.UNREAD);
    }

    /**
     * As the other.
     *
     * @param clock stamps the entries
     * @param peerClocks what the clock of a leader is compared with
     */
    public static <S, E> RatisReplicator<S, E> start(ReplicaConfig config,
            ReplicatedMachine<S, E> machine, Clock clock, PeerClocks peerClocks) {
        var records = RecordsFolder.open(config);
        try {
            return new RatisReplicator<>(config, records, machine, clock, peerClocks);
        } catch (IOException e) {
            records.close();
            if (isBind(e)) {
                throw new PortInUseException("the Raft port " + config.me().raftAddress()
                        + " of server " + config.self() + " is in use by another process", e);
            }
            throw new RecordsException(RecordsException.Kind.UNREADABLE, "the records in "
                    + config.records().toAbsolutePath() + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static void start(RaftServer server) throws IOException {
        try {
            server.start();
        } catch (ExitUtils.ExitException e) {
            server.close();
            throw new IOException(e.getMessage(), e);
        }
    }

    /** The threads of replication: one that dies takes the replica out rather than leave it limping. */
    private final class FailingThreads extends ThreadGroup {

        FailingThreads() {
            super("raft-" + config.self());
        }

        @Override
        public void uncaughtException(Thread thread, Throwable e) {
            LOG.error("thread {} of replication died", thread.getName(), e);
            fault.complete("thread " + thread.getName() + " of replication died: " + e);
        }
    }

    private static boolean isBind(Throwable e) {
        return e instanceof BindException || String.valueOf(e.getMessage()).contains("in use")
                || (e.getCause() != null && isBind(e.getCause()));
    }

    private Restored restored(long tookNanos) throws IOException {
        var vote = division.getRaftStorage().getMetadataFile().getMetadata();
        var log = division.getRaftLog();
        var last = log.getLastEntryTermIndex();
        Optional<RaftPeerId> votedFor = Optional.ofNullable(vote.getVotedFor())
                .filter(id -> id.toString().startsWith("server-"));
        return new Restored(vote.getTerm(), votedFor.map(RatisProperties::number),
                log.getStartIndex(), last == null ? -1 : last.getIndex(), machine.snapshotIndex(),
                Duration.ofNanos(tookNanos));
    }

    private void awaitReplay(long began) {
        try {
            while (!closing) {
                var committed = division.getRaftLog().getLastCommittedIndex();
                var applied = division.getInfo().getLastAppliedIndex();
                if (division.getInfo().getLeaderId() != null && committed >= 0
                        && applied >= committed) {
                    var from = Math.max(restored.snapshotIndex(), -1);
                    var entries = Math.max(0, Math.min(applied, restored.logEndIndex()) - from);
                    replayed.complete(new Restored.Replayed(entries,
                            Duration.ofNanos(System.nanoTime() - began)));
                    return;
                }
                Thread.sleep(5);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void submit(Request request, Consumer<Submission> whenDone) {
        submit(new Item.Command(request), whenDone);
    }

    @Override
    public void submitAll(List<Write> writes) {
        if (division.getInfo().isLeader()) {
            groupCommit.submitAll(writes);
        } else {
            var elsewhere = new Submission.NotLeader(leader());
            writes.forEach(write -> write.whenDone().accept(elsewhere));
        }
    }

    @Override
    public CompletableFuture<Submission> openSession() {
        var done = new CompletableFuture<Submission>();
        submit(new Item.OpenSession(), done::complete);
        return done;
    }

    private void submit(Item item, Consumer<Submission> whenDone) {
        if (division.getInfo().isLeader()) {
            groupCommit.submit(item, whenDone);
        } else {
            whenDone.accept(new Submission.NotLeader(leader()));
        }
    }

    private Optional<Peer> leader() {
        return Optional.ofNullable(division.getInfo().getLeaderId())
                .filter(id -> !id.equals(self) && !id.toString().isEmpty())
                .flatMap(id -> RatisReplies.peer(id, config.peers()));
    }

    private boolean leads() {
        return division.getInfo().isLeader();
    }

    private void propose(long number, Bytes entry, Consumer<NotCommitted> ifNot) {
        var objection = clockWatch.objection(groupCommit.lastStampMillis());
        if (objection.isPresent()) {
            ifNot.accept(new NotCommitted.NotNow(objection.get()));
            return;
        }
        proposed.put(number, false);
        var content = UnsafeByteOperations.unsafeWrap(entry.array(), entry.offset(),
                entry.length());
        var request = request(number, RaftClientRequest.writeRequestType(),
                Message.valueOf(content));
        try {
            var unused = server.submitClientRequestAsync(request).handle((reply, thrown) -> {
                var appended = Boolean.TRUE.equals(proposed.remove(number));
                RatisReplies.notCommitted(reply, thrown, appended, config.peers())
                        .ifPresent(ifNot);
                return null;
            });
        } catch (IOException e) {
            var appended = Boolean.TRUE.equals(proposed.remove(number));
            RatisReplies.notCommitted(null, e, appended, config.peers()).ifPresent(ifNot);
            return;
        }
    }

    private RaftClientRequest request(long number, RaftClientRequest.Type type, Message message) {
        return RaftClientRequest.newBuilder()
                .setClientId(own)
                .setServerId(self)
                .setGroupId(group.getGroupId())
                .setCallId(number)
                .setType(type)
                .setMessage(message)
                .build();
    }

    @Override
    public void appending(long number) {
        proposed.replace(number, true);
    }

    @Override
    public void applied(long number, List<Submission> outcomes) {
        groupCommit.applied(number, outcomes);
    }

    @Override
    public CompletableFuture<Read<S>> read(Consistency consistency) {
        return switch (consistency) {
            case LOCAL -> CompletableFuture.completedFuture(applier.view());
            case LINEARIZABLE -> barrier.confirm().thenApply(confirmed -> applier.view());
        };
    }

    private CompletableFuture<Void> confirm() {
        try {
            return server.submitClientRequestAsync(request(otherCalls.decrementAndGet(),
                    RaftClientRequest.readRequestType(), Message.EMPTY)).thenApply(reply -> {
                        if (!reply.isSuccess()) {
                            throw new IllegalStateException(reply.getException());
                        }
                        return null;
                    });
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public ReplicaStatus status() {
        var info = division.getInfo();
        var log = division.getRaftLog();
        var last = log.getLastEntryTermIndex();
        var digest = applier.digest();
        var leader = info.isLeader() ? Optional.of(config.self()) : leader().map(Peer::id);
        var role = !info.isAlive() ? ReplicaStatus.Role.NONE : switch (info.getCurrentRole()) {
            case LEADER -> ReplicaStatus.Role.LEADER;
            case CANDIDATE -> ReplicaStatus.Role.CANDIDATE;
            default -> ReplicaStatus.Role.FOLLOWER;
        };
        var why = notReady(leader.isPresent(), info.isLeader() && !info.isLeaderReady());
        return new ReplicaStatus(config.self(), role, info.getCurrentTerm(), leader,
                log.getLastCommittedIndex(), applier.view().at().index(), log.getStartIndex(),
                last == null ? -1 : last.getIndex(), machine.snapshotIndex(), digest.index(),
                digest.digest(), why.isEmpty(), why);
    }

    private String notReady(boolean leaderKnown, boolean leaderStarting) {
        if (fault.isDone()) {
            return "stopped: " + fault.join();
        }
        if (closing) {
            return "stopping";
        }
        if (!leaderKnown) {
            return "no leader: waiting for a majority of the " + config.peers().size()
                    + " servers";
        }
        if (leaderStarting) {
            return "the new leader is not ready yet";
        }
        if (clockWatch.doubt().isPresent()) {
            return clockWatch.doubt().get();
        }
        return replayed.isDone() ? "" : "replaying the log";
    }

    @Override
    public Restored restored() {
        return restored;
    }

    @Override
    public CompletableFuture<Restored.Replayed> replayed() {
        return replayed;
    }

    @Override
    public void addListener(AppliedListener<S, E> listener) {
        applier.addListener(listener);
    }

    @Override
    public CompletableFuture<Integer> transferLeadership(int to, Duration timeout) {
        if (to != -1 && config.peers().stream().noneMatch(peer -> peer.id() == to)) {
            return CompletableFuture.failedFuture(new IllegalArgumentException(
                    "there is no server " + to + " in this cluster"));
        }
        return transferLeadership(() -> to == -1 ? reachable() : List.of(to), timeout);
    }

    /** To whoever of {@code trusted} can be reached; what comes of it is in the log. */
    private void handOver(List<Integer> trusted) {
        var unused = transferLeadership(
                () -> reachable().stream().filter(trusted::contains).toList(), HAND_OVER)
                .whenComplete((leader, failure) -> {
                    if (failure != null) {
                        LOG.warn("{}", String.valueOf(failure.getMessage()));
                    } else {
                        LOG.info("leadership was handed over to server {}", leader);
                    }
                });
    }

    private CompletableFuture<Integer> transferLeadership(Supplier<List<Integer>> candidates,
            Duration timeout) {
        var until = System.nanoTime() + timeout.toNanos();
        return CompletableFuture.supplyAsync(() -> {
            String why = "no other server is up to date";
            for (var candidate : candidates.get()) {
                var left = Math.max(100, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime()));
                var failed = transfer(candidate, left);
                if (failed.isEmpty()) {
                    return candidate;
                }
                why = failed;
            }
            throw new IllegalStateException("leadership was not handed over: " + why);
        }, task -> Thread.ofVirtual().name("transfer").start(task));
    }

    /** Followers that answered just now; none when they are no majority with this one. */
    private List<Integer> reachable() {
        var recent = config.tuning().electionTimeoutMin().toMillis();
        var followers = division.getInfo()
                .getRoleInfoProto()
                .getLeaderInfo()
                .getFollowerInfoList()
                .stream()
                .filter(follower -> follower.getLastRpcElapsedTimeMs() < recent)
                .map(follower -> RatisProperties
                        .number(RaftPeerId.valueOf(follower.getId().getId())))
                .toList();
        return (followers.size() + 1) * 2 > config.peers().size() ? followers : List.of();
    }

    /** Why it failed; empty when it went well. */
    private String transfer(int to, long millis) {
        try {
            var reply = server.transferLeadershipAsync(new TransferLeadershipRequest(own, self,
                    group.getGroupId(), otherCalls.decrementAndGet(), RatisProperties.peerId(to),
                    millis)).get(millis + 500, TimeUnit.MILLISECONDS);
            return reply.isSuccess() ? "" : String.valueOf(reply.getException().getMessage());
        } catch (IOException | ExecutionException | TimeoutException e) {
            return String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    @Override
    public synchronized void stepAside() {
        if (steppedAside) {
            return;
        }
        steppedAside = true;
        if (!leads() || config.peers().size() == 1) {
            return;
        }
        try {
            transferLeadership(-1, HAND_OVER).get(HAND_OVER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("stopping without having handed leadership over: {}",
                    e.getCause() == null ? "no answer in time" : e.getCause().getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public QueueLengths queues() {
        return groupCommit.lengths();
    }

    @Override
    public CompletableFuture<Long> takeSnapshot() {
        return machine.writeSnapshot();
    }

    /** Drops the log behind {@code index}, which a snapshot and the one after it hold. */
    private void purge(long index) {
        var unused = division.getRaftLog().purge(index);
    }

    @Override
    public CompletableFuture<String> fault() {
        return fault;
    }

    @Override
    public void close() {
        if (closing) {
            return;
        }
        stepAside();
        closing = true;
        pulse.close();
        watches.shutdownNow();
        machine.closing();
        closeServer();
        records.close();
    }

    /**
     * Bounded, since closing can wait for ever for a thread of Ratis 3.3.0 that missed its signal
     * (AwaitToRun of the log's cache). All that was acknowledged is on the disk by then.
     */
    private void closeServer() {
        var closed = CompletableFuture.runAsync(() -> {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }, task -> Thread.ofPlatform().daemon().name("close-" + config.self()).start(task));
        try {
            closed.get(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("replication did not stop cleanly: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
