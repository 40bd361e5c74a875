package dev.gavel.server.grpc;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.MemberChangeException;
import dev.gavel.raft.Membership;
import dev.gavel.raft.Partition;
import dev.gavel.raft.Peer;
import dev.gavel.server.cluster.CanRun;
import dev.gavel.server.config.ServerAddress;
import dev.gavel.server.desk.Directory;
import dev.gavel.server.desk.LeaderLine;
import dev.gavel.server.desk.LeaderlessException;
import dev.gavel.server.desk.MemberDesk;
import dev.gavel.server.desk.MemberLine;
import dev.gavel.server.desk.MemberWish;
import dev.gavel.server.desk.OutcomeHead;
import dev.gavel.server.desk.OutcomeJson;
import dev.gavel.server.desk.Trouble;
import dev.gavel.server.desk.UnansweredException;
import dev.gavel.wire.v1.ChangeMembersRequest;
import dev.gavel.wire.v1.ClusterReply;
import dev.gavel.wire.v1.ClusterRequest;
import dev.gavel.wire.v1.Command;
import dev.gavel.wire.v1.Disposition;
import dev.gavel.wire.v1.GavelGrpc;
import dev.gavel.wire.v1.JoinRequest;
import dev.gavel.wire.v1.MembersRequest;
import dev.gavel.wire.v1.OpenSessionRequest;
import dev.gavel.wire.v1.OperatorGrpc;
import dev.gavel.wire.v1.Outcome;
import dev.gavel.wire.v1.TransferReply;
import dev.gavel.wire.v1.TransferRequest;
import io.grpc.CallOptions;
import io.grpc.ConnectivityState;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** This server's lines to the client ports of others: one connection each, made when needed. */
public final class PeerLines implements LeaderLine, MemberLine, AutoCloseable {

    /** Most lines that are kept: more than any house has members and newcomers. */
    private static final int MAX_LINES = 100;

    private final Directory directory;
    private final int maxMessageBytes;
    private final Partition partition;
    private final Map<String, ManagedChannel> channels = new TreeMap<>();
    private Set<String> kept = Set.of();
    private boolean closed;
    private volatile Consumer<String> whenLost = address -> {};

    /**
     * Lines to the servers in {@code directory}, as far as {@code partition} lets them be, and to
     * others.
     */
    public PeerLines(Directory directory, int maxMessageBytes, Partition partition) {
        this.directory = directory;
        this.maxMessageBytes = maxMessageBytes;
        this.partition = partition;
    }

    private synchronized Optional<ManagedChannel> line(String address) {
        if (closed || (channels.size() >= MAX_LINES && !channels.containsKey(address))) {
            return Optional.empty();
        }
        return Optional.of(channels.computeIfAbsent(address, to -> {
            var channel = open(to);
            watch(to, channel);
            return channel;
        }));
    }

    /**
     * Tells {@code told} from now on of each line that breaks, by the client address it led to.
     */
    void whenLost(Consumer<String> told) {
        whenLost = told;
    }

    private void watch(String address, ManagedChannel channel) {
        var state = channel.getState(false);
        if (state == ConnectivityState.SHUTDOWN) {
            return;
        }
        channel.notifyWhenStateChanged(state, () -> {
            watch(address, channel);
            if (state == ConnectivityState.READY) {
                whenLost.accept(address);
            }
        });
    }

    private ManagedChannel open(String address) {
        var colon = address.lastIndexOf(':');
        var host = address.substring(0, colon);
        return NettyChannelBuilder
                .forAddress(host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                        Integer.parseInt(address.substring(colon + 1)))
                .usePlaintext()
                .directExecutor()
                .disableRetry()
                .maxInboundMessageSize(maxMessageBytes)
                .keepAliveTime(10, TimeUnit.SECONDS)
                .keepAliveTimeout(3, TimeUnit.SECONDS)
                .build();
    }

    /** Keeps lines to these client addresses as well, whoever the members are. */
    public synchronized void keep(List<String> addresses) {
        kept = Set.copyOf(addresses);
    }

    /**
     * Gives up the lines to all servers but these and those to be kept, once their calls have
     * ended.
     */
    synchronized void keepOnly(List<ServerAddress> servers) {
        var members = servers.stream().map(ServerAddress::client).collect(Collectors.toSet());
        channels.entrySet().removeIf(line -> {
            var goes = !members.contains(line.getKey()) && !kept.contains(line.getKey());
            if (goes) {
                line.getValue().shutdown();
            }
            return goes;
        });
    }

    @Override
    public CompletableFuture<Attempt> execute(ServerAddress server, Write write, Duration within) {
        var command = Command.newBuilder()
                .setKey(write.key())
                .setUser(write.user())
                .setJson(WireBytes.of(write.command()))
                .build();
        return attempt(server, GavelGrpc.getExecuteMethod(), command, within, PeerLines::attempt);
    }

    @Override
    public CompletableFuture<Attempt> openSession(ServerAddress server, String user,
            Duration within) {
        var request = OpenSessionRequest.newBuilder().setUser(user).build();
        return attempt(server, GavelGrpc.getOpenSessionMethod(), request, within,
                reply -> new Attempt.Answered(Bytes.utf8(reply.getClient())));
    }

    @Override
    public CompletableFuture<Integer> transfer(ServerAddress leader, int to, Duration within) {
        return askLeader(leader, OperatorGrpc.getTransferMethod(),
                TransferRequest.newBuilder().setTo(to).setOnlyHere(true).build(), within,
                TransferReply::getLeader);
    }

    /** Asks {@code leader} for a task that only it can do. */
    private <Q, A, T> CompletableFuture<T> askLeader(ServerAddress leader,
            MethodDescriptor<Q, A> method, Q request, Duration within, Function<A, T> answered) {
        var done = new CompletableFuture<T>();
        var tracer = new SentTracer();
        call(leader.client(), method, request, answerable(within), tracer,
                reply -> done.complete(answered.apply(reply)),
                failure -> done.completeExceptionally(notDone(leader, failure, tracer)));
        return done;
    }

    /**
     * The time for a call to another server, so that the caller of this server hears from it before
     * giving it up.
     */
    private static Duration answerable(Duration within) {
        var callers = Context.current().getDeadline();
        if (callers == null) {
            return within;
        }
        var most = Duration
                .ofNanos(Math.max(1, callers.timeRemaining(TimeUnit.NANOSECONDS) / 4 * 3));
        return most.compareTo(within) < 0 ? most : within;
    }

    private static IllegalStateException notDone(ServerAddress leader, Throwable failure,
            SentTracer tracer) {
        var status = Status.fromThrowable(failure);
        var trailers = Status.trailersFromThrowable(failure);
        if (trailers != null && trailers.containsKey(GrpcStatuses.NOT_LEADER)) {
            return new LeaderlessException("server " + leader.id()
                    + " leads no longer, and no other leader is known yet");
        }
        if (trailers != null && trailers.containsKey(GrpcStatuses.NO_MAJORITY)) {
            return new MemberChangeException(MemberChangeException.Kind.NO_MAJORITY,
                    words(failure));
        }
        if (!tracer.wasSent()) {
            return new LeaderlessException("server " + leader.id()
                    + ", which led last, cannot be reached, and no other leader is known yet");
        }
        var isSaid = status.getCode() == Status.Code.FAILED_PRECONDITION
                || status.getCode() == Status.Code.INVALID_ARGUMENT;
        return isSaid && status.getDescription() != null
                ? new IllegalStateException("server " + leader.id() + ", which leads, says: "
                        + status.getDescription())
                : new UnansweredException("server " + leader.id()
                        + ", which led, gave no answer: what was asked may or may not have been"
                        + " done");
    }

    /**
     * The words of a server, or why it said nothing; gRPC's own words are for people who know gRPC.
     */
    private static String words(Throwable failure) {
        var status = Status.fromThrowable(failure);
        if (status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
            return "no answer came in time";
        }
        if (status.getCode() == Status.Code.UNAVAILABLE && status.getCause() != null) {
            return "it cannot be reached";
        }
        return Optional.ofNullable(status.getDescription()).orElse("it gave no reason");
    }

    @Override
    public CompletableFuture<MemberDesk.Changed> change(ServerAddress leader, MemberWish wish,
            Duration within) {
        var request = ChangeMembersRequest.newBuilder().setOnlyHere(true);
        wish.add().ifPresent(peer -> request.setAdd(MemberRows.row(peer)));
        wish.remove().ifPresent(request::setRemove);
        return askLeader(leader, OperatorGrpc.getChangeMembersMethod(), request.build(), within,
                reply -> new MemberDesk.Changed(
                        MemberRows.members(reply.getIndex(), reply.getMembersList()),
                        reply.getSentence()));
    }

    @Override
    public CompletableFuture<List<Peer>> waiting(String address, Duration within) {
        return ask(address, OperatorGrpc.getMembersMethod(),
                MembersRequest.getDefaultInstance(), within,
                reply -> reply.getWaitingList().stream().map(MemberRows::peer).toList());
    }

    @Override
    public CompletableFuture<JoinAnswer> join(String address, Newcomer newcomer, boolean onlyHere,
            Duration within) {
        var request = JoinRequest.newBuilder()
                .setHouse(newcomer.house())
                .setNewcomer(MemberRows.row(newcomer.peer()))
                .setSpare(newcomer.spare())
                .setOnlyHere(onlyHere)
                .build();
        line(address).ifPresent(ManagedChannel::resetConnectBackoff); // it may be back since a second ago
        return ask(address, OperatorGrpc.getJoinMethod(), request, within,
                reply -> new JoinAnswer(MemberRows.state(reply.getState()), reply.getSentence(),
                        reply.getHouse().isEmpty() ? newcomer.house() : reply.getHouse(),
                        MemberRows.members(reply.getIndex(), reply.getMembersList())));
    }

    @Override
    public CompletableFuture<Introduction> introduce(String address, Duration within) {
        return standing(address, within).thenApply(PeerLines::introduction);
    }

    private static Introduction introduction(ClusterReply reply) {
        var members = reply.getMemberIdsList().stream().map(id -> new Peer(id, "")).toList();
        var membership = new Membership(reply.getMembersIndex(), members, false);
        if (reply.getServersCount() != 1) {
            return new Introduction(reply.getHouse(), -1, membership, "", CanRun.UNKNOWN);
        }
        var row = reply.getServers(0);
        return new Introduction(reply.getHouse(), row.getId(), membership, row.getVersion(),
                Rows.canRun(row));
    }

    /** The answer of the server at {@code address}; fails with its sentence. */
    private <Q, A, T> CompletableFuture<T> ask(String address, MethodDescriptor<Q, A> method,
            Q request, Duration within, Function<A, T> answered) {
        var done = new CompletableFuture<T>();
        call(address, method, request, within, new SentTracer(),
                reply -> done.complete(answered.apply(reply)),
                failure -> done.completeExceptionally(
                        new IllegalStateException(words(failure), failure)));
        return done;
    }

    /** How the server at {@code address} stands; fails when it does not say so in time. */
    CompletableFuture<ClusterReply> standing(String address, Duration within) {
        return ask(address, GavelGrpc.getClusterMethod(),
                ClusterRequest.newBuilder().setOnlySelf(true).build(), within, reply -> reply);
    }

    /** Tries the connection again at once instead of after gRPC's growing pause. */
    void retryNow(ServerAddress server) {
        line(server.client()).ifPresent(ManagedChannel::resetConnectBackoff);
    }

    private static Attempt attempt(Outcome outcome) {
        var disposition = outcome.getDisposition();
        if (disposition == Disposition.ANSWERED) {
            return new Attempt.Answered(WireBytes.of(outcome.getJson()));
        }
        if (disposition == Disposition.BUSY) {
            var json = WireBytes.of(outcome.getJson());
            var code = OutcomeHead.of(json).code();
            if (code.equals(Trouble.BUSY.name())) {
                return new Attempt.Busy(Duration.ofMillis(outcome.getRetryAfterMillis()));
            }
            return code.equals(Trouble.NO_MAJORITY.name())
                    ? new Attempt.NoMajority(OutcomeJson.message(json))
                    : new Attempt.NotNow(OutcomeJson.message(json));
        }
        return new Attempt.Unclear("the leader could not tell how the command ended");
    }

    private <Q, A> CompletableFuture<Attempt> attempt(ServerAddress server,
            MethodDescriptor<Q, A> method, Q request, Duration within,
            Function<A, Attempt> answered) {
        var done = new CompletableFuture<Attempt>();
        var tracer = new SentTracer();
        call(server.client(), method, request, within, tracer,
                reply -> done.complete(answered.apply(reply)),
                failure -> done.complete(failed(failure, tracer)));
        return done;
    }

    private Attempt failed(Throwable failure, SentTracer tracer) {
        var trailers = Status.trailersFromThrowable(failure);
        if (trailers != null && trailers.containsKey(GrpcStatuses.NOT_LEADER)) {
            return new Attempt.NotLeader(Optional.ofNullable(trailers.get(GrpcStatuses.LEADER))
                    .flatMap(directory::byClientAddress));
        }
        var why = words(failure);
        return tracer.wasSent() ? new Attempt.Unclear(why) : new Attempt.NotReached(why);
    }

    private <Q, A> void call(String address, MethodDescriptor<Q, A> method, Q request,
            Duration within, SentTracer tracer, Consumer<A> answered,
            Consumer<Throwable> failed) {
        var parted = directory.byClientAddress(address)
                .filter(server -> partition.parts(server.id(), directory.self().id()));
        var channel = parted.isPresent() ? Optional.<ManagedChannel>empty() : line(address);
        if (channel.isEmpty()) {
            failed.accept(Status.UNAVAILABLE.withDescription("no line to " + address)
                    .asRuntimeException());
            return;
        }
        var options = CallOptions.DEFAULT.withDeadlineAfter(within)
                .withStreamTracerFactory(tracer);
        ClientCalls.asyncUnaryCall(channel.get().newCall(method, options), request,
                new StreamObserver<A>() {
                    private @Nullable A reply;

                    @Override
                    public void onNext(A message) {
                        reply = message;
                    }

                    @Override
                    public void onError(Throwable failure) {
                        failed.accept(failure);
                    }

                    @Override
                    public void onCompleted() {
                        if (reply == null) {
                            failed.accept(Status.INTERNAL.withDescription("an empty answer")
                                    .asRuntimeException());
                        } else {
                            answered.accept(reply);
                        }
                    }
                });
    }

    @Override
    public synchronized void close() {
        closed = true;
        channels.values().forEach(ManagedChannel::shutdownNow);
    }
}
