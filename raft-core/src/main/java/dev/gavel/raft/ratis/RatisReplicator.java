package dev.gavel.raft.ratis;

import dev.gavel.raft.AppliedListener;
import dev.gavel.raft.Bytes;
import dev.gavel.raft.Consistency;
import dev.gavel.raft.Membership;
import dev.gavel.raft.Partition;
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
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A {@link Replicator} over an embedded Ratis server: the wiring, and the way of commands and
 * reads.
 *
 * @param <S> the machine's state
 * @param <E> the machine's events
 */
public final class RatisReplicator<S, E> implements Replicator<S, E>, RatisMachine.Proposals {

    private final RecordsFolder records;
    private final ClusterSecret secret;
    private final CompletableFuture<String> fault = new CompletableFuture<>();
    /** Entries proposed here that Ratis has not answered: number to whether it may be logged. */
    private final ConcurrentHashMap<Long, Boolean> proposed = new ConcurrentHashMap<>();
    private final Applier<S, E> applier;
    private final RatisMachine<S, E> machine;
    private final GroupCommit groupCommit;
    private final ReadBarrier barrier;
    private final Members members;
    private final MemberChange memberChange;
    private final RatisNode node;
    private final Handover handover;
    private final Report report;
    private final SchedulingDelay delay;
    private final Pulse pulse;
    private final ClockWatch clockWatch;
    private final DiskWatch diskWatch;
    private final StallWatch stallWatch;
    private final CommitWatch commitWatch;
    private final SlowDiskWatch slowDiskWatch;
    private final EntryGuard entryGuard;
    private final PromiseMark mark;
    private final AppliedMark applied;
    private final Memory memory;
    private final Recall recall;
    private final DigestAccord accord;
    private final Watches watches;
    private final Thread replay;
    private volatile boolean closing;

    private RatisReplicator(ReplicaConfig config, RecordsFolder records,
            ReplicatedMachine<S, E> domain, Clock clock, PeerClocks peerClocks,
            Partition partition) throws IOException {
        var began = System.nanoTime();
        var tuning = config.tuning();
        this.records = records;
        Files.createDirectories(records.raft());
        var group = records.group(RatisProperties.group(config));
        this.secret = ClusterSecret.open(config.secret(), () -> records.isFounding(config));
        mend(group);
        this.members = new Members(config, RecordedMembers.in(group));
        var check = LogCheck.of(group, records.promised(), members.alone());
        this.mark = check.mark();
        this.applied = AppliedMark.open(records.applied(), check.endIndex());
        var terms = AppliedTerms.open(records.terms(), applied.index());
        var promises = new Promises(mark, check.isShort());
        this.memory = Memory.open(records.memory());
        this.delay = new SchedulingDelay("delay-" + config.self(), System::nanoTime);
        var gate = new VoteGate(true); // until it is known what the others remember
        var own = ClientId.randomId();

        this.accord = new DigestAccord(config, members, fault::complete);
        this.applier = new Applier<>(domain, accord);
        this.entryGuard = new EntryGuard(clock, peerClocks, () -> applier().view().timeMillis());
        this.machine = new RatisMachine<>(domain, applier, own, this, fault, this::purge,
                promises, applied, terms, members, entryGuard, SkippedEntries.in(records.folder()),
                config);
        this.groupCommit = new GroupCommit(this::propose, tuning, clock, applier::digest);
        this.barrier = new ReadBarrier(this::confirm, tuning.requestTimeout());
        this.clockWatch = new ClockWatch(
                new ClockGuard(() -> members.now().peers().size(), tuning.maxClockJump(),
                        peerClocks),
                clock,
                this::leads,
                trusted -> handover().toOneOf(trusted), System::nanoTime);
        this.diskWatch = new DiskWatch(DiskWatch.Room.of(records.raft()),
                tuning.storage().diskReserveBytes(), this::leads, () -> handover().toAnyOther(),
                System::nanoTime);
        this.stallWatch = new StallWatch(() -> node().lastIndex(), () -> node().log().syncedIndex(),
                this::leads, () -> handover().toAnyOther(), System::nanoTime);
        this.commitWatch = new CommitWatch(() -> node().lastIndex(),
                () -> node().committedIndex(), this::leads, this::stepDown,
                () -> CommitWatch.patience(tuning.elections().timeoutMax(), delay().lately()),
                System::nanoTime);
        this.slowDiskWatch = new SlowDiskWatch(() -> node().lastIndex(),
                () -> node().log().syncedIndex(), this::leads, () -> handover().toAnyOther(),
                () -> delay().lately(), System::nanoTime);
        var loss = new LeaderLoss(config.self(), members, gate);
        var guard = new AppliedGuard(applied, applier::digest, fault::complete);
        var memoryQuestion = new MemoryQuestion(memory);
        this.node = new RatisNode(config, members, records, machine, own, check.isShort(), secret,
                gate, new PartitionGate(partition, config.self()), loss.streams(), guard,
                entryGuard, List.of(new DigestQuestion(applier::digestAt), memoryQuestion,
                        new TermQuestion(terms::at)),
                terms, delay::lately, fault::complete);
        delay.begin();
        memoryQuestion.watch(node.log()::end);
        loss.watch(node.others());
        accord.watch(node.others());
        guard.watch(node.others(), node::term);
        this.handover = new Handover(config, members, node, groupCommit::pulse, delay::lately);
        this.memberChange = new MemberChange(config, members, node);
        var refill = new Refill(check.isShort(), promises, gate, node);
        this.recall = new Recall(config.self(), members, memory, refill, node.others());
        gate.watch(recall::asked, memory::heldBy);
        this.report = new Report(config, members, node, applier, machine::snapshotIndex,
                obstacles(refill), began);

        this.pulse = new Pulse("pulse-" + config.self(), groupCommit, clock,
                () -> node.division().getInfo().isLeaderReady(),
                () -> domain.nextDeadlineMillis(applier.view().state()), applier::owesDigest);
        this.watches = new Watches("watch-" + config.self());
        watches.often(clockWatch::look)
                .often(diskWatch::look)
                .often(stallWatch::look)
                .often(commitWatch::look)
                .often(slowDiskWatch::look)
                .often(refill::look)
                .often(recall::look);
        var lines = new LineWatch(config.self(), members, node.others(),
                task -> Thread.ofVirtual().name("line-" + config.self()).start(task),
                System::nanoTime);
        watches.everySecond(promises::force)
                .everySecond(applied::force)
                .everySecond(lines::look)
                .everySecond(() -> demandSecret(domain));
        recall.begin();
        var unused = fault.thenRun(watches::close); // there is nothing left to look after
        this.replay = Thread.ofVirtual()
                .name("replay-" + config.self())
                .start(() -> report.awaitReplay(began));
    }

    /** Mends the small files after a power cut or a damage, before anything is read. */
    private static void mend(Path group) throws IOException {
        var current = group.resolve("current");
        VoteFile.mend(current, LogCheck.lastTerm(group));
        if (Files.isDirectory(current)) {
            RecordedMembers.mend(current);
            Folders.sync(current);
            Folders.sync(group);
        }
    }

    private List<Supplier<Optional<String>>> obstacles(Refill refill) {
        return List.of(
                this::whyStopped, () -> closing ? Optional.of("stopping") : Optional.empty(),
                refill::why,
                members::whyNone, entryGuard::objection, accord::doubt, diskWatch::objection,
                stallWatch::objection,
                commitWatch::objection, clockWatch::doubt,
                slowDiskWatch::objection);
    }

    /**
     * Starts a replica from its records.
     *
     * @param clock stamps the entries
     * @param peerClocks the clocks with which a leader's clock is compared
     * @param partition tells, from moment to moment, which servers this replica hears
     * @throws RecordsException if the records cannot be used
     * @throws PortInUseException if the Raft port is taken
     */
    public static <S, E> RatisReplicator<S, E> start(ReplicaConfig config,
            ReplicatedMachine<S, E> machine, Clock clock, PeerClocks peerClocks,
            Partition partition) {
        RecordsVersion.require(config.records(), machine.newestLogVersion());
        NoJavaObjects.areRead();
        var records = RecordsFolder.open(config);
        try {
            try {
                return new RatisReplicator<>(config, records, machine, clock, peerClocks,
                        partition);
            } catch (IOException e) {
                if (!isBind(e) && newer(e) == null && DamagedLog
                        .setAsideBehindSnapshot(records.group(RatisProperties.group(config)))) {
                    return new RatisReplicator<>(config, records, machine, clock, peerClocks,
                            partition);
                }
                throw e;
            }
        } catch (RecordsException e) {
            records.close();
            throw e;
        } catch (IOException | RuntimeException e) {
            records.close();
            var left = newer(e);
            if (left != null) {
                throw left;
            }
            if (isBind(e)) {
                throw new PortInUseException("the Raft port " + config.me().raftAddress()
                        + " of server " + config.self() + " is in use by another process", e);
            }
            throw new RecordsException(RecordsException.Kind.UNREADABLE, "the records in "
                    + config.records().toAbsolutePath() + " cannot be used: "
                    + (e instanceof IOException failed ? IoReason.of(failed) : e.getMessage())
                    + RecordsCheckup.damage(config), e);
        }
    }

    /** The cause that says that a later program is needed; null where there is none. */
    private static @Nullable RecordsException newer(@Nullable Throwable e) {
        return e == null || (e instanceof RecordsException records
                && records.kind() == RecordsException.Kind.NEWER) ? (RecordsException) e
                        : newer(e.getCause());
    }

    private static boolean isBind(Throwable e) {
        return e instanceof BindException || String.valueOf(e.getMessage()).contains("in use")
                || (e.getCause() != null && isBind(e.getCause()));
    }

    // What those above are given before the node is there; they ask it later.

    /** Demands the secret, once the log says that all servers know of it. */
    private void demandSecret(ReplicatedMachine<S, E> domain) {
        if (!secret.isDemanded() && domain.logVersion(
                applier.view().state()) >= ReplicatedMachine.PROVEN_SERVERS) {
            secret.demand();
        }
    }

    private boolean leads() {
        return node.leads();
    }

    private Applier<S, E> applier() {
        return applier;
    }

    /** The Ratis server of this replica. */
    RatisNode node() {
        return node;
    }

    private SchedulingDelay delay() {
        return delay;
    }

    private Handover handover() {
        return handover;
    }

    private CompletableFuture<Void> confirm() {
        return node.confirm();
    }

    private void purge(long index) {
        try {
            node.log().purge(index);
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
        if (node.leads()) {
            groupCommit.submitAll(writes);
        } else {
            var elsewhere = new Submission.NotLeader(node.others().leader());
            writes.forEach(write -> write.whenDone().accept(elsewhere));
        }
    }

    @Override
    public CompletableFuture<Submission> openSession(String principal) {
        var done = new CompletableFuture<Submission>();
        submit(applier.wishForSession(principal), done::complete);
        return done;
    }

    private void submit(Item item, Consumer<Submission> whenDone) {
        if (node.leads()) {
            groupCommit.submit(item, whenDone);
        } else {
            whenDone.accept(new Submission.NotLeader(node.others().leader()));
        }
    }

    /** Puts an entry into the log. If it is not committed, {@code ifNot} hears why. */
    void propose(long number, Bytes entry, Consumer<NotCommitted> ifNot) {
        var objection = clockWatch.objection(groupCommit.lastStampMillis())
                .or(diskWatch::objection)
                .or(stallWatch::objection)
                .or(commitWatch::objection)
                .or(accord::doubt)
                .or(this::whyStopped);
        if (objection.isPresent()) {
            ifNot.accept(new NotCommitted.NotNow(objection.get()));
            return;
        }
        proposed.put(number, false);
        try {
            var unused = node.write(number, Message.valueOf(RatisBytes.of(entry)))
                    .handle((reply, thrown) -> {
                        var appended = Boolean.TRUE.equals(proposed.remove(number));
                        RatisReplies.notCommitted(reply, thrown, appended, members)
                                .ifPresent(ifNot);
                        return null;
                    });
        } catch (IOException e) {
            var appended = Boolean.TRUE.equals(proposed.remove(number));
            RatisReplies.notCommitted(null, e, appended, members).ifPresent(ifNot);
        }
    }

    private Optional<String> whyStopped() {
        return fault.isDone() ? Optional.of("stopped: " + fault.join()) : Optional.empty();
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

    @Override
    public ReplicaStatus status() {
        return report.status();
    }

    @Override
    public List<Integer> unproven() {
        return node.unproven();
    }

    @Override
    public boolean hearsMajority(Duration recent) {
        return node.others().hearsMajority(recent);
    }

    @Override
    public Membership members() {
        return members.now();
    }

    @Override
    public CompletableFuture<Membership> changeMembers(Membership present, List<Peer> wanted,
            Duration within) {
        return memberChange.to(present, wanted, within);
    }

    @Override
    public QueueLengths queues() {
        return groupCommit.lengths();
    }

    @Override
    public Restored restored() {
        return report.restored();
    }

    @Override
    public CompletableFuture<Restored.Replayed> replayed() {
        return report.replayed();
    }

    @Override
    public void addListener(AppliedListener<S, E> listener) {
        applier.addListener(listener);
    }

    @Override
    public CompletableFuture<Integer> transferLeadership(int to, Duration timeout) {
        return handover.to(to, timeout);
    }

    /** Gives up leading, whether or not another is up to date. */
    void stepDown() {
        node.stepDown();
    }

    @Override
    public void stepAside() {
        handover.stepAside();
    }

    @Override
    public CompletableFuture<Long> takeSnapshot() {
        return machine.writeSnapshot();
    }

    @Override
    public CompletableFuture<String> fault() {
        return fault;
    }

    @Override
    public void close() {
        if (!closing) {
            handover.stepAside();
            end();
        }
    }

    /** Stops without handing leadership over, such as when all servers stop. */
    void end() {
        if (closing) {
            return;
        }
        closing = true;
        replay.interrupt();
        pulse.close();
        watches.close();
        delay.close();
        accord.close();
        machine.closing();
        if (machine.hasFailed()) {
            node.awaitItsOwnEnd();
        }
        node.close();
        mark.close();
        applied.close();
        recall.close();
        records.close();
    }
}
