package dev.gavel.server.grpc;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.Partition;
import dev.gavel.server.config.ServerAddress;
import dev.gavel.server.desk.Directory;
import dev.gavel.server.desk.LeaderLine;
import dev.gavel.server.desk.OutcomeHead;
import dev.gavel.server.desk.OutcomeJson;
import dev.gavel.server.desk.Trouble;
import dev.gavel.wire.v1.ClusterReply;
import dev.gavel.wire.v1.ClusterRequest;
import dev.gavel.wire.v1.Command;
import dev.gavel.wire.v1.Disposition;
import dev.gavel.wire.v1.GavelGrpc;
import dev.gavel.wire.v1.OpenSessionRequest;
import dev.gavel.wire.v1.OperatorGrpc;
import dev.gavel.wire.v1.Outcome;
import dev.gavel.wire.v1.TransferRequest;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** This server's lines to the client ports of the others: one connection each, made when needed. */
public final class PeerLines implements LeaderLine, AutoCloseable {

    private final Directory directory;
    private final Partition partition;
    private final Map<Integer, ManagedChannel> channels = new TreeMap<>();

    /** Lines to all in {@code directory} but this server, as far as {@code partition} lets them be. */
    public PeerLines(Directory directory, int maxMessageBytes, Partition partition) {
        this.directory = directory;
        this.partition = partition;
        for (var server : directory.servers()) {
            if (server.id() != directory.self().id()) {
                channels.put(server.id(),
                        NettyChannelBuilder.forAddress(server.host(), server.clientPort())
                                .usePlaintext()
                                .directExecutor()
                                .disableRetry()
                                .maxInboundMessageSize(maxMessageBytes)
                                .keepAliveTime(10, TimeUnit.SECONDS)
                                .keepAliveTimeout(3, TimeUnit.SECONDS)
                                .build());
            }
        }
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
        var done = new CompletableFuture<Integer>();
        call(leader, OperatorGrpc.getTransferMethod(),
                TransferRequest.newBuilder().setTo(to).setOnlyHere(true).build(), within,
                new SentTracer(), reply -> done.complete(reply.getLeader()),
                failure -> done.completeExceptionally(new IllegalStateException(
                        "server " + leader.id() + ", which leads, says: " + words(failure))));
        return done;
    }

    private static String words(Throwable failure) {
        var status = Status.fromThrowable(failure);
        return Optional.ofNullable(status.getDescription()).orElse(status.getCode().name());
    }

    /** How {@code server} stands; fails when it does not say so in time. */
    CompletableFuture<ClusterReply> standing(ServerAddress server, Duration within) {
        var done = new CompletableFuture<ClusterReply>();
        var tracer = new SentTracer();
        call(server, GavelGrpc.getClusterMethod(),
                ClusterRequest.newBuilder().setOnlySelf(true).build(), within, tracer,
                done::complete, done::completeExceptionally);
        return done;
    }

    /** Tries the connection again at once instead of after gRPC's growing pause. */
    void retryNow(int id) {
        var channel = channels.get(id);
        if (channel != null) {
            channel.resetConnectBackoff();
        }
    }

    private static Attempt attempt(Outcome outcome) {
        var disposition = outcome.getDisposition();
        if (disposition == Disposition.ANSWERED) {
            return new Attempt.Answered(WireBytes.of(outcome.getJson()));
        }
        if (disposition == Disposition.BUSY) {
            var json = WireBytes.of(outcome.getJson());
            return OutcomeHead.of(json).code().equals(Trouble.BUSY.name())
                    ? new Attempt.Busy(Duration.ofMillis(outcome.getRetryAfterMillis()))
                    : new Attempt.NotNow(OutcomeJson.message(json));
        }
        return new Attempt.Unclear("the leader could not tell how it ended");
    }

    private <Q, A> CompletableFuture<Attempt> attempt(ServerAddress server,
            MethodDescriptor<Q, A> method, Q request, Duration within,
            Function<A, Attempt> answered) {
        var done = new CompletableFuture<Attempt>();
        var tracer = new SentTracer();
        call(server, method, request, within, tracer, reply -> done.complete(answered.apply(reply)),
                failure -> done.complete(failed(failure, tracer)));
        return done;
    }

    private Attempt failed(Throwable failure, SentTracer tracer) {
        var trailers = Status.trailersFromThrowable(failure);
        if (trailers != null && trailers.containsKey(GrpcStatuses.NOT_LEADER)) {
            return new Attempt.NotLeader(Optional.ofNullable(trailers.get(GrpcStatuses.LEADER))
                    .flatMap(directory::byClientAddress));
        }
        var why = Status.fromThrowable(failure).toString();
        return tracer.wasSent() ? new Attempt.Unclear(why) : new Attempt.NotReached(why);
    }

    private <Q, A> void call(ServerAddress server, MethodDescriptor<Q, A> method, Q request,
            Duration within, SentTracer tracer, Consumer<A> answered,
            Consumer<Throwable> failed) {
        var channel = channels.get(server.id());
        if (channel == null || partition.parts(server.id(), directory.self().id())) {
            failed.accept(Status.UNAVAILABLE.withDescription("no line to server " + server.id())
                    .asRuntimeException());
            return;
        }
        var options = CallOptions.DEFAULT.withDeadlineAfter(within)
                .withStreamTracerFactory(tracer);
        ClientCalls.asyncUnaryCall(channel.newCall(method, options), request,
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
    public void close() {
        channels.values().forEach(ManagedChannel::shutdownNow);
    }
}
