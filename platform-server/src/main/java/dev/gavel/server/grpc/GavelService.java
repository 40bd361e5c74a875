package dev.gavel.server.grpc;

import dev.gavel.auction.codec.MessageCodec;
import dev.gavel.auction.message.FeedPosition;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.UserName;
import dev.gavel.raft.Names;
import dev.gavel.server.cluster.ClusterBoard;
import dev.gavel.server.desk.Answer;
import dev.gavel.server.desk.AuctionDesk;
import dev.gavel.server.desk.Forwarding;
import dev.gavel.server.feed.EventFeed;
import dev.gavel.server.feed.FeedReach;
import dev.gavel.wire.v1.ClusterReply;
import dev.gavel.wire.v1.ClusterRequest;
import dev.gavel.wire.v1.Command;
import dev.gavel.wire.v1.Consistency;
import dev.gavel.wire.v1.Event;
import dev.gavel.wire.v1.GavelGrpc.GavelImplBase;
import dev.gavel.wire.v1.OpenSessionReply;
import dev.gavel.wire.v1.OpenSessionRequest;
import dev.gavel.wire.v1.Outcome;
import dev.gavel.wire.v1.QueryReply;
import dev.gavel.wire.v1.QueryRequest;
import dev.gavel.wire.v1.WatchRequest;
import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The calls of {@code gavel.v1.Gavel}, each a thin step to desk, feed or board. Nothing here
 * blocks.
 */
final class GavelService extends GavelImplBase implements AutoCloseable {

    private final AuctionDesk desk;
    private final EventFeed feed;
    private final FeedReach reach;
    private final ClusterBoard board;
    private final ReplyPump pump = new ReplyPump();
    private final Names names = new Names();
    private final Set<SubmitStream> streams = ConcurrentHashMap.newKeySet();

    GavelService(AuctionDesk desk, EventFeed feed, FeedReach reach, ClusterBoard board) {
        this.desk = desk;
        this.feed = feed;
        this.reach = reach;
        this.board = board;
    }

    /** {@code Submit}, with frames as bytes. */
    StreamObserver<byte[]> submitFrames(StreamObserver<byte[]> replies) {
        if (!desk.leads()) {
            replies.onError(GrpcStatuses.notLeader(desk.leader()));
            return new Deaf<>();
        }
        var self = new SubmitStream[1];
        var stream = new SubmitStream(desk, pump, names, (ServerCallStreamObserver<byte[]>) replies,
                () -> streams.remove(self[0]));
        self[0] = stream;
        streams.add(stream);
        return stream;
    }

    @Override
    public void execute(Command command, StreamObserver<Outcome> call) {
        var key = command.getKey().isEmpty() ? UUID.randomUUID().toString() : command.getKey();
        var answer = desk.execute(command.getUser(), key, WireBytes.of(command.getJson()),
                forwarding(command.getForward()), deadline());
        Calls.when(answer, call, how -> {
            if (how instanceof Answer.Redirect redirect) {
                call.onError(GrpcStatuses.notLeader(redirect.leader()));
            } else {
                Calls.answer(call, outcome(command, key, how));
            }
        });
    }

    private static Outcome outcome(Command command, String key, Answer answer) {
        var outcome = Outcome.newBuilder()
                .setClient(command.getClient())
                .setSeq(command.getSeq())
                .setKey(key)
                .setJson(WireBytes.of(answer.json()))
                .setDisposition(GrpcStatuses.disposition(answer));
        if (answer instanceof Answer.TryLater later) {
            outcome.setRetryAfterMillis((int) later.after().toMillis());
        }
        return outcome.build();
    }

    @Override
    public void openSession(OpenSessionRequest request, StreamObserver<OpenSessionReply> call) {
        if (!request.getUser().isEmpty() && !UserName.isValid(request.getUser())) {
            call.onError(GrpcStatuses.invalid("user: " + UserName.RULE + "."));
            return;
        }
        var answer = desk.openSession(request.getUser(), forwarding(request.getForward()),
                deadline());
        Calls.when(answer, call, how -> {
            switch (how) {
                case Answer.Replied replied -> Calls.answer(call, OpenSessionReply.newBuilder()
                        .setClient(replied.reply().bytes().asUtf8())
                        .build());
                case Answer.Redirect redirect ->
                    call.onError(GrpcStatuses.notLeader(redirect.leader()));
                case Answer.Refused refused ->
                    call.onError(GrpcStatuses.exhausted(refused.sentence()));
                case Answer.TryLater later ->
                    call.onError(GrpcStatuses.tryLater(later.sentence()));
                case Answer.OutcomeUnknown unknown ->
                    call.onError(GrpcStatuses.tryLater(unknown.sentence()));
            }
        });
    }

    @Override
    public void query(QueryRequest request, StreamObserver<QueryReply> call) {
        var json = WireBytes.of(request.getJson());
        var objection = request.getUser().isEmpty() ? desk.tooLarge(json.length())
                : desk.objection(request.getUser(), json.length());
        if (objection != null) {
            Calls.answer(call, QueryReply.newBuilder()
                    .setStatus(400)
                    .setJson(WireBytes.of(objection.json()))
                    .setIndex(desk.appliedIndex())
                    .build());
            return;
        }
        if (request.getConsistency() == Consistency.UNRECOGNIZED) {
            call.onError(GrpcStatuses.invalid("consistency: no such value: "
                    + request.getConsistencyValue()));
            return;
        }
        var query = MessageCodec.decodeQuery(json.array(), json.offset(), json.length());
        var consistency = request.getConsistency() == Consistency.LOCAL
                ? dev.gavel.raft.Consistency.LOCAL
                : dev.gavel.raft.Consistency.LINEARIZABLE;
        Calls.when(desk.query(query, consistency, UserName.parse(request.getUser()), deadline()),
                call,
                answer -> Calls.answer(call, QueryReply.newBuilder()
                        .setStatus(answer.status())
                        .setJson(WireBytes.of(answer.json()))
                        .setIndex(answer.index())
                        .build()));
    }

    @Override
    public void watch(WatchRequest request, StreamObserver<Event> events) {
        var auction = AuctionId.parse(request.getAuction());
        if (auction.isEmpty() && !request.getAuction().isEmpty()) {
            events.onError(GrpcStatuses.invalid(
                    "auction: not an id: " + GrpcStatuses.printable(request.getAuction())));
            return;
        }
        var after = FeedPosition.parse(request.getAfter());
        if (after.isEmpty() && !request.getAfter().isEmpty()) {
            events.onError(GrpcStatuses
                    .invalid("after: not a feed position, as 17.2: "
                            + GrpcStatuses.printable(request.getAfter())));
            return;
        }
        var by = UserName.parse(request.getUser());
        if (by.isEmpty() && !request.getUser().isEmpty()) {
            events.onError(GrpcStatuses.invalid("user: " + UserName.RULE + "."));
            return;
        }
        var watcher = new WatchStream((ServerCallStreamObserver<Event>) events, auction, by,
                request.getFrames());
        feed.watch(auction, after, by, watcher)
                .ifPresentOrElse(place -> {
                    watcher.at(place);
                    after.ifPresent(position -> reach.check(place, position));
                }, () -> events.onError(GrpcStatuses.exhausted(
                        "this server has as many watchers as it takes; ask another")));
    }

    @Override
    public void cluster(ClusterRequest request, StreamObserver<ClusterReply> call) {
        Calls.answer(call,
                request.getOnlySelf() ? Rows.own(board) : Rows.all(board));
    }

    /** Ends all streams of commands: they go on at another server. */
    void endStreams() {
        streams.forEach(stream -> stream.end(GrpcStatuses.stopping()));
    }

    @Override
    public void close() {
        pump.close();
    }

    private static Forwarding forwarding(boolean forward) {
        return forward ? Forwarding.ALLOWED : Forwarding.NEVER;
    }

    /** The rest of the caller's time, less the time to tell how it ended. */
    private Duration deadline() {
        return Optional.ofNullable(Context.current().getDeadline())
                .map(deadline -> Duration
                        .ofMillis(Math.max(1,
                                deadline.timeRemaining(TimeUnit.MILLISECONDS) * 9 / 10)))
                .orElse(desk.limits().requestTimeout());
    }

    /** Hears out a caller who was already told to go elsewhere. */
    private static final class Deaf<T> implements StreamObserver<T> {

        @Override
        public void onNext(T message) {}

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onCompleted() {}
    }
}
