package dev.gavel.server;

import dev.gavel.auction.message.Event;
import dev.gavel.auction.model.HouseVersion;
import dev.gavel.auction.state.HouseState;
import dev.gavel.client.Discovery;
import dev.gavel.raft.Consistency;
import dev.gavel.raft.Membership;
import dev.gavel.raft.Partition;
import dev.gavel.raft.QueueLengths;
import dev.gavel.raft.ReplicaStatus;
import dev.gavel.raft.Replicator;
import dev.gavel.server.cluster.Chronicler;
import dev.gavel.server.cluster.ClockBoard;
import dev.gavel.server.cluster.ClockDoubt;
import dev.gavel.server.cluster.ClusterBoard;
import dev.gavel.server.cluster.DiskGauge;
import dev.gavel.server.cluster.Majority;
import dev.gavel.server.cluster.OwnStanding;
import dev.gavel.server.cluster.PriorityRule;
import dev.gavel.server.cluster.Readiness;
import dev.gavel.server.cluster.ReadinessWatch;
import dev.gavel.server.cluster.Reigns;
import dev.gavel.server.cluster.RemovalWatch;
import dev.gavel.server.config.ServerAddress;
import dev.gavel.server.config.ServerConfig;
import dev.gavel.server.desk.AdoptionDesk;
import dev.gavel.server.desk.AuctionDesk;
import dev.gavel.server.desk.DeskLimits;
import dev.gavel.server.desk.Directory;
import dev.gavel.server.desk.MemberDesk;
import dev.gavel.server.desk.MemberLine.Newcomer;
import dev.gavel.server.desk.OperatorDesk;
import dev.gavel.server.desk.ToldMembers;
import dev.gavel.server.feed.EventFeed;
import dev.gavel.server.feed.FeedReach;
import dev.gavel.server.grpc.DiscoveryResponder;
import dev.gavel.server.grpc.GrpcServer;
import dev.gavel.server.grpc.PeerLines;
import dev.gavel.server.grpc.PeerPoller;
import dev.gavel.server.http.HttpServer;
import dev.gavel.server.metrics.ServerMetrics;
import dev.gavel.server.replica.AuctionReplica;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * One whole server: a replica of the auction house, and the edges in front of it. It starts from
 * the inside out and stops from the outside in.
 */
public final class PlatformServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PlatformServer.class);
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);
    private static final Duration FRESH_EVERY = Duration.ofMillis(20);
    /**
     * How long a server that stopped by itself waits, after it has asked the others whether it was
     * removed, before it asks again or ends: longer than they take on a machine that is not busy.
     */
    private static final Duration REMOVED_OR_NOT = Duration.ofMillis(1_200);
    /** How often it asks, where most of them do not answer. */
    private static final int ASKS = 3;
    private static final Duration HAND_OVER_WITHIN = Duration.ofSeconds(3);
    /** How often connections are looked after. */
    private static final Duration SWEEP_EVERY = Duration.ofMillis(500);
    private static final int READERS = 2;
    private static final int READS_WAITING = 1_000;

    private final ServerAddress me;
    private final Replicator<HouseState, Event> replica;
    private final ReadinessWatch readiness;
    private final EventFeed feed;
    private final GrpcServer grpc;
    private final HttpServer http;
    /** The parts to be closed, the last started first. */
    private final Deque<AutoCloseable> closing = new ArrayDeque<>();
    private final ReadinessWatch.Look health;
    private volatile Supplier<Optional<String>> whyItWaits = Optional::empty;
    private final CompletableFuture<End> end = new CompletableFuture<>();
    private boolean closed;

    private PlatformServer(ServerConfig config, Beginning beginning, ReplicaStarter starter,
            Clock clock, Partition partition) throws IOException {
        this.me = beginning.me();
        var limits = config.bounds().limits();

        var clocks = new ClockBoard();
        replica = starter.start(
                beginning.joins() ? config.newcomer(me) : config.replica(me.id()),
                machine(config), clock, clocks);
        closing.push(replica);
        var records = config.recordsOf(me.id());
        var told = ToldMembers.in(records.resolve(ToldMembers.FILE));
        var directory = new Directory(me, () -> known(replica.members(), told.members()));
        feed = new EventFeed(limits.feedEvents(), limits.maxWatchers(),
                limits.maxEventsWaiting(), HEARTBEAT);
        closing.push(feed);
        replica.addListener(feed);
        var metrics = new ServerMetrics();
        closing.push(metrics);
        metrics.watchQueues(replica::queues);
        var timer = timer();
        closing.push(timer::shutdownNow);
        var readers = readers();
        closing.push(readers::shutdownNow);

        var disk = new DiskGauge(records);
        var reigns = Reigns.of(records.resolve("elections"), clock);
        closing.push(Chronicler.start(replica::status, reigns, disk));

        var board = new ClusterBoard(me.id(), config.house(), directory::servers,
                replica::members, () -> feed.house().version(),
                new OwnStanding(me, replica::status, this::readiness, disk, Version.text(), clock),
                clocks);
        var fresh = new FreshHouse(replica, feed::house, board, System::nanoTime);
        var deskLimits = new DeskLimits(limits.maxCommandBytes(),
                config.tuning().requestTimeout(), config.tuning().elections().timeoutMax());
        var majority = new Majority(board, replica, deskLimits.majorityPatience());
        readiness = new ReadinessWatch(asked(replica), this::whyItWaits, fresh::objection,
                majority::isGone, board,
                new ClockDoubt(clocks, () -> replica.members().ids().size(),
                        config.tuning().maxClockJump(), clock, System::nanoTime),
                System::nanoTime);
        metrics.watch(replica::status, feed::watchers, () -> readiness().isReady());
        var lines = new PeerLines(directory, limits.maxFrameBytes(), partition);
        closing.push(lines);
        var removal = new RemovalWatch(me.id(), replica::members);
        var poller = new PeerPoller(lines, directory, board, removal, clock, timer);
        closing.push(poller);

        IntSupplier version = () -> feed.house().version();
        var members = new MemberDesk(config.house(), replica, directory, lines, version,
                () -> board.view().leader(), majority::isGone);
        var adoption = new AdoptionDesk(config.house(), me.id(), replica::members,
                members::waiting, version, lines);
        var desk = new AuctionDesk(replica, directory, board, majority, adoption, lines, timer,
                readers,
                deskLimits, metrics);
        var operators = new OperatorDesk(replica, directory, lines);
        var reach = new FeedReach(feed, desk::confirmedIndex, timer);
        var connections = config.bounds().connections();
        grpc = new GrpcServer(me, limits, connections, desk, operators, members, feed, reach,
                board);
        closing.push(grpc);
        http = new HttpServer(me, config.access(), config.bounds(), desk, operators, adoption, feed,
                reach,
                board, reigns,
                metrics::text);
        closing.push(http);
        var sweep = timer.scheduleWithFixedDelay(http::sweep, SWEEP_EVERY.toMillis(),
                SWEEP_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        closing.push(() -> sweep.cancel(false));
        health = readiness.start(now -> grpc.ready(now.isReady()));
        closing.push(health);
        var priority = new PriorityRule(me.id(), config.priorities(), board::view, board,
                config.tuning().maxClockJump(), this::handOver, System::nanoTime);
        var rule = timer.scheduleWithFixedDelay(priority::look, 1, 1, TimeUnit.SECONDS);
        closing.push(() -> rule.cancel(false));
        var looks = timer.scheduleWithFixedDelay(fresh::look, 0, FRESH_EVERY.toMillis(),
                TimeUnit.MILLISECONDS);
        closing.push(() -> looks.cancel(false));
        if (config.discovery().enabled()) {
            answerWhoLooksForTheHouse(config);
        }
        if (beginning.joins()) {
            var joining = new Joining(
                    new Newcomer(config.house(), me.peer(), beginning.spare()), beginning.seeds(),
                    told, lines, lines::keep, replica::members).start(timer);
            closing.push(joining);
            whyItWaits = joining::why;
            var unused = joining.refused()
                    .thenAccept(why -> end.complete(new End(End.Cause.REFUSED, why)));
        }
        var unused = removal.removed()
                .thenAccept(ids -> end.complete(new End(End.Cause.REMOVED,
                        "server " + me.id() + " was removed from the members, which are now " + ids
                                + "; its records in " + config.recordsOf(me.id())
                                + " are of no more use: move them away before it joins anew")));
        var unusedToo = replica.fault()
                .thenAccept(why -> stopped(
                        why.equals(Replicator.STOPPED_BY_ITSELF) && beginning.joins()
                                && !removal.look()
                                        ? new End(End.Cause.TURNED_AWAY,
                                                "the change by which server " + me.id()
                                                        + " was to become a member was given up")
                                        : new End(End.Cause.FAULT, why),
                        poller, timer));
    }

    /** The members: a server that is no member knows them from the others. */
    private Membership known(Membership own, Membership told) {
        return own.peer(me.id()).isPresent() || own.index() >= told.index() ? own : told;
    }

    private Optional<String> whyItWaits() {
        return whyItWaits.get();
    }

    private Readiness readiness() {
        return readiness.get();
    }

    private static ReadinessWatch.Replica asked(Replicator<HouseState, Event> replica) {
        return new ReadinessWatch.Replica() {

            @Override
            public ReplicaStatus status() {
                return replica.status();
            }

            @Override
            public QueueLengths queues() {
                return replica.queues();
            }

            @Override
            public CompletableFuture<?> confirm() {
                return replica.read(Consistency.LINEARIZABLE);
            }
        };
    }

    private void answerWhoLooksForTheHouse(ServerConfig config) {
        var where = config.discovery();
        try {
            closing.push(DiscoveryResponder.start(new Discovery(where.group(), where.port()),
                    config.house(), me));
        } catch (IOException e) {
            LOG.warn("discovery does not find this server: it cannot listen on UDP port {}: {}",
                    where.port(), e.toString());
        }
    }

    private void handOver(int to) {
        var unused = replica.transferLeadership(to, HAND_OVER_WITHIN)
                .exceptionally(failure -> {
                    LOG.warn("{}", failure.getMessage());
                    return -1;
                });
    }

    /**
     * Ends the server. Replication also stops by itself, without a reason, if this server was
     * removed.
     */
    private void stopped(End why, PeerPoller poller, ScheduledThreadPoolExecutor timer) {
        if (timer.isShutdown() || (why.cause() == End.Cause.FAULT
                && !why.sentence().equals(Replicator.STOPPED_BY_ITSELF))) {
            end.complete(why);
            return;
        }
        askAndEnd(why, poller, timer, ASKS);
    }

    private void askAndEnd(End why, PeerPoller poller, ScheduledThreadPoolExecutor timer,
            int asks) {
        var unused = poller.askAll().whenComplete((mostAnswered, failure) -> {
            if (timer.isShutdown()) {
                end.complete(why);
                return;
            }
            var unusedToo = timer.schedule(() -> {
                if (asks == 1 || failure != null || mostAnswered) {
                    end.complete(why);
                } else {
                    askAndEnd(why, poller, timer, asks - 1);
                }
            }, REMOVED_OR_NOT.toMillis(), TimeUnit.MILLISECONDS);
        });
    }

    /**
     * Starts a server of the configuration. It is ready once {@link #notReadyBecause} is empty.
     *
     * @throws IOException when a port or the records cannot be had; nothing is left running then
     * @throws IllegalArgumentException when there is no server {@code id}
     */
    public static PlatformServer start(ServerConfig config, int id, ReplicaStarter starter)
            throws IOException {
        return start(config, id, starter, Clock.systemUTC());
    }

    /** Starts a server of the configuration by another clock than the system's. */
    static PlatformServer start(ServerConfig config, int id, ReplicaStarter starter, Clock clock)
            throws IOException {
        return start(config, id, starter, clock, new Partition());
    }

    /**
     * Starts a server of the configuration; {@code partition} says from moment to moment which
     * servers it reaches.
     */
    static PlatformServer start(ServerConfig config, int id, ReplicaStarter starter, Clock clock,
            Partition partition) throws IOException {
        var me = config.server(id)
                .orElseThrow(
                        () -> new IllegalArgumentException("there is no server " + id));
        return start(config, Beginning.member(me), starter, clock, partition);
    }

    /** Starts a server that need not be in the configuration. */
    static PlatformServer start(ServerConfig config, Beginning beginning, ReplicaStarter starter,
            Clock clock, Partition partition) throws IOException {
        var server = new PlatformServer(config, beginning, starter, clock, partition);
        try {
            server.grpc.start();
            server.http.start();
        } catch (IOException | RuntimeException e) {
            server.closeAll();
            throw e;
        }
        server.readiness.started();
        return server;
    }

    /** The house before the first command, as this configuration has it. */
    public static AuctionReplica machine(ServerConfig config) {
        return new AuctionReplica(switch (config.access().registration()) {
            case OPEN -> HouseState.empty(HouseVersion.FIRST, true);
            case CLOSED -> HouseState.empty(HouseVersion.FIRST, false);
        });
    }

    private static ScheduledThreadPoolExecutor timer() {
        var timer = new ScheduledThreadPoolExecutor(1,
                task -> Thread.ofPlatform().daemon().name("timer").unstarted(task));
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    private static ExecutorService readers() {
        return new ThreadPoolExecutor(READERS, READERS, 0, TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(READS_WAITING), Thread.ofPlatform()
                        .daemon()
                        .name("reader-", 0)
                        .factory());
    }

    /** The server's addresses. */
    public ServerAddress address() {
        return me;
    }

    /** Why it may not take traffic; empty when it may. */
    public String notReadyBecause() {
        return readiness.get().because();
    }

    /** The status of its replica. */
    public ReplicaStatus status() {
        return replica.status();
    }

    /** Its replica, for tests and tools in the same process. */
    public Replicator<HouseState, Event> replica() {
        return replica;
    }

    /** Completes when this server is to end by itself. */
    public CompletableFuture<End> end() {
        return end;
    }

    /**
     * Stops so that nobody notices. It says that it is not ready, hands leadership over, sends
     * watchers to another server, and then closes.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        readiness.stopping();
        health.close();
        grpc.ready(false);
        replica.stepAside();
        grpc.endStreams();
        feed.close();
        closeAll();
    }

    private void closeAll() {
        while (!closing.isEmpty()) {
            var part = closing.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("a part of this server could not be closed", e);
            }
        }
    }
}
