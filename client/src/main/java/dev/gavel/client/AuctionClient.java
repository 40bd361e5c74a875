package dev.gavel.client;

import com.google.protobuf.ByteString;
import dev.gavel.wire.v1.ClusterReply;
import dev.gavel.wire.v1.ClusterRequest;
import dev.gavel.wire.v1.Consistency;
import dev.gavel.wire.v1.GavelGrpc;
import dev.gavel.wire.v1.OperatorGrpc;
import dev.gavel.wire.v1.QueryRequest;
import dev.gavel.wire.v1.SnapshotRequest;
import dev.gavel.wire.v1.TransferRequest;
import io.grpc.MethodDescriptor;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

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

    private final ClientConfig config;
    private final ClientTimer timer;
    private final Roster roster;
    private final LeaderSeeker seeker;
    private final Set<CommandStream> streams = ConcurrentHashMap.newKeySet();

    private AuctionClient(ClientConfig config) {
        this.config = config;
        this.timer = new ClientTimer();
        this.roster = new Roster(config.servers(),
                address -> new ServerConnection(address, config, timer));
        this.seeker = new LeaderSeeker(roster, config, timer);
    }

    /** A client; servers are first contacted when something is asked. */
    public static AuctionClient connect(ClientConfig config) {
        return new AuctionClient(config);
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
        return Execution.run(seeker, config.deadline(), user, command, key);
    }

    /** As {@link #executeAsync(String, JsonObject)}, waiting for the outcome. */
    public Outcome execute(String user, JsonObject command) throws InterruptedException {
        return waitFor(executeAsync(user, command));
    }

    /** Opens a stream for many commands; it finds its server when the first is offered. */
    public CommandStream openStream() {
        var stream = new CommandStream(config, roster, seeker, timer, streams::remove);
        streams.add(stream);
        return stream;
    }

    /** Asks for a view that is true now: every bid acknowledged before is in it. */
    public CompletableFuture<Answer> queryAsync(String user, JsonObject query) {
        return queryAsync(user, query, Consistency.LINEARIZABLE);
    }

    /** Asks for a view; {@code LOCAL} may lag, and is answered without a majority too. */
    public CompletableFuture<Answer> queryAsync(String user, JsonObject query,
            Consistency consistency) {
        return Reading.run(seeker, config.deadline(),
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

    /** How the servers stand, as the first that answers sees it. */
    public ClusterReply cluster() throws InterruptedException, UnansweredException {
        return operate(GavelGrpc.getClusterMethod(), ClusterRequest.getDefaultInstance());
    }

    /**
     * Hands leadership over.
     *
     * @param to id of the server that is to lead; -1: any that is up to date
     * @return id of the new leader
     */
    public int transferLeadership(int to) throws InterruptedException, UnansweredException {
        return operate(OperatorGrpc.getTransferMethod(),
                TransferRequest.newBuilder().setTo(to).build()).getLeader();
    }

    /** Makes the first server that answers write a snapshot; the log index it holds. */
    public long takeSnapshot() throws InterruptedException, UnansweredException {
        return operate(OperatorGrpc.getSnapshotMethod(), SnapshotRequest.getDefaultInstance())
                .getIndex();
    }

    /** These may be asked twice without harm. */
    private <Q, A> A operate(MethodDescriptor<Q, A> method, Q question)
            throws InterruptedException, UnansweredException {
        var found = waitFor(seeker.<A>seek((server, timeout, whenDone) -> server.ask(method,
                question, config.deadline(),
                attempt -> whenDone.accept(Reading.changingNothing(attempt))), config.deadline()));
        return switch (found) {
            case Found.Answer<A>(var answer, var from) -> answer;
            case Found.Refused<A>(var code, var why) ->
                throw new UnansweredException(Outcome.refused(code, why));
            case Found.GaveUp<A> gaveUp -> throw new UnansweredException(gaveUp.toOutcome());
        };
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
        seeker.close();
        roster.close();
        timer.close();
    }
}
