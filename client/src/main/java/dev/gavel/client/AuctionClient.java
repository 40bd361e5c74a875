package dev.gavel.client;

import com.google.protobuf.ByteString;
import dev.gavel.auction.message.FeedPosition;
import dev.gavel.client.hunt.Pauses;
import dev.gavel.client.hunt.Roster;
import dev.gavel.wire.v1.ChangeMembersReply;
import dev.gavel.wire.v1.ChangeMembersRequest;
import dev.gavel.wire.v1.ClusterReply;
import dev.gavel.wire.v1.ClusterRequest;
import dev.gavel.wire.v1.Consistency;
import dev.gavel.wire.v1.GavelGrpc;
import dev.gavel.wire.v1.MembersReply;
import dev.gavel.wire.v1.MembersRequest;
import dev.gavel.wire.v1.OperatorGrpc;
import dev.gavel.wire.v1.QueryRequest;
import dev.gavel.wire.v1.SnapshotRequest;
import dev.gavel.wire.v1.TransferRequest;
import io.grpc.MethodDescriptor;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The auction house, as a program sees it: whichever servers are up, one of them is asked, and an
 * answer comes back, or word of what is certain.
 *
 * <p>Safe for use by many threads. Futures are completed on the network's thread: what follows at
 * once must be quick, or move itself to another executor. Those of an {@link Outcome} or an
 * {@link Answer} never fail.
 *
 * <pre>{@code
 * try (var house = AuctionClient.connect(ClientConfig.defaults())) {
 *     var outcome = house.execute("ann", Commands.bid("1", 12550, OptionalLong.empty()));
 *     System.out.println(outcome.status() + " " + outcome.message());
 * }
 * }</pre>
 */
public final class AuctionClient implements AutoCloseable {

    /** Longest command, in bytes of JSON. */
    public static final int MAX_COMMAND_BYTES = 1 << 20;

    /** A new server may have much to fetch before it is taken in. */
    private static final Duration CHANGE_WITHIN = Duration.ofSeconds(75);
    private static final Duration SNAPSHOT_WITHIN = Duration.ofSeconds(60);

    private final ClientConfig config;
    /** The time of all calls together; empty where each has its own. */
    private final Optional<TimeLeft> given;
    private final ClientTimer timer;
    private final Roster<ServerAddress, ServerConnection> roster;
    private final LeaderSeeker seeker;
    private final Set<CommandStream> streams;
    private final Set<EventFollower> followers;
    private final AtomicBoolean learning;

    private AuctionClient(ClientConfig config) {
        this.config = config;
        this.given = Optional.empty();
        this.timer = new ClientTimer();
        this.roster = new Roster<>(config.servers(),
                address -> new ServerConnection(address, config, timer));
        this.seeker = new LeaderSeeker(roster, config, timer);
        this.streams = ConcurrentHashMap.newKeySet();
        this.followers = ConcurrentHashMap.newKeySet();
        this.learning = new AtomicBoolean();
    }

    private AuctionClient(AuctionClient other, TimeLeft time) {
        this.config = other.config;
        this.given = Optional.of(time);
        this.timer = other.timer;
        this.roster = other.roster;
        this.seeker = other.seeker;
        this.streams = other.streams;
        this.followers = other.followers;
        this.learning = other.learning;
    }

    /**
     * This client over the same connections, where all calls together are tried for so long. To close one
     * of the two closes both.
     */
    public AuctionClient within(TimeLeft time) {
        return new AuctionClient(this, time);
    }

    /** Of the next call. */
    private TimeLeft time(Duration usual) {
        return given.orElseGet(() -> new TimeLeft(longer(config.deadline(), usual)));
    }

    private TimeLeft time() {
        return time(Duration.ZERO);
    }

    /** A client; servers are first contacted when something is asked. */
    public static AuctionClient connect(ClientConfig config) {
        return new AuctionClient(config);
    }

    /**
     * Loads what the network needs, without contacting anybody: on a busy machine that takes seconds, which
     * the first call need not lose of its time.
     */
    public AuctionClient prepared() {
        roster.line(roster.order().getFirst()).ifPresent(ServerConnection::prepare);
        return this;
    }

    /**
     * Has one command done, under a fresh key.
     *
     * @param user who asks, believed in {@code open} mode; may be empty where a token says who
     */
    public CompletableFuture<Outcome> executeAsync(String user, JsonObject command) {
        return executeAsync(user, command.toBytes(), Keys.fresh());
    }

    /**
     * Has one command done. The same key again, by the same user, gets the first outcome again,
     * whichever server is asked, for at least a day.
     *
     * @param key at most 128 characters
     */
    public CompletableFuture<Outcome> executeAsync(String user, byte[] command, String key) {
        learnServersSoon();
        return Execution.run(seeker, time(), user, command, key);
    }

    /** As {@link #executeAsync(String, JsonObject)}, waiting for the outcome. */
    public Outcome execute(String user, JsonObject command) throws InterruptedException {
        return waitFor(executeAsync(user, command));
    }

    /** Opens a stream for many commands of any users; it finds its server when the first is offered. */
    public CommandStream openStream() {
        return openStream("");
    }

    /**
     * As the other, for commands of {@code user} alone: the house refuses those of anybody else in it.
     *
     * @param user the empty string: any user
     */
    public CommandStream openStream(String user) {
        learnServersSoon();
        var stream = new CommandStream(config, user, seeker, timer, streams::remove);
        streams.add(stream);
        return stream;
    }

    /**
     * Follows what happens, until the follower is closed.
     *
     * @param user who watches, believed in {@code open} mode; may be empty
     * @param auction only events of this auction; empty: of all
     * @param after go on after this position; empty: from now on
     */
    public EventFollower follow(String user, Optional<String> auction,
            Optional<FeedPosition> after, EventHandler handler) {
        learnServersSoon();
        var follower = new EventFollower(config, roster, timer, user, auction, after, handler,
                followers::remove);
        followers.add(follower);
        follower.start();
        return follower;
    }

    /** Asks for a view that is true now: every bid acknowledged before is in it. */
    public CompletableFuture<Answer> queryAsync(String user, JsonObject query) {
        return queryAsync(user, query, Consistency.LINEARIZABLE);
    }

    /** Asks for a view; {@code LOCAL} may lag, and is answered without a majority too. */
    public CompletableFuture<Answer> queryAsync(String user, JsonObject query,
            Consistency consistency) {
        return Reading.run(seeker, time(),
                QueryRequest.newBuilder()
                        .setUser(user)
                        .setConsistency(consistency)
                        .setJson(ByteString.copyFrom(query.toBytes()))
                        .build());
    }

    /** As {@link #queryAsync(String, JsonObject)}, waiting for the answer. */
    public Answer query(String user, JsonObject query) throws InterruptedException {
        return waitFor(queryAsync(user, query));
    }

    /**
     * What a command would do if it were given now; nothing is done. The outcome is the one it would
     * get, with {@code dryRun} set; what of it rests on secrets of others is left out, and its field
     * names are in {@code withheld}.
     */
    public CompletableFuture<Outcome> dryRunAsync(String user, JsonObject command) {
        return queryAsync(user, JsonObject.of("query", "dryRun").with("command", command))
                .thenApply(answer -> Outcome.of(answer.json()));
    }

    /** As {@link #dryRunAsync}, waiting for the outcome. */
    public Outcome dryRun(String user, JsonObject command) throws InterruptedException {
        return waitFor(dryRunAsync(user, command));
    }

    /** Why an auction stands as it does, in {@code sentences}. */
    public Answer explain(String user, String auction) throws InterruptedException {
        return query(user, JsonObject.of("query", "explain").with("auction", auction));
    }

    /** Whether {@code user} may bid: {@code canBid}, and if not {@code code} and what would do. */
    public Answer canBid(String user, String auction) throws InterruptedException {
        return query(user, JsonObject.of("query", "canBid").with("auction", auction));
    }

    /** How the servers stand, as the first that answers sees it. */
    public ClusterReply cluster() throws InterruptedException, UnansweredException {
        return look(GavelGrpc.getClusterMethod(), ClusterRequest.getDefaultInstance());
    }

    /** Where the servers are reached over HTTP, {@code host:port} by id, as one of them knows them. */
    public SortedMap<Integer, String> httpAddresses()
            throws InterruptedException, UnansweredException {
        var found = new TreeMap<Integer, String>();
        cluster().getServersList().forEach(row -> found.put(row.getId(), row.getHttpAddress()));
        return found;
    }

    /**
     * Hands leadership over.
     *
     * @param to id of the server that is to lead; -1: any that is up to date
     * @return id of the new leader
     */
    public int transferLeadership(int to) throws InterruptedException, UnansweredException {
        var time = time();
        leaderIn(within(time).cluster()).ifPresent(leader -> {
            roster.learn(leader);
            roster.leads(leader); // only it can hand over, so it is asked first
        });
        return operate(OperatorGrpc.getTransferMethod(),
                TransferRequest.newBuilder().setTo(to).build(), time).getLeader();
    }

    private static Optional<ServerAddress> leaderIn(ClusterReply reply) {
        return reply.getServersList()
                .stream()
                .filter(row -> row.getId() == reply.getLeader())
                .findFirst()
                .flatMap(row -> ServerAddress.tryParse(row.getAddress()));
    }

    /**
     * Makes the first server that answers write a snapshot, and waits until it is on the disk, which takes
     * seconds where the house is large: it is written in no hurry.
     *
     * @return the log index it holds
     */
    public long takeSnapshot() throws InterruptedException, UnansweredException {
        return operate(OperatorGrpc.getSnapshotMethod(), SnapshotRequest.getDefaultInstance(),
                time(SNAPSHOT_WITHIN)).getIndex();
    }

    /** Who the members of the house are, and which servers wait to be taken in. */
    public MembersReply members() throws InterruptedException, UnansweredException {
        return look(OperatorGrpc.getMembersMethod(), MembersRequest.getDefaultInstance());
    }

    /**
     * Takes a server in, lets one go, or both at once, and waits until that is done; the clients learn
     * of it by themselves. A wish that is fulfilled already changes nothing.
     */
    public ChangeMembersReply changeMembers(ChangeMembersRequest wish)
            throws InterruptedException, UnansweredException {
        return operate(OperatorGrpc.getChangeMembersMethod(), wish, time(CHANGE_WITHIN));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** These change nothing. */
    private <Q, A> A look(MethodDescriptor<Q, A> method, Q question)
            throws InterruptedException, UnansweredException {
        return answer(waitFor(seeker.<A>read((server, timeout, whenDone) -> server.ask(method,
                question, timeout, whenDone), time())));
    }

    /** These may be asked twice without harm; one server may take all the time there is. */
    private <Q, A> A operate(MethodDescriptor<Q, A> method, Q question, TimeLeft time)
            throws InterruptedException, UnansweredException {
        return answer(waitFor(seeker.<A>seek((server, timeout, whenDone) -> server.ask(method,
                question, longer(timeout, time.left()), whenDone), time)));
    }

    private static <A> A answer(Found<A> found) throws UnansweredException {
        return switch (found) {
            case Found.Answer<A>(var answer, var from) -> answer;
            case Found.Refused<A>(var code, var why) ->
                throw new UnansweredException(Outcome.refused(code, why));
            case Found.GaveUp<A> gaveUp -> throw new UnansweredException(gaveUp.toOutcome());
        };
    }

    /**
     * One address is enough to begin with, but that server may die: a client that lives on asks for the
     * others. A call that is all a process does is over before.
     */
    private void learnServersSoon() {
        if (learning.compareAndSet(false, true)) {
            timer.after(Pauses.LEARN_AFTER, this::learnServers);
        }
    }

    private void learnServers() {
        var unused = seeker.<ClusterReply>read((server, timeout, whenDone) -> server.ask(
                GavelGrpc.getClusterMethod(), ClusterRequest.getDefaultInstance(), timeout,
                whenDone), new TimeLeft(config.deadline()))
                .thenAccept(found -> {
                    if (found instanceof Found.Answer<ClusterReply>(var reply, var from)) {
                        reply.getServersList()
                                .forEach(row -> ServerAddress
                                        .tryParse(row.getAddress())
                                        .ifPresent(roster::learn));
                    }
                    timer.after(Pauses.LEARN_EVERY, () -> learning.set(false));
                });
    }

    private static <T> T waitFor(CompletableFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a future failed that never does", e);
        }
    }

    /** Ends what is under way: its outcome stays unknown, and is told so. */
    @Override
    public void close() {
        streams.forEach(CommandStream::close);
        followers.forEach(EventFollower::close);
        seeker.close();
        roster.close();
        timer.close();
    }
}
