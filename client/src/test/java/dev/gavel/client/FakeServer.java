package dev.gavel.client;

import com.google.protobuf.ByteString;
import dev.gavel.wire.v1.ChangeMembersReply;
import dev.gavel.wire.v1.ChangeMembersRequest;
import dev.gavel.wire.v1.ClusterReply;
import dev.gavel.wire.v1.ClusterRequest;
import dev.gavel.wire.v1.Command;
import dev.gavel.wire.v1.Disposition;
import dev.gavel.wire.v1.Event;
import dev.gavel.wire.v1.GavelGrpc;
import dev.gavel.wire.v1.OpenSessionReply;
import dev.gavel.wire.v1.OpenSessionRequest;
import dev.gavel.wire.v1.OperatorGrpc;
import dev.gavel.wire.v1.QueryReply;
import dev.gavel.wire.v1.QueryRequest;
import dev.gavel.wire.v1.ReplyFrame;
import dev.gavel.wire.v1.SubmitFrame;
import dev.gavel.wire.v1.TransferReply;
import dev.gavel.wire.v1.TransferRequest;
import dev.gavel.wire.v1.WatchRequest;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** A real gRPC server on loopback that plays whatever part a test gives it. */
public final class FakeServer extends GavelGrpc.GavelImplBase implements AutoCloseable {

    /** Every command that came in by Execute. */
    public final List<Command> executed = new CopyOnWriteArrayList<>();

    /** Every frame that came in by Submit. */
    public final List<SubmitFrame> frames = new CopyOnWriteArrayList<>();

    /** Every position somebody asked to watch from. */
    public final List<WatchRequest> watches = new CopyOnWriteArrayList<>();

    /** Every query. */
    public final List<QueryRequest> queries = new CopyOnWriteArrayList<>();

    /** How Execute is answered. */
    public volatile BiConsumer<Command, StreamObserver<dev.gavel.wire.v1.Outcome>> onExecute = (
            command, answer) -> reply(answer, outcome(success()));

    /** How Query is answered. */
    public volatile BiConsumer<QueryRequest, StreamObserver<QueryReply>> onQuery = (query,
            answer) -> reply(answer, QueryReply.newBuilder()
                    .setStatus(200)
                    .setIndex(7)
                    .setJson(ByteString.copyFromUtf8("{}"))
                    .build());

    /** How OpenSession is answered. */
    public volatile BiConsumer<OpenSessionRequest, StreamObserver<OpenSessionReply>> onOpenSession = (
            request, answer) -> reply(answer,
                    OpenSessionReply.newBuilder().setClient("7").build());

    /** How a stream of commands is answered, frame by frame. */
    public volatile BiConsumer<SubmitFrame, StreamObserver<ReplyFrame>> onFrame = (frame,
            answers) -> answers.onNext(answerAll(frame, command -> success()));

    /** What happens when a stream of commands is opened. */
    public volatile Runnable onStream = () -> {};

    /** How a watch is answered. */
    public volatile BiConsumer<WatchRequest, StreamObserver<Event>> onWatch = (request,
            events) -> {};

    /** How Cluster is answered. */
    public volatile BiConsumer<ClusterRequest, StreamObserver<ClusterReply>> onCluster = (request,
            answer) -> reply(answer, ClusterReply.getDefaultInstance());

    /** The credentials of every call, "null" where there were none. */
    public final List<String> credentials = new CopyOnWriteArrayList<>();

    private static final Metadata.Key<String> AUTHORIZATION = Metadata.Key.of("authorization",
            Metadata.ASCII_STRING_MARSHALLER);

    /** How Transfer is answered. */
    public volatile BiConsumer<TransferRequest, StreamObserver<TransferReply>> onTransfer = (
            request, answer) -> reply(answer, TransferReply.newBuilder().setLeader(1).build());

    /** How ChangeMembers is answered. */
    public volatile BiConsumer<ChangeMembersRequest, StreamObserver<ChangeMembersReply>> onChange = (
            request, answer) -> reply(answer, ChangeMembersReply.getDefaultInstance());

    /** How long each call had left when it came in, in milliseconds. */
    public final List<Long> millisLeft = new CopyOnWriteArrayList<>();

    private final Server server;
    private final ServerAddress address;

    /** On any free port. */
    public FakeServer() {
        this(0);
    }

    /** On this port; 0: any free one. */
    public FakeServer(int port) {
        this(InetAddress.getLoopbackAddress(), port);
    }

    /** On the IPv6 loopback address {@code ::1}. */
    public static FakeServer onIpv6() throws UnknownHostException {
        var bytes = new byte[16];
        bytes[15] = 1;
        return new FakeServer(InetAddress.getByAddress(bytes), 0);
    }

    private FakeServer(InetAddress host, int port) {
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(host, port))
                    .directExecutor()
                    .addService(this)
                    .addService(new OperatorGrpc.OperatorImplBase() {
                        @Override
                        public void transfer(TransferRequest request,
                                StreamObserver<TransferReply> answer) {
                            onTransfer.accept(request, answer);
                        }

                        @Override
                        public void changeMembers(ChangeMembersRequest request,
                                StreamObserver<ChangeMembersReply> answer) {
                            onChange.accept(request, answer);
                        }
                    })
                    .intercept(new ServerInterceptor() {
                        @Override
                        public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call,
                                Metadata headers, ServerCallHandler<Q, A> next) {
                            credentials.add(String.valueOf(headers.get(AUTHORIZATION)));
                            var deadline = Context.current().getDeadline();
                            millisLeft.add(deadline == null ? Long.MAX_VALUE
                                    : deadline.timeRemaining(TimeUnit.MILLISECONDS));
                            return next.startCall(call, headers);
                        }
                    })
                    .build()
                    .start();
            address = new ServerAddress(host.getHostAddress(), server.getPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens. */
    public ServerAddress address() {
        return address;
    }

    /** From now on it says that another one leads; null: that it knows none. */
    public void follow(@Nullable ServerAddress leader) {
        onExecute = (command, answer) -> answer.onError(notLeader(leader));
        onOpenSession = (request, answer) -> answer.onError(notLeader(leader));
        onFrame = (frame, answers) -> answers.onError(notLeader(leader));
    }

    /** How a server that does not lead ends a call. */
    public static StatusRuntimeException notLeader(@Nullable ServerAddress leader) {
        var trailers = new Metadata();
        if (leader != null) {
            trailers.put(Endings.LEADER, leader.toString());
        }
        return Status.UNAVAILABLE.withDescription("not leader").asRuntimeException(trailers);
    }

    /** A successful outcome. */
    public static String success() {
        return "{\"status\":\"success\",\"index\":7,\"at\":\"2026-01-01T00:00:00.000Z\"}";
    }

    /** An outcome of a single call. */
    public static dev.gavel.wire.v1.Outcome outcome(String json) {
        return dev.gavel.wire.v1.Outcome.newBuilder()
                .setJson(ByteString.copyFromUtf8(json))
                .build();
    }

    /** A frame that answers every command of {@code frame}. */
    public static ReplyFrame answerAll(SubmitFrame frame, Function<Command, String> answer) {
        var reply = ReplyFrame.newBuilder().setClient(frame.getClient());
        frame.getCommandsList()
                .forEach(command -> reply.addOutcomes(
                        dev.gavel.wire.v1.Outcome.newBuilder()
                                .setSeq(command.getSeq())
                                .setJson(ByteString.copyFromUtf8(answer.apply(command)))));
        return reply.build();
    }

    /** A frame that gives every command of {@code frame} another disposition than an answer. */
    public static ReplyFrame disposeAll(SubmitFrame frame, Disposition disposition) {
        var reply = ReplyFrame.newBuilder().setClient(frame.getClient());
        frame.getCommandsList()
                .forEach(command -> reply.addOutcomes(
                        dev.gavel.wire.v1.Outcome.newBuilder()
                                .setSeq(command.getSeq())
                                .setDisposition(disposition)
                                .setRetryAfterMillis(5)));
        return reply.build();
    }

    /** An event at a position. */
    public static Event event(String position, String type, String json) {
        return Event.newBuilder()
                .setPosition(position)
                .setType(type)
                .setJson(ByteString.copyFrom(json, StandardCharsets.UTF_8))
                .build();
    }

    /** Answers a call with one message. */
    public static <T> void reply(StreamObserver<T> answer, T message) {
        answer.onNext(message);
        answer.onCompleted();
    }

    @Override
    public void execute(Command command, StreamObserver<dev.gavel.wire.v1.Outcome> answer) {
        executed.add(command);
        onExecute.accept(command, answer);
    }

    @Override
    public void query(QueryRequest query, StreamObserver<QueryReply> answer) {
        queries.add(query);
        onQuery.accept(query, answer);
    }

    @Override
    public void openSession(OpenSessionRequest request, StreamObserver<OpenSessionReply> answer) {
        onOpenSession.accept(request, answer);
    }

    @Override
    public void cluster(ClusterRequest request, StreamObserver<ClusterReply> answer) {
        onCluster.accept(request, answer);
    }

    @Override
    public void watch(WatchRequest request, StreamObserver<Event> events) {
        watches.add(request);
        onWatch.accept(request, events);
    }

    @Override
    public StreamObserver<SubmitFrame> submit(StreamObserver<ReplyFrame> answers) {
        onStream.run();
        return new StreamObserver<>() {
            @Override
            public void onNext(SubmitFrame frame) {
                frames.add(frame);
                onFrame.accept(frame, answers);
            }

            @Override
            public void onError(Throwable cause) {
                // the client went away
            }

            @Override
            public void onCompleted() {
                answers.onCompleted();
            }
        };
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
