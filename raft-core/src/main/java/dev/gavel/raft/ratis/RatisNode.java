package dev.gavel.raft.ratis;

import dev.gavel.raft.ReplicaConfig;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.grpc.GrpcConfigKeys;
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
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.StateMachine;
import org.apache.ratis.util.ExitUtils;
import org.apache.ratis.util.LifeCycle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Starts, asks and stops the embedded Ratis server. */
final class RatisNode
        implements
            Handover.Leadership,
            MemberChange.Leadership,
            AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RatisNode.class);
    private static final Duration LAST_CALLS = Duration.ofSeconds(1);
    private static final Duration CLOSING = Duration.ofSeconds(5);

    static {
        // To end the process is the server's decision, with its own code and sentence.
        ExitUtils.disableSystemExit();
        ExitUtils.setTerminateOnUncaughtException(false);
    }

    private final ReplicaConfig config;
    private final RaftGroup group;
    private final RaftPeerId self;
    private final ClientId own;
    private final AtomicLong otherCalls = new AtomicLong();
    private final LastCalls lastCalls = new LastCalls();
    private final VoteGate gate;
    private final LeaderProof proof;
    private final OwnLog log;
    private final OtherServers others;
    private final ProvenCalls.Caller caller;
    private final RaftServer server;
    private final RaftServer.Division division;
    /**
     * The same server, asked on the caller's own thread. The server would ask on another thread,
     * and wait.
     */
    private final RaftClientAsynchronousProtocol asked;

    /**
     * Starts the server.
     *
     * @param own the client that proposes entries here
     * @param isShort whether the log lost its end, so that it is not to stand in elections yet
     * @param secret the secret of the cluster, which callers of its port must know
     * @param gate in front of its port: no vote while it is shut
     * @param partition in front of its port: keeps out servers that this replica is not to hear
     * @param streams in front of its port: notices when those of a leader end
     * @param guard in front of its port: keeps applied entries from being truncated
     * @param entries in front of its port: keeps entries out of the log that cannot be applied
     * @param questions in front of its port: questions that are answered before Ratis hears them
     * @param terms the terms of the applied entries
     * @param delay how long this machine lets threads wait
     * @param whenFaulty told with a sentence when one of its threads dies
     */
    RatisNode(ReplicaConfig config, Members members, RecordsFolder records, StateMachine machine,
            ClientId own, boolean isShort, ClusterSecret secret, VoteGate gate,
            PartitionGate partition, EntryStreams streams, AppliedGuard guard, EntryGuard entries,
            List<VoteQuestion> questions, AppliedTerms terms, Supplier<Duration> delay,
            Consumer<String> whenFaulty)
            throws IOException {
        this.config = config;
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
        var turns = new EntryOrVote(config.tuning().elections().timeoutMax().multipliedBy(2));
        var parameters = new Parameters();
        GavelRpc.prove(parameters, proof);
        GrpcConfigKeys.Server.setServicesCustomizer(parameters,
                (builder, types) -> {
                    // the last that is put in front is the first to hear
                    var inside = gate
                            .customize(OnNetworkThreads.hear(port.bound(builder), outermost)
                                    .intercept(turns)
                                    .intercept(new CommitBound()), types)
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
            this.log = new OwnLog(division, terms);
            this.others = new OtherServers(config.self(), members, server, division, log,
                    otherCalls::decrementAndGet);
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

    /**
     * Members whose last answer to this server did not show that they know the secret of the
     * cluster.
     */
    List<Integer> unproven() {
        return others.ids()
                .stream()
                .filter(id -> !caller.knows(RatisProperties.peerId(id).toString()))
                .toList();
    }

    private static String message(Throwable e) {
        return e.getCause() == null ? String.valueOf(e.getMessage())
                : e.getMessage() + " " + message(e.getCause());
    }

    /**
     * The threads of replication: one that dies takes the replica out rather than leave it limping.
     */
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

    /** This server's part in the group: role, log, storage. */
    RaftServer.Division division() {
        return division;
    }

    /** Its own log. */
    OwnLog log() {
        return log;
    }

    /** The other servers, as this one sees them. */
    OtherServers others() {
        return others;
    }

    /** Whether it leads now, as far as it knows. */
    @Override
    public boolean leads() {
        return division.getInfo().isLeader();
    }

    @Override
    public long lastIndex() {
        return log.lastIndex();
    }

    @Override
    public long committedIndex() {
        return log.committedIndex();
    }

    @Override
    public OptionalLong committedBy(int peer) {
        return others.committedBy(peer);
    }

    @Override
    public List<Integer> heardWithin(Duration recent) {
        return others.heardWithin(recent);
    }

    /**
     * Proposes an entry under this number.
     *
     * @throws IOException as a future that fails: whether it went into the log, the machine was
     *         told
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
     * Asks Ratis, which believes a leader that it leads. So a leader proves it before
     * ({@link LeaderProof}), and a question to another leader is held at its port until there is
     * proof ({@link ProofGate}). If a server begins to lead meanwhile, it was elected after the
     * read began.
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

    /** The gate in front of its port. */
    VoteGate gate() {
        return gate;
    }

    @Override
    public String transfer(int to, long millis) {
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
                    .whenComplete((reply, failure) -> LOG.info(failure == null
                            ? "this server gave up leading"
                            : "this server did not give up leading: no other server took over yet"));
        } catch (IOException | RuntimeException e) {
            LOG.warn("leadership cannot be given up: {}", e.toString());
        }
    }

    @Override
    public CompletableFuture<RaftClientReply> setMembers(List<RaftPeer> present,
            List<RaftPeer> wanted)
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
     * Waits, not for ever, until Ratis 3.3.0 has ended the replica by itself, as it does if an
     * entry could not be applied. A stop before that would wait in vain. The applying thread is
     * told to stop behind that entry, and comes back to it again and again.
     */
    void awaitItsOwnEnd() {
        var until = System.nanoTime() + CLOSING.toNanos();
        while (division.getInfo().getLifeCycleState() != LifeCycle.State.CLOSED
                && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    /**
     * Closes it within a bounded time. A thread of Ratis 3.3.0 can wait for a lock that the closing
     * thread holds, and closing would wait for it for ever. All that was acknowledged is on the
     * disk by then.
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
