package dev.gavel.raft.ratis;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.Peer;
import dev.gavel.raft.ReplicaConfig;
import dev.gavel.raft.ratis.LogQuestion.LogEnd;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.proto.RaftProtos.CommitInfoProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftGroupIdProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.LeaderElectionManagementRequest;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientAsynchronousProtocol;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.protocol.exceptions.NotLeaderException;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerRpcWithProxy;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.StateMachine;
import org.apache.ratis.util.ExitUtils;
import org.apache.ratis.util.LifeCycle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** The embedded Ratis server: started, asked, stopped. */
final class RatisNode
        implements
            LeaderLoss.Replica,
            DigestAccord.Others,
            Recall.Others,
            LineWatch.Lines,
            AppliedGuard.Log,
            AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RatisNode.class);
    private static final int PURGE_PARTS = 64;
    private static final Duration PURGE_REST = Duration.ofMillis(20);
    private static final Duration PURGE_PATIENCE = Duration.ofSeconds(10);
    private static final int REACHED_MILLIS = 500;
    private static final Duration LAST_CALLS = Duration.ofSeconds(1);
    private static final Duration CLOSING = Duration.ofSeconds(5);

    static {
        // To end the process is the server's decision, with its own code and sentence.
        ExitUtils.disableSystemExit();
        ExitUtils.setTerminateOnUncaughtException(false);
    }

    private final ReplicaConfig config;
    private final Members members;
    private final RaftGroup group;
    private final RaftPeerId self;
    private final ClientId own;
    private final AtomicLong otherCalls = new AtomicLong();
    private final LastCalls lastCalls = new LastCalls();
    private final VoteGate gate;
    private final LeaderProof proof;
    private final ProvenCalls.Caller caller;
    private final RaftServer server;
    private final RaftServer.Division division;
    /** The same, asked on the caller's own thread: the server would ask it on another, and wait. */
    private final RaftClientAsynchronousProtocol asked;
    private volatile long lastSeen = -1;

    /**
     * Starts one.
     *
     * @param own who proposes entries here
     * @param isShort whether the log lost its end, so that it is not to stand in elections yet
     * @param secret of the house, which who calls its port must know
     * @param gate in front of its port
     * @param partition there as well: keeps out whom this replica is not to hear
     * @param streams there as well: notices when those of a leader end
     * @param guard there as well: keeps what was applied from being truncated
     * @param entries there as well: keeps out of the log what cannot be applied
     * @param questions there as well: those that are answered before Ratis hears them
     * @param delay how long this machine lets threads wait
     * @param whenFaulty told with a sentence when one of its threads dies
     */
    RatisNode(ReplicaConfig config, Members members, RecordsFolder records, StateMachine machine,
            ClientId own, boolean isShort, HouseSecret secret, VoteGate gate,
            PartitionGate partition, EntryStreams streams, AppliedGuard guard, EntryGuard entries,
            List<VoteQuestion> questions, Supplier<Duration> delay, Consumer<String> whenFaulty)
            throws IOException {
        this.config = config;
        this.members = members;
        this.own = own;
        this.gate = gate;
        this.group = RatisProperties.group(config);
        this.self = RatisProperties.peerId(config.self());
        this.proof = new LeaderProof(config.tuning().requestTimeout());
        var shown = new ServerProof(secret, RatisBytes.of(group.getGroupId().toByteString()));
        var port = new RaftPortGuard(secret::isDemanded);
        var outermost = new SecretGate(self.toString(), secret, shown, port::proven);
        this.caller = ProvenCalls.register(group.getGroupId().toByteString(), self.toString(),
                secret, shown, (server, address) -> members.now()
                        .peers()
                        .stream()
                        .anyMatch(one -> RatisProperties.peerId(one.id()).toString().equals(server)
                                && one.raftAddress().equals(address)));
        var parameters = new Parameters();
        GavelRpc.prove(parameters, proof);
        GrpcConfigKeys.Server.setServicesCustomizer(parameters,
                (builder, types) -> {
                    // the last that is put in front is the first to hear
                    var inside = gate.customize(
                            OnNetworkThreads.hear(port.bound(builder), outermost), types)
                            .intercept(lastCalls)
                            .intercept(guard)
                            .intercept(entries)
                            .intercept(streams);
                    questions.forEach(inside::intercept);
                    return inside.intercept(new ProofGate(proof))
                            .intercept(partition)
                            .intercept(outermost);
                });
        this.server = built(RaftServer.newBuilder()
                .setServerId(self)
                .setGroup(group)
                .setOption(RaftStorage.StartupOption.RECOVER)
                .setProperties(RatisProperties.of(config, records.raft(), isShort))
                .setParameters(parameters)
                .setStateMachine(machine)
                .setThreadGroup(new FailingThreads("raft-" + config.self(), whenFaulty)));
        try {
            server.start();
            this.division = server.getDivision(group.getGroupId());
            this.asked = (RaftClientAsynchronousProtocol) division;
            ElectionTimeouts.install(division, delay);
            if (isShort && takesPart()) {
                elections(false);
            }
        } catch (IOException | RuntimeException e) {
            caller.close();
            server.close(); // Ratis throws these too where it cannot read its files
            throw new IOException(message(e), e);
        }
    }

    private RaftServer built(RaftServer.Builder builder) throws IOException {
        try {
            return builder.build();
        } catch (IOException | RuntimeException e) {
            caller.close();
            throw e;
        }
    }

    /** Members whose last answer to this server did not show that they know the secret of the house. */
    List<Integer> unproven() {
        return members.now()
                .ids()
                .stream()
                .filter(id -> id != config.self()
                        && !caller.knows(RatisProperties.peerId(id).toString()))
                .toList();
    }

    private static String message(Throwable e) {
        return e.getCause() == null ? String.valueOf(e.getMessage())
                : e.getMessage() + " " + message(e.getCause());
    }

    /** The threads of replication: one that dies takes the replica out rather than leave it limping. */
    private static final class FailingThreads extends ThreadGroup {

        private final Consumer<String> whenFaulty;

        FailingThreads(String name, Consumer<String> whenFaulty) {
            super(name);
            this.whenFaulty = whenFaulty;
        }

        @Override
        public void uncaughtException(Thread thread, Throwable e) {
            LOG.error("thread {} of replication died", thread.getName(), e);
            whenFaulty.accept("thread " + thread.getName() + " of replication died: " + e);
        }
    }

    /** Its part in the group: role, log, storage. */
    RaftServer.Division division() {
        return division;
    }

    /** Whether it leads now, as far as it knows. */
    @Override
    public boolean leads() {
        return division.getInfo().isLeader();
    }

    /**
     * Index of the last entry of its log; -1 for none. Of a log that Ratis has closed, which it does by
     * itself once the others tell it that it was removed, the last index that was seen.
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

    /** Committed entries that are not applied yet, as far as it knows. */
    @Override
    public long behind() {
        return division.getRaftLog().getLastCommittedIndex()
                - division.getInfo().getLastAppliedIndex();
    }

    /** Up to where its log is on the disk. */
    long syncedIndex() {
        return division.getRaftLog().getFlushIndex();
    }

    /** Another that leads, where it knows one. */
    @Override
    public Optional<Peer> leader() {
        return Optional.ofNullable(division.getInfo().getLeaderId())
                .filter(id -> !id.equals(self) && !id.toString().isEmpty())
                .flatMap(id -> members.peer(id));
    }

    /** Ids of followers that answered within {@code recent}. */
    @Override
    public List<Integer> heardWithin(Duration recent) {
        return division.getInfo()
                .getRoleInfoProto()
                .getLeaderInfo()
                .getFollowerInfoList()
                .stream()
                .filter(follower -> follower.getLastRpcElapsedTimeMs() < recent.toMillis())
                .map(follower -> RatisProperties
                        .number(RaftPeerId.valueOf(follower.getId().getId())))
                .toList();
    }

    /**
     * Proposes an entry under this number.
     *
     * @throws IOException as a future that fails: whether it went into the log, the machine was told
     */
    CompletableFuture<RaftClientReply> write(long number, Message entry) throws IOException {
        return ask(request(number, RaftClientRequest.writeRequestType(), entry));
    }

    /** Completes when everything that was committed before is applied here. */
    CompletableFuture<Void> confirm() {
        return leads() && !isAlone() ? proof.prove()
                .thenComposeAsync(proven -> applied(), Threads.OWN) : applied();
    }

    /** Whether there is no other member, nor was before a change under way. */
    private boolean isAlone() {
        return division.getRaftConf()
                .getAllPeers()
                .stream()
                .allMatch(peer -> peer.getId().equals(self));
    }

    /**
     * Asks Ratis, which takes a leader's word for it that it leads: a leader proves it before
     * ({@link LeaderProof}), and what asks another is held at its port until there is proof
     * ({@link ProofGate}). A server that begins to lead meanwhile has been elected after the read began.
     */
    private CompletableFuture<Void> applied() {
        try {
            return ask(request(otherCalls.decrementAndGet(),
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

    private CompletableFuture<RaftClientReply> ask(RaftClientRequest request)
            throws IOException {
        try {
            return asked.submitClientRequestAsync(request);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
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

    /** In front of its port. */
    VoteGate gate() {
        return gate;
    }

    /** Hands leadership to a peer and waits; why that failed, or empty when it went well. */
    String transfer(int to, long millis) {
        try {
            var reply = server.transferLeadershipAsync(new TransferLeadershipRequest(own, self,
                    group.getGroupId(), otherCalls.decrementAndGet(), RatisProperties.peerId(to),
                    millis)).get(millis + 500, TimeUnit.MILLISECONDS);
            return reply.isSuccess() ? "" : whyNot(to, reply.getException());
        } catch (TimeoutException e) {
            return "server " + to + " did not take over in time";
        } catch (IOException | ExecutionException e) {
            return whyNot(to, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private static String whyNot(int to, @Nullable Throwable failure) {
        LOG.info("leadership did not go to server {}: {}", to, String.valueOf(failure));
        if (failure instanceof NotLeaderException) {
            return "this server leads no more";
        }
        return String.valueOf(failure).contains("reconfiguration")
                ? "a change of the members is under way"
                : "server " + to + " did not take over";
    }

    /** Becomes a follower if it leads, whether or not another is up to date; the others elect. */
    void stepDown() {
        try {
            var unused = server.transferLeadershipAsync(new TransferLeadershipRequest(own, self,
                    group.getGroupId(), otherCalls.decrementAndGet(), null, 0))
                    .whenComplete((reply, failure) -> LOG.info(failure == null ? "gave up leading"
                            : "did not give up leading: no other server took over yet"));
        } catch (IOException | RuntimeException e) {
            LOG.warn("leadership cannot be given up: {}", e.toString());
        }
    }

    /** Up to where a majority is known to have the log. */
    long committedIndex() {
        return division.getRaftLog().getLastCommittedIndex();
    }

    /**
     * Asks for other members in place of the present ones; completes once that is committed.
     *
     * @throws IOException where it is certain that nothing was done
     */
    CompletableFuture<RaftClientReply> setMembers(List<RaftPeer> present, List<RaftPeer> wanted)
            throws IOException {
        var change = SetConfigurationRequest.Arguments.newBuilder()
                .setMode(SetConfigurationRequest.Mode.COMPARE_AND_SET)
                .setServersInCurrentConf(present)
                .setServersInNewConf(wanted)
                .build();
        return server.setConfigurationAsync(new SetConfigurationRequest(own, self,
                group.getGroupId(), otherCalls.decrementAndGet(), change));
    }

    /** The term that it is in. */
    long term() {
        return division.getInfo().getCurrentTerm();
    }

    @Override
    public Optional<TermIndex> at(long index) {
        return ofOpenLog(log -> log.getTermIndex(index));
    }

    @Override
    public boolean contradicts(LogEntryProto entry) {
        return entry.hasStateMachineLogEntry() && ofOpenLog(log -> entryIn(log, entry.getIndex()))
                .map(own -> !own.getStateMachineLogEntry()
                        .getLogData()
                        .equals(entry.getStateMachineLogEntry().getLogData()))
                .orElse(false);
    }

    /** Null where there is none, or none that can be read, which others find out. */
    private static @Nullable LogEntryProto entryIn(RaftLog log, long index) {
        try {
            return log.get(index);
        } catch (IOException e) {
            LOG.debug("the entry at {} cannot be read", index, e);
            return null;
        }
    }

    /** Last entry of its log, on the disk or on its way there; empty while there is none. */
    Optional<TermIndex> lastEntry() {
        return ofOpenLog(RaftLog::getLastEntryTermIndex);
    }

    /** Empty where the log has none such, or is closed, as that of a replica that stopped is. */
    private <T> Optional<T> ofOpenLog(Function<RaftLog, @Nullable T> read) {
        try {
            return Optional.ofNullable(read.apply(division.getRaftLog()));
        } catch (IllegalStateException closed) {
            LOG.debug("the log is closed", closed);
            return Optional.empty();
        }
    }

    @Override
    public Optional<LogEnd> logEnd() {
        return lastEntry().map(entry -> new LogEnd(term(), entry));
    }

    @Override
    public Optional<LogEnd> logEndOf(int peer) {
        try {
            return LogQuestion.answer(server.getServerRpc()
                    .requestVote(LogQuestion.of(from(self, RatisProperties.peerId(peer)), term())));
        } catch (IOException | RuntimeException e) {
            LOG.debug("server {} does not say how long its log is", peer, e);
            return Optional.empty();
        }
    }

    @Override
    public Optional<Bytes> digestOf(int peer, long index) {
        try {
            return DigestQuestion.answer(server.getServerRpc()
                    .requestVote(DigestQuestion.of(from(self, RatisProperties.peerId(peer)),
                            term(), index)));
        } catch (IOException | RuntimeException e) {
            LOG.debug("server {} does not say what its digest was", peer, e);
            return Optional.empty();
        }
    }

    @Override
    public Optional<MemoryQuestion.Answer> memoryOf(int peer, long starts, long nonce) {
        try {
            return Optional.of(MemoryQuestion.answer(server.getServerRpc()
                    .requestVote(MemoryQuestion.of(from(self, RatisProperties.peerId(peer)),
                            term(), starts, nonce))));
        } catch (IOException | RuntimeException e) {
            LOG.debug("server {} does not say what it remembers", peer, e);
            return Optional.empty();
        }
    }

    @Override
    public Optional<Integer> leading() {
        return leads() ? Optional.of(config.self()) : leader().map(Peer::id);
    }

    @Override
    public boolean reaches(int peer) {
        return members.now().peer(peer).filter(RatisNode::takesConnections).isPresent();
    }

    private static boolean takesConnections(Peer peer) {
        var address = peer.raftAddress();
        var colon = address.lastIndexOf(':');
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.substring(0, colon),
                    Integer.parseInt(address.substring(colon + 1))), REACHED_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void renew(int peer) {
        if (server.getServerRpc() instanceof RaftServerRpcWithProxy<?, ?> lines) {
            lines.getProxies().resetProxy(RatisProperties.peerId(peer));
        }
    }

    @Override
    public Collection<CommitInfoProto> commits() {
        try {
            return division.getCommitInfos();
        } catch (IllegalStateException closed) {
            LOG.debug("the log is closed", closed);
            return List.of();
        }
    }

    /** Up to where {@code server} is known to have the committed log; empty where it has not said. */
    OptionalLong committedBy(int server) {
        var id = RatisProperties.peerId(server).toByteString();
        return commits().stream()
                .filter(info -> info.getServer().getId().equals(id))
                .mapToLong(CommitInfoProto::getCommitIndex)
                .max();
    }

    @Override
    public boolean letStand(int candidate, LogEnd end, int leader) {
        var to = RatisProperties.peerId(candidate);
        var request = StartLeaderElectionRequestProto.newBuilder()
                .setServerRequest(Speaker.onBehalf(from(RatisProperties.peerId(leader), to), self))
                .setLeaderLastEntry(end.entry().toProto())
                .build();
        try {
            var reply = to.equals(self) ? server.startLeaderElection(request)
                    : server.getServerRpc().startLeaderElection(request);
            LOG.debug("server {} was asked to stand for election: {}", candidate,
                    reply.getServerReply().getSuccess());
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.info("server {} cannot stand for election now: {}", candidate, e.toString());
            return false;
        }
    }

    private RaftRpcRequestProto from(RaftPeerId sender, RaftPeerId receiver) {
        return RaftRpcRequestProto.newBuilder()
                .setRequestorId(sender.toByteString())
                .setReplyId(receiver.toByteString())
                .setRaftGroupId(RaftGroupIdProto.newBuilder()
                        .setId(group.getGroupId().toByteString()))
                .setCallId(otherCalls.decrementAndGet())
                .build();
    }

    /** Whether it knows itself to be among the members, so that it may stand in elections. */
    boolean takesPart() {
        return division.getInfo().getLifeCycleState() == LifeCycle.State.RUNNING;
    }

    /** Lets it stand in elections, or not; only where it takes part. */
    void elections(boolean allowed) {
        var call = otherCalls.decrementAndGet();
        var request = allowed
                ? LeaderElectionManagementRequest.newResume(own, self, group.getGroupId(), call)
                : LeaderElectionManagementRequest.newPause(own, self, group.getGroupId(), call);
        var reply = server.leaderElectionManagementAsync(request).join();
        if (!reply.isSuccess()) {
            throw new IllegalStateException("elections could not be "
                    + (allowed ? "resumed" : "paused"), reply.getException());
        }
    }

    /**
     * Drops the log behind {@code index}, which a snapshot and the one after it hold: a part after the other,
     * since Ratis deletes files on the thread that writes the log, and a file system may take long over many
     * at once. Returns when it is done, or given up.
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

    /**
     * Waits, not for ever, until Ratis 3.3.0 has ended the replica by itself, as it does where an entry could
     * not be applied. Whoever ends it before that waits in vain: the thread that applies is told to stop
     * behind that entry, and comes back to it again and again.
     */
    void awaitItsOwnEnd() {
        var until = System.nanoTime() + CLOSING.toNanos();
        while (division.getInfo().getLifeCycleState() != LifeCycle.State.CLOSED
                && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    /**
     * Bounded, since closing can wait for ever for a thread of Ratis 3.3.0 that waits for a lock of who closes.
     * All that was acknowledged is on the disk by then.
     *
     * @see "docs/upstream/close-holds-log-lock.md; docs/upstream/updater-outlives-close.md"
     */
    @Override
    public void close() {
        caller.close();
        lastCalls.refuse();
        var closed = CompletableFuture.runAsync(() -> {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }, task -> Thread.ofPlatform().daemon().name("close-" + config.self()).start(task));
        try {
            closed.get(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
            if (!lastCalls.await(LAST_CALLS)) {
                LOG.warn("a message of another server is still being heard while this one stops");
            }
        } catch (TimeoutException e) {
            LOG.warn("replication has not stopped within {} s", CLOSING.toSeconds());
        } catch (ExecutionException e) {
            LOG.warn("replication did not stop cleanly: {}", message(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
